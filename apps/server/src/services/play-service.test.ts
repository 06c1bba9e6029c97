import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { toArtistId } from '#models/catalogue-ids.ts';
import { DomainError } from '#models/errors.ts';
import type { AlbumId, TrackId, UserId } from '#models/ids.ts';
import type { Repositories } from '#repositories/repositories.ts';
import { addTracks } from '#test/support/build-catalogue.ts';
import { openTestStore, type TestStore } from '#test/support/open-test-store.ts';
import { TestClock } from '#test/support/test-clock.ts';
import { EventBus } from './events.ts';
import { PlayService } from './play-service.ts';
import { SurroundingsLoader } from './surroundings-loader.ts';

const MINUTE_MS = 60_000;
const ALBUM_ID = 'album-album' as AlbumId;
const id = (text: string) => text as TrackId;

let store: TestStore;
let clock: TestClock;
let userId: UserId;
let users = 0;

before(async () => {
  store = await openTestStore();
  await addTracks(store.repositories, [
    { id: id('three'), durationMs: 3 * MINUTE_MS, artistNames: ['Ann', 'Bob'] },
    { id: id('long'), durationMs: 60 * MINUTE_MS, artistNames: ['Ann'] },
    { id: id('loose'), durationMs: 3 * MINUTE_MS, albumTitle: null },
  ]);
});
after(() => store.close());
beforeEach(() => {
  clock = new TestClock();
  users += 1;
  userId = `user${users}` as UserId;
});

function createService(repositories: Repositories = store.repositories) {
  const events = new EventBus((error) => assert.fail(String(error)));
  const surroundingsLoader = new SurroundingsLoader(repositories);
  return { events, service: new PlayService({ repositories, surroundingsLoader, events, clock }) };
}

let reports = 0;
const buildReport = (overrides: { trackId?: TrackId; playedMs?: number; startedAtMs?: number; id?: string } = {}) => {
  reports += 1;
  const playId = `00000000-0000-4000-8000-${String(reports).padStart(12, '0')}`;
  const startedAtMs = clock.nowMs() - 3 * MINUTE_MS;
  return { id: playId, trackId: id('three'), startedAtMs, playedMs: 3 * MINUTE_MS, client: 'test', ...overrides };
};

const sumsOf = async () => {
  const { annotations } = store.repositories;
  const [track, album, ann, bob] = await Promise.all([
    annotations.findAnnotation(userId, 'track', id('three')),
    annotations.findAnnotation(userId, 'album', ALBUM_ID),
    annotations.findAnnotation(userId, 'artist', toArtistId('Ann')),
    annotations.findAnnotation(userId, 'artist', toArtistId('Bob')),
  ]);
  return [track, album, ann, bob].map((annotation) => annotation?.playCount ?? 0);
};
const isCode = (code: string) => (error: unknown) => error instanceof DomainError && error.code === code;

test('a play counts for the track, its album and each of its main artists', async () => {
  const { service } = createService();
  assert.deepEqual(await service.recordPlay(userId, buildReport()), { isCounted: true });
  assert.deepEqual(await sumsOf(), [1, 1, 1, 1]);
  await service.recordPlay(userId, buildReport({ trackId: id('long'), playedMs: 4 * MINUTE_MS }));
  assert.deepEqual(await sumsOf(), [1, 2, 2, 1]);
});

test('a track without an album counts for itself and its artists', async () => {
  const { service } = createService();
  assert.deepEqual(await service.recordPlay(userId, buildReport({ trackId: id('loose') })), { isCounted: true });
  assert.equal((await store.repositories.annotations.findAnnotation(userId, 'track', id('loose')))?.playCount, 1);
});

test('too short a play is neither counted nor kept', async () => {
  const { service } = createService();
  const short = buildReport({ playedMs: 1.5 * MINUTE_MS - 1 });
  assert.deepEqual(await service.recordPlay(userId, short), { isCounted: false });
  assert.deepEqual(await sumsOf(), [0, 0, 0, 0]);
  assert.equal((await service.listPlays(userId, { limit: 10 })).value.total, 0);
});

test('the same report sent again, even at the same time, counts once', async () => {
  const { service, events } = createService();
  let played = 0;
  events.on('trackPlayed', () => (played += 1));
  const report = buildReport();
  const answers = await Promise.all([1, 2, 3].map(() => service.recordPlay(userId, report)));
  assert.deepEqual(answers, [{ isCounted: true }, { isCounted: true }, { isCounted: true }]);
  assert.deepEqual(await sumsOf(), [1, 1, 1, 1]);
  assert.equal(played, 1);
});

test('many plays at once are all counted', async () => {
  const { service } = createService();
  await Promise.all(Array.from({ length: 20 }, () => service.recordPlay(userId, buildReport())));
  assert.deepEqual(await sumsOf(), [20, 20, 20, 20]);
});

test('the last play is the latest one, whatever order the reports come in', async () => {
  const { service } = createService();
  const newest = clock.nowMs() - 3 * MINUTE_MS;
  await service.recordPlay(userId, buildReport({ startedAtMs: newest }));
  await service.recordPlay(userId, buildReport({ startedAtMs: newest - 24 * 60 * MINUTE_MS }));
  const sum = await store.repositories.annotations.findAnnotation(userId, 'track', id('three'));
  assert.equal(sum?.lastPlayedAtMs, newest);
});

