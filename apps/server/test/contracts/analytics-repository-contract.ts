import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ActivityEvent, RequestEntry } from '#models/activity.ts';
import type { AlbumId, ArtistId, TrackId, UserId } from '#models/ids.ts';
import type { Play } from '#models/play.ts';
import { readAllPages } from './read-all-pages.ts';
import { type OpenStore, shareStore, withStore } from './use-store.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The first second of a month. */
const MAY_MS = Date.UTC(2031, 4, 1);
const MAY_DAY = MAY_MS / DAY_MS;

const buildEvent = (id: string, overrides: Partial<ActivityEvent> = {}): ActivityEvent => ({
  id,
  atMs: MAY_MS,
  kind: 'signed-in',
  userId: 'u1' as UserId,
  details: { code: 'x', count: 2, isDone: true, nothing: null },
  instance: 'one',
  ...overrides,
});

const buildRequest = (id: string, overrides: Partial<RequestEntry> = {}): RequestEntry => ({
  id,
  atMs: MAY_MS,
  method: 'GET',
  endpoint: 'getHome',
  status: 200,
  durationMs: 1.5,
  sizeBytes: 1000,
  userId: null,
  instance: 'one',
  ...overrides,
});

const buildPlay = (id: string, userId: string, overrides: Partial<Play> = {}): Play => ({
  id,
  userId: userId as UserId,
  trackId: 't1' as TrackId,
  albumId: 'al1' as AlbumId,
  artistIds: ['ar1', 'ar2'] as ArtistId[],
  playedAtMs: MAY_MS,
  playedMs: 1000,
  client: 'web',
  ...overrides,
});

export function describeEventLogRepository(openStore: OpenStore<'eventLog'>): void {
  describe('events', () => {
    const store = shareStore(openStore);

    it('are kept once, however often they are sent, and listed newest first', async () => {
      const { eventLog } = store.repositories;
      const events = [0, 1, 2, 3, 4].map((day) => buildEvent(`e${day}`, { atMs: MAY_MS + (day % 3) * 40 * DAY_MS }));
      await eventLog.createEvents(events);
      await Promise.all([eventLog.createEvents(events.slice(1)), eventLog.createEvents(events.toReversed())]);
      const listed = await readAllPages((page) => eventLog.listEvents(page), 2);
      assert.deepEqual(
        listed.map(({ id }) => id),
        ['e2', 'e4', 'e1', 'e3', 'e0'],
      );
      assert.deepEqual(listed.at(-1), events[0]);
    });

    it('leave when they are old', async () => {
      const { eventLog } = store.repositories;
      await eventLog.createEvents([
        buildEvent('old', { atMs: MAY_MS - 1, userId: null }),
        buildEvent('young', { atMs: MAY_MS }),
      ]);
      while (await eventLog.deleteEventsBefore(MAY_MS));
      const ids = (await readAllPages((page) => eventLog.listEvents(page), 100)).map(({ id }) => id);
      assert.ok(ids.includes('young') && !ids.includes('old'), String(ids));
    });
  });
}

export function describeRequestLogRepository(openStore: OpenStore<'requestLog' | 'statistics'>): void {
  describe('requests', () => {
    it('are summed up once by hour, however often they are sent, and the sums outlive them', () =>
      withStore(openStore, async ({ requestLog, statistics }) => {
        const requests = [
          buildRequest('r1'),
          buildRequest('r2', { status: 503, durationMs: 4.5 }),
          buildRequest('r3', { endpoint: 'listPlays', atMs: MAY_MS + HOUR_MS }),
          buildRequest('r4', { atMs: MAY_MS - 1 }),
        ];
        await requestLog.createRequests(requests.slice(0, 2));
        await Promise.all([requestLog.createRequests(requests), requestLog.createRequests(requests.toReversed())]);
        while (await requestLog.deleteRequestsBefore(MAY_MS + DAY_MS));
        const hour = MAY_MS / HOUR_MS;
        assert.deepEqual(await statistics.listRequestHours(hour), [
          { hour, requests: 2, errors: 1 },
          { hour: hour + 1, requests: 1, errors: 0 },
        ]);
        assert.equal((await statistics.listRequestHours(0)).length, 3);
        assert.deepEqual(await statistics.listEndpointLoads(hour, 5), [
          { endpoint: 'getHome', requests: 2, errors: 1, averageMs: 3 },
          { endpoint: 'listPlays', requests: 1, errors: 0, averageMs: 1.5 },
        ]);
      }));
  });
}

