import assert from 'node:assert/strict';
import type { TrackId } from '#models/ids.ts';
import { endpointTest } from '#test/support/endpoint-test.ts';
import { buildWav } from '#test/support/build-wav.ts';
import { ids, seedSmallCatalogue } from '#test/support/small-catalogue.ts';
import { TEST_PASSWORD, type SignedIn, type TestServer } from '#test/support/test-server.ts';
import { createTus, whenTakenIn } from '#test/support/tus.ts';

const DAY_MS = 86_400_000;
const PLAYED_MS = 100_000;

let reports = 0;
async function play({ clock }: TestServer, { client }: SignedIn, trackId: TrackId, daysAgo = 0): Promise<void> {
  reports += 1;
  const startedAt = new Date(clock.nowMs() - daysAgo * DAY_MS - PLAYED_MS).toISOString();
  const id = `00000000-0000-4000-8000-${String(reports).padStart(12, '0')}`;
  const { isCounted } = await client.call('recordPlay', {
    body: { id, trackId, startedAt, playedMs: PLAYED_MS, client: 'test' },
  });
  assert.ok(isCounted);
}

endpointTest(
  ['getListeningStatistics', 'ok'],
  'listening is summed up by day and item, for oneself',
  async (server) => {
    const ann = await seedSmallCatalogue(server);
    server.clock.advance(5 * 60_000);
    for (const [track, daysAgo] of [
      [ids.moon, 0],
      [ids.moon, 1],
      [ids.rain, 0],
      [ids.sun, 20],
      [ids.sun, 21],
      [ids.sun, 400],
    ] as const)
      await play(server, ann, track, daysAgo);
    const bob = await server.addUser(ann, 'bob');
    await play(server, bob, ids.guest);

    const week = await ann.client.call('getListeningStatistics', { query: { period: 'week' } });
    assert.deepEqual([week.plays, week.playedMs, week.days.length], [3, 3 * PLAYED_MS, 7]);
    assert.deepEqual(
      week.days.slice(-2).map(({ date, plays }) => [date, plays]),
      [
        ['2025-12-31', 1],
        ['2026-01-01', 2],
      ],
    );
    assert.deepEqual(
      week.topTracks.map(({ track, plays }) => [track.title, plays]),
      [
        ['Moon', 2],
        ['Rain', 1],
      ],
    );
    assert.deepEqual(
      week.topGenres.map(({ name, plays }) => [name, plays]),
      [['Jazz', 2]],
    );

    const month = await ann.client.call('getListeningStatistics', {});
    assert.deepEqual([month.period, month.plays, month.days.length], ['month', 5, 30]);
    assert.deepEqual(
      month.topArtists.map(({ artist, plays }) => [artist.name, plays]),
      [
        ['Ann', 5],
        ['Bob', 2],
      ],
    );
    const year = await ann.client.call('getListeningStatistics', { query: { period: 'year' } });
    assert.deepEqual([year.plays, year.topAlbums[0]?.album.title, year.topAlbums[0]?.plays], [5, 'Night', 4]);
    const all = await ann.client.call('getListeningStatistics', { query: { period: 'all' } });
    assert.deepEqual([all.plays, all.topTracks[0]?.track.title, all.topTracks[0]?.plays], [6, 'Sun', 3]);
  },
);

endpointTest(
  ['getListeningStatistics', 'ok'],
  'who has heard nothing gets empty lists, not an error',
  async (server) => {
    const { client } = await server.setUp();
    const { plays, days, topTracks, topGenres } = await client.call('getListeningStatistics', {});
    assert.deepEqual([plays, days.length, topTracks, topGenres], [0, 30, [], []]);
  },
);

endpointTest(
  ['getServerStatistics', 'ok'],
  'an upload that came in is written down, and what it takes',
  async (server) => {
    const ada = await server.setUp();
    const song = new Uint8Array(buildWav(500));
    await createTus(server, ada).create(song.length, {}, song);
    await whenTakenIn(server);
    for (const { services } of server.contexts) await services.activityRecorder.stop();
    const { events, libraries } = await ada.client.call('getServerStatistics');
    assert.ok(events.some(({ kind, userName }) => kind === 'uploaded' && userName === 'ada'));
    assert.deepEqual(
      libraries.map(({ name, trackCount, sizeBytes }) => [name, trackCount, sizeBytes]),
      [['Uploads', 1, song.length]],
    );
  },
);

endpointTest(['getServerStatistics', 'ok'], 'administrators see plays, requests and what happened', async (server) => {
  const ann = await seedSmallCatalogue(server);
  server.clock.advance(5 * 60_000);
  const bob = await server.addUser(ann, 'bob');
  await play(server, ann, ids.moon);
  await play(server, bob, ids.sun);
  await assert.rejects(server.signIn('bob', 'wrong password'));
  await ann.client.call('getHome', { query: {} });
  await server.client.call('logout', { body: { refreshToken: bob.refreshToken } });
  // At once instead of within a second.
  for (const { services } of server.contexts) await services.activityRecorder.stop();

  const use = await ann.client.call('getServerStatistics');
  assert.equal(use.userCount, 2);
  assert.deepEqual(use.days.at(-1), {
    date: new Date(server.clock.nowMs()).toISOString().slice(0, 10),
    plays: 2,
    playedMs: 2 * PLAYED_MS,
    listeners: 2,
  });
  assert.equal(use.days.length, 30);
  const requests = use.requestHours.reduce((sum, hour) => sum + hour.requests, 0);
  assert.ok(requests >= 6, String(requests));
  assert.ok(use.endpoints.some(({ endpoint, requests: count }) => endpoint === 'recordPlay' && count === 2));
  assert.deepEqual(use.events.map(({ kind, userName }) => `${kind} ${userName}`).toSorted(), [
    'changed ada',
    'sign-in-refused null',
    'signed-in ada',
    'signed-in bob',
    'signed-out bob',
  ]);
  const written = JSON.stringify(use);
  assert.ok(!written.includes('127.0.0.1') && !written.includes(TEST_PASSWORD), 'no address and no password is kept');
});