test('a start in the future or before 2000, and an unknown track, are refused', async () => {
  const { service } = createService();
  const future = buildReport({ startedAtMs: clock.nowMs() + 6 * MINUTE_MS });
  await assert.rejects(service.recordPlay(userId, future), isCode('validation'));
  await assert.rejects(service.recordPlay(userId, buildReport({ startedAtMs: 0 })), isCode('validation'));
  await assert.rejects(service.recordPlay(userId, buildReport({ trackId: id('nothing') })), isCode('not-found'));
});

test('a client whose clock is a little ahead is believed, but not into the future', async () => {
  const { service } = createService();
  await service.recordPlay(userId, buildReport({ startedAtMs: clock.nowMs() + 2 * MINUTE_MS }));
  const { value } = await service.listPlays(userId, { limit: 10 });
  assert.equal(value.items[0]?.play.playedAtMs, clock.nowMs());
});

test('nobody hears more than the time that has passed', async () => {
  const { service } = createService();
  const report = buildReport({ trackId: id('long'), playedMs: 55 * MINUTE_MS, startedAtMs: clock.nowMs() - MINUTE_MS });
  assert.deepEqual(await service.recordPlay(userId, report), { isCounted: true });
  const { value } = await service.listPlays(userId, { limit: 10 });
  assert.equal(value.items[0]?.play.playedMs, 6 * MINUTE_MS);
});

test('a play adds no more than the length of its track, whatever its client claims', async () => {
  const { service } = createService();
  const report = buildReport({ playedMs: 99_999_999, startedAtMs: clock.nowMs() - 60 * MINUTE_MS });
  assert.deepEqual(await service.recordPlay(userId, report), { isCounted: true });
  const { value } = await service.listPlays(userId, { limit: 10 });
  assert.equal(value.items[0]?.play.playedMs, 3 * MINUTE_MS);
});

/** A store that dies at the nth write of sums, as a process would that is killed. */
function createDyingRepositories(writesLeft: number): Repositories {
  let left = writesLeft;
  const spend = () => {
    left -= 1;
    if (left < 0) throw new Error('killed');
  };
  const { plays, annotations } = store.repositories;
  return {
    ...store.repositories,
    plays: {
      createPlay: (play) => plays.createPlay(play),
      countPlays: (...args) => plays.countPlays(...args),
      moveAlbumPlays: (...args) => plays.moveAlbumPlays(...args),
      listPlays: (...args) => plays.listPlays(...args),
      listUnsettled: (limit) => plays.listUnsettled(limit),
      deleteUserPlays: (user) => plays.deleteUserPlays(user),
      deletePlaysBefore: (beforeMs) => plays.deletePlaysBefore(beforeMs),
      updateSettled: async (...args) => {
        spend();
        await plays.updateSettled(...args);
      },
    },
    annotations: Object.assign(Object.create(annotations) as Repositories['annotations'], {
      updatePlays: async (...args: Parameters<Repositories['annotations']['updatePlays']>) => {
        spend();
        await annotations.updatePlays(...args);
      },
    }),
  };
}

for (const writes of [0, 1, 2, 3, 4])
  test(`a process killed after ${writes} of 5 writes loses nothing: the next start finishes them`, async () => {
    const dying = createService(createDyingRepositories(writes)).service;
    await assert.rejects(dying.recordPlay(userId, buildReport()), /killed/);
    const { service } = createService();
    await service.settlePlays();
    assert.deepEqual(await sumsOf(), [1, 1, 1, 1]);
    assert.deepEqual(await store.repositories.plays.listUnsettled(10), []);
  });

test('a client that sends again after a failure finishes the work as well', async () => {
  const report = buildReport();
  const dying = createService(createDyingRepositories(1)).service;
  await assert.rejects(dying.recordPlay(userId, report), /killed/);
  assert.deepEqual(await createService().service.recordPlay(userId, report), { isCounted: true });
  assert.deepEqual(await sumsOf(), [1, 1, 1, 1]);
});

test('more unsettled plays than one batch are all finished', async () => {
  const dying = createService(createDyingRepositories(0)).service;
  for (let play = 0; play < 130; play++) await assert.rejects(dying.recordPlay(userId, buildReport()), /killed/);
  await createService().service.settlePlays();
  assert.deepEqual(await sumsOf(), [130, 130, 130, 130]);
});

test('history shows each play once, newest first, page by page, with tracks whose files have gone', async () => {
  const { service } = createService();
  const starts = [5, 1, 4, 2, 3].map((hours) => clock.nowMs() - hours * 60 * MINUTE_MS);
  for (const startedAtMs of starts) await service.recordPlay(userId, buildReport({ startedAtMs }));
  await store.repositories.tracks.updateMissing([id('three')], clock.nowMs());
  const seen: number[] = [];
  let cursor: string | undefined;
  do {
    const { value } = await service.listPlays(userId, { limit: 2, cursor });
    assert.equal(value.total, 5);
    for (const { play, track } of value.items) {
      seen.push(play.playedAtMs);
      assert.equal(track.missingSinceMs, clock.nowMs());
    }
    cursor = value.nextCursor ?? undefined;
  } while (cursor !== undefined);
  assert.deepEqual(
    seen,
    [...starts].sort((a, b) => b - a),
  );
});