export function describeStatisticsRepository(openStore: OpenStore<'plays' | 'statistics'>): void {
  describe('statistics', () => {
    const store = shareStore(openStore);
    const record = async (plays: readonly Play[]) => {
      for (const play of plays) await store.repositories.plays.createPlay(play);
    };

    it('sum up the days of one user, and of everybody', async () => {
      const { statistics } = store.repositories;
      await record([
        buildPlay('d1', 'days'),
        buildPlay('d2', 'days', { playedMs: 500 }),
        buildPlay('d3', 'days', { playedAtMs: MAY_MS - 1 }),
        buildPlay('d4', 'other'),
      ]);
      assert.deepEqual(await statistics.listListeningDays('days' as UserId, MAY_DAY), [
        { day: MAY_DAY, plays: 2, playedMs: 1500 },
      ]);
      assert.equal((await statistics.listListeningDays('days' as UserId, 0)).length, 2);
      assert.deepEqual(await statistics.listServerDays(MAY_DAY), [
        { day: MAY_DAY, plays: 3, playedMs: 2500, listeners: 2 },
      ]);
    });

    it('list what was played most, alike from single plays and from sums', async () => {
      const { statistics } = store.repositories;
      const userId = 'most' as UserId;
      const [t1, t2] = ['t1', 't2'] as [TrackId, TrackId];
      await record([
        buildPlay('m1', userId, { trackId: t1, albumId: null, artistIds: ['ar1', 'ar1'] as ArtistId[] }),
        buildPlay('m2', userId, { trackId: t2 }),
        buildPlay('m3', userId, { trackId: t2, playedMs: 3000 }),
        buildPlay('m4', userId, { trackId: t1, playedAtMs: MAY_MS - 1, playedMs: 9000 }),
      ]);
      for (const span of [{ sinceMs: MAY_MS }, { sinceMonth: 203105 }]) {
        assert.deepEqual(await statistics.listMostPlayed(userId, 'track', span, 5), [
          { itemId: t2, plays: 2, playedMs: 4000 },
          { itemId: t1, plays: 1, playedMs: 1000 },
        ]);
        assert.deepEqual(await statistics.listMostPlayed(userId, 'album', span, 5), [
          { itemId: 'al1', plays: 2, playedMs: 4000 },
        ]);
        assert.deepEqual(await statistics.listMostPlayed(userId, 'artist', span, 1), [
          { itemId: 'ar1', plays: 3, playedMs: 5000 },
        ]);
      }
      const all = await statistics.listMostPlayed(userId, 'track', { sinceMonth: 0 }, 5);
      assert.deepEqual(all[0], { itemId: t1, plays: 2, playedMs: 10_000 });
    });

    it('come out the same when a month is summed up again', async () => {
      const { statistics } = store.repositories;
      await record([buildPlay('a1', 'again'), buildPlay('a2', 'again', { playedAtMs: MAY_MS - 1 })]);
      const read = async () => [
        await statistics.listServerDays(0),
        await statistics.listMostPlayed('again' as UserId, 'artist', { sinceMonth: 0 }, 9),
        await statistics.listMostPlayed('most' as UserId, 'track', { sinceMonth: 0 }, 9),
      ];
      const before = await read();
      await statistics.updateMonth(203105);
      assert.deepEqual(await read(), before);
    });
  });
}

export function describeSumRepository(openStore: OpenStore<'sums' | 'statistics' | 'requestLog'>): void {
  describe('logs and sums that come from another store', () => {
    const userId = 'u1' as UserId;

    it('replace what was summed up here, to the last digit', () =>
      withStore(openStore, async ({ sums, statistics, requestLog }) => {
        const hour = MAY_MS / HOUR_MS;
        await requestLog.createRequests([buildRequest('r1', { durationMs: 3 })]);
        await sums.deleteAll('requestHours');
        assert.deepEqual(await statistics.listRequestHours(hour), []);
        const durationMs = 0.1 + 0.2 + 1e6 / 3;
        const ofHour = { hour, endpoint: 'getHome', status: 503, requests: 1, sizeBytes: 5_000_000_000 };
        await sums.saveRequestHours([{ ...ofHour, durationMs: 7 }]);
        await sums.saveRequestHours([{ ...ofHour, durationMs }]);
        const [load] = await statistics.listEndpointLoads(hour, 5);
        assert.deepEqual(load, { endpoint: 'getHome', requests: 1, errors: 1, averageMs: durationMs });
      }));

    it('are listened to as if they had been summed up here', () =>
      withStore(openStore, async ({ sums, statistics }) => {
        await sums.saveListeningDays([{ userId, day: MAY_DAY, plays: 1, playedMs: 1 }]);
        await sums.saveListeningDays([{ userId, day: MAY_DAY, plays: 3, playedMs: 9000 }]);
        assert.deepEqual(await statistics.listListeningDays(userId, 0), [{ day: MAY_DAY, plays: 3, playedMs: 9000 }]);
        const ofItem = { kind: 'track', itemId: 't1' as TrackId, userId, month: 203105, playedMs: 9000 } as const;
        await sums.saveListeningMonths([{ ...ofItem, plays: 1, lastPlayedAtMs: MAY_MS }]);
        await sums.saveListeningMonths([{ ...ofItem, plays: 3, lastPlayedAtMs: MAY_MS }]);
        const listed = await statistics.listMostPlayed(userId, 'track', { sinceMonth: 0 }, 5);
        assert.deepEqual(listed, [{ itemId: 't1', plays: 3, playedMs: 9000 }]);
        for (const kind of ['listeningDays', 'listeningMonths'] as const) await sums.deleteAll(kind);
        assert.deepEqual(await statistics.listListeningDays(userId, 0), []);
        assert.deepEqual(await statistics.listMostPlayed(userId, 'track', { sinceMonth: 0 }, 5), []);
      }));
  });
}
