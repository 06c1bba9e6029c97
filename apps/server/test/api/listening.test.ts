import assert from 'node:assert/strict';
import type { TrackId } from '#models/ids.ts';
import { addTracks } from '#test/support/build-catalogue.ts';
import { assertApiError } from '#test/support/assert-api-error.ts';
import { endpointTest } from '#test/support/endpoint-test.ts';
import { ids, seedSmallCatalogue } from '#test/support/small-catalogue.ts';
import type { SignedIn, TestServer } from '#test/support/test-server.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const titles = (items: readonly { title: string }[]) => items.map(({ title }) => title);
const toTimestamp = (ms: number) => new Date(ms).toISOString();

let reports = 0;
/** A play that ends now, or `ago` milliseconds ago. */
function buildReport({ clock }: TestServer, trackId: TrackId, ago = 0, playedMs = 200_000) {
  reports += 1;
  return {
    id: `00000000-0000-4000-8000-${String(reports).padStart(12, '0')}`,
    trackId,
    startedAt: toTimestamp(clock.nowMs() - ago - playedMs),
    playedMs,
    client: 'test',
  };
}
const play = async (server: TestServer, { client }: SignedIn, ...report: [TrackId, ago?: number, playedMs?: number]) =>
  client.call('recordPlay', { body: buildReport(server, ...report) });

endpointTest(['star', 'ok'], 'starring again keeps the first date, and is told once', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  let told = 0;
  server.context.events.on('annotationChanged', () => (told += 1));
  const params = { kind: 'track' as const, id: ids.moon };
  const first = await client.call('star', { params });
  assert.equal(first.starredAt, toTimestamp(server.clock.nowMs()));
  server.clock.advance(MINUTE_MS);
  assert.deepEqual(await client.call('star', { params }), first);
  assert.equal(told, 1);
});

endpointTest(['unstar', 'ok'], 'a star is taken back, and taking back nothing changes nothing', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  const params = { kind: 'album' as const, id: ids.night };
  assert.equal((await client.call('unstar', { params })).starredAt, null);
  await client.call('star', { params });
  assert.equal((await client.call('unstar', { params })).starredAt, null);
  assert.equal((await client.call('getAlbum', { params: { albumId: ids.night } })).annotation.starredAt, null);
});

endpointTest(['rate', 'ok'], 'a rating replaces the one before, and 0 takes it back', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  const params = { kind: 'artist' as const, id: ids.ann };
  for (const rating of [3, 5, 5, 0])
    assert.equal((await client.call('rate', { params, body: { rating } })).rating, rating);
});

endpointTest(['rate', 'validation'], 'six stars are too many', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  const rating = client.call('rate', { params: { kind: 'track', id: ids.moon }, body: { rating: 6 } });
  await assertApiError(rating, 'validation');
});

endpointTest(['star', 'not-found'], 'something unknown cannot be starred', async (server) => {
  const { client } = await server.setUp();
  for (const kind of ['track', 'album', 'artist'] as const)
    await assertApiError(client.call('star', { params: { kind, id: 'nothing' } }), 'not-found');
});
endpointTest(['unstar', 'not-found'], 'something unknown has no star to take back', async (server) => {
  const { client } = await server.setUp();
  await assertApiError(client.call('unstar', { params: { kind: 'track', id: 'nothing' } }), 'not-found');
});
endpointTest(['rate', 'not-found'], 'something unknown cannot be rated', async (server) => {
  const { client } = await server.setUp();
  const rating = client.call('rate', { params: { kind: 'album', id: 'nothing' }, body: { rating: 1 } });
  await assertApiError(rating, 'not-found');
});

endpointTest(
  ['listPersonalTracks', 'ok'],
  'my songs are listed as I starred, rated and played them',
  async (server) => {
    const signedIn = await seedSmallCatalogue(server);
    const { client } = signedIn;
    for (const id of [ids.sun, ids.moon]) {
      await client.call('star', { params: { kind: 'track', id } });
      server.clock.advance(MINUTE_MS);
    }
    await client.call('rate', { params: { kind: 'track', id: ids.rain }, body: { rating: 5 } });
    await client.call('rate', { params: { kind: 'track', id: ids.sun }, body: { rating: 2 } });
    await play(server, signedIn, ids.rain, DAY_MS);
    await play(server, signedIn, ids.rain, 2 * DAY_MS);
    await play(server, signedIn, ids.moon);
    const list = async (name: 'starred' | 'rated' | 'most-played' | 'recently-played') =>
      titles((await client.call('listPersonalTracks', { query: { list: name } })).items);
    assert.deepEqual(await list('starred'), ['Moon', 'Sun']);
    assert.deepEqual(await list('rated'), ['Rain', 'Sun']);
    assert.deepEqual(await list('most-played'), ['Rain', 'Moon']);
    assert.deepEqual(await list('recently-played'), ['Moon', 'Rain']);
  },
);

endpointTest(
  ['listPersonalAlbums', 'ok'],
  'an album whose files have gone leaves my list until they return',
  async (server) => {
    const signedIn = await seedSmallCatalogue(server);
    const { albums, tracks } = server.context.store.repositories;
    await play(server, signedIn, ids.rain);
    const list = async () =>
      titles((await signedIn.client.call('listPersonalAlbums', { query: { list: 'recently-played' } })).items);
    assert.deepEqual(await list(), ['Storm']);
    await tracks.updateMissing([ids.rain], 1);
    await albums.updateFromTracks([ids.storm]);
    server.context.events.emit('libraryChanged', { version: 'without Storm' });
    assert.deepEqual(await list(), []);
  },
);

endpointTest(['listPersonalArtists', 'ok'], 'every main artist of a song counts its plays', async (server) => {
  const signedIn = await seedSmallCatalogue(server);
  await play(server, signedIn, ids.sun);
  const { items } = await signedIn.client.call('listPersonalArtists', { query: { list: 'most-played' } });
  assert.deepEqual(items.map(({ name, annotation }) => [name, annotation.playCount]).toSorted(), [
    ['Ann', 1],
    ['Bob', 1],
  ]);
});

endpointTest(['recordPlay', 'ok'], 'a play counts at half the song, once for each id', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  const short = buildReport(server, ids.moon, 0, 99_999);
  assert.deepEqual(await client.call('recordPlay', { body: short }), { isCounted: false });
  const long = buildReport(server, ids.moon, 0, 100_000);
  for (let sent = 0; sent < 2; sent++)
    assert.deepEqual(await client.call('recordPlay', { body: long }), { isCounted: true });
  const { annotation } = await client.call('getTrack', { params: { trackId: ids.moon } });
  assert.equal(annotation.playCount, 1);
  assert.equal(annotation.lastPlayedAt, long.startedAt);
});

endpointTest(['recordPlay', 'validation'], 'a play in the future is refused, at its field', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  const body = { ...buildReport(server, ids.moon), startedAt: toTimestamp(server.clock.nowMs() + DAY_MS) };
  const error = await assertApiError(client.call('recordPlay', { body }), 'validation');
  assert.equal(error.fields[0]?.path, 'body/startedAt');
});

endpointTest(['recordPlay', 'not-found'], 'a play of an unknown song is refused', async (server) => {
  const { client } = await server.setUp();
  await assertApiError(client.call('recordPlay', { body: buildReport(server, ids.moon) }), 'not-found');
});

endpointTest(['listPlays', 'ok'], 'history is my own', async (server) => {
  const administrator = await seedSmallCatalogue(server);
  const other = await server.addUser(administrator, 'bob');
  await play(server, administrator, ids.moon, MINUTE_MS);
  await play(server, administrator, ids.sun);
  const { items, total } = await administrator.client.call('listPlays');
  assert.deepEqual(
    items.map(({ track }) => track.title),
    ['Sun', 'Moon'],
  );
  assert.equal(total, 2);
  assert.deepEqual((await other.client.call('listPlays')).items, []);
});

const item = (itemId: string, trackId: string) => ({ itemId, trackId });
const buildQueue = (overrides: object = {}) => ({
  items: [item('a', ids.moon), item('b', ids.sun), item('c', ids.moon)],
  unshuffledItemIds: ['c', 'b', 'a'],
  currentItemId: 'b',
  positionMs: 5000,
  isShuffled: true,
  repeat: 'all' as const,
  client: 'web',
  ...overrides,
});

endpointTest(['getQueue', 'ok'], 'before anything was saved the queue is empty', async (server) => {
  const { client } = await server.setUp();
  const queue = await client.call('getQueue');
  assert.deepEqual([queue.items, queue.currentItemId, queue.updatedAt], [[], null, null]);
});

endpointTest(
  ['saveQueue', 'ok'],
  'the queue comes back as it was saved, on any device, and others are told',
  async (server) => {
    const { client } = await seedSmallCatalogue(server);
    const told: string[] = [];
    server.context.events.on('queueChanged', ({ client: name }) => told.push(name));
    await client.call('saveQueue', { body: buildQueue() });
    const queue = await client.call('getQueue');
    assert.deepEqual(
      queue.items.map(({ itemId, track }) => [itemId, track.title]),
      [
        ['a', 'Moon'],
        ['b', 'Sun'],
        ['c', 'Moon'],
      ],
    );
    assert.deepEqual(queue.unshuffledItemIds, ['c', 'b', 'a']);
    assert.deepEqual([queue.currentItemId, queue.positionMs, queue.repeat], ['b', 5000, 'all']);
    assert.deepEqual(told, ['web']);
  },
);

endpointTest(
  ['getQueue', 'ok'],
  'songs whose files have gone stay in the queue; unknown ones do not',
  async (server) => {
    const { client } = await seedSmallCatalogue(server);
    const items = [item('x', 'nothing'), item('a', ids.moon)];
    await client.call('saveQueue', { body: buildQueue({ items, currentItemId: 'x', unshuffledItemIds: ['a', 'x'] }) });
    await server.context.store.repositories.tracks.updateMissing([ids.moon], 1);
    const queue = await client.call('getQueue');
    assert.deepEqual(
      queue.items.map(({ itemId, track }) => [itemId, track.isMissing]),
      [['a', true]],
    );
    assert.deepEqual([queue.currentItemId, queue.positionMs], ['a', 0]);
    assert.deepEqual(queue.unshuffledItemIds, ['a']);
  },
);

endpointTest(['recordPlay', 'validation'], 'a client whose name no store could keep is refused', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  const startedAt = new Date(server.clock.nowMs()).toISOString();
  const body = { id: crypto.randomUUID(), trackId: ids.moon, startedAt, playedMs: 1, client: 'a\u0000b' };
  await assertApiError(client.call('recordPlay', { body }), 'validation');
});

endpointTest(['saveQueue', 'validation'], 'a queue that contradicts itself is refused', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  for (const wrong of [
    { items: [item('a', ids.moon), item('a', ids.sun)], currentItemId: 'a', unshuffledItemIds: [] },
    { currentItemId: 'z' },
    { unshuffledItemIds: ['a', 'z'] },
  ])
    await assertApiError(client.call('saveQueue', { body: buildQueue(wrong) }), 'validation');
});

endpointTest(['saveQueue', 'ok'], 'ten thousand entries are no trouble', async (server) => {
  const { client } = await server.setUp();
  const wishes = Array.from({ length: 2001 }, (_, n) => ({ id: `t${n}` as TrackId, title: `Song ${n}` }));
  await addTracks(server.context.store.repositories, wishes);
  const items = Array.from({ length: 10_000 }, (_, n) => item(`item-${n}`, `t${n % 2001}`));
  await client.call('saveQueue', { body: buildQueue({ items, currentItemId: 'item-9999', unshuffledItemIds: [] }) });
  const queue = await client.call('getQueue');
  assert.equal(queue.items.length, 10_000);
  assert.equal(queue.items[9999]?.track.title, `Song ${9999 % 2001}`);
});

endpointTest(['saveQueuePosition', 'ok'], 'where I am in the queue is kept', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  await client.call('saveQueue', { body: buildQueue() });
  const body = { currentItemId: 'c', positionMs: 77, client: 'phone' };
  assert.deepEqual(await client.call('saveQueuePosition', { body }), { isSaved: true, idleMs: 0 });
  const queue = await client.call('getQueue');
  assert.deepEqual([queue.currentItemId, queue.positionMs, queue.client], ['c', 77, 'phone']);
});

endpointTest(
  ['saveQueuePosition', 'ok'],
  'a position in a queue that was replaced leaves the new one as it is, and is told how long that has been at rest',
  async (server) => {
    const { client } = await seedSmallCatalogue(server);
    const body = { currentItemId: 'old', positionMs: 77, client: 'phone' };
    assert.deepEqual(await client.call('saveQueuePosition', { body }), { isSaved: false, idleMs: null });
    await client.call('saveQueue', { body: buildQueue() });
    server.clock.advance(12_000);
    assert.deepEqual(await client.call('saveQueuePosition', { body }), { isSaved: false, idleMs: 12_000 });
    const { currentItemId, client: savedBy } = await client.call('getQueue');
    assert.deepEqual([currentItemId, savedBy], [buildQueue().currentItemId, buildQueue().client]);
  },
);

endpointTest(['getHome', 'ok'], 'without plays home shows what is new', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  const home = await client.call('getHome');
  assert.deepEqual(titles(home.recentlyAdded).toSorted(), ['Night', 'Party', 'Storm']);
  assert.equal(home.recentlyAdded[0]?.title, 'Night');
  // All three stand on the shelf above.
  assert.deepEqual(home.randomAlbums, []);
  for (const shelf of [home.continueListening, home.recentlyPlayed, home.mostPlayed, home.onRepeat])
    assert.deepEqual(shelf, []);
});

endpointTest(['getHome', 'ok'], 'home follows what I play', async (server) => {
  const signedIn = await seedSmallCatalogue(server);
  await play(server, signedIn, ids.rain, 40 * DAY_MS);
  await play(server, signedIn, ids.rain, 41 * DAY_MS);
  await play(server, signedIn, ids.rain, 42 * DAY_MS);
  await play(server, signedIn, ids.moon, 2 * DAY_MS);
  await play(server, signedIn, ids.moon, 3 * DAY_MS);
  await play(server, signedIn, ids.sun, DAY_MS);
  const home = await signedIn.client.call('getHome');
  assert.deepEqual(titles(home.recentlyPlayed), ['Night', 'Storm']);
  assert.deepEqual(titles(home.mostPlayed).toSorted(), ['Night', 'Storm']);
  assert.deepEqual(titles(home.onRepeat), ['Moon'], 'twice in the last 30 days');
});

endpointTest(['getHome', 'ok'], 'what I left in the middle waits at the top', async (server) => {
  const signedIn = await seedSmallCatalogue(server);
  const { client } = signedIn;
  await addTracks(server.context.store.repositories, [
    { id: 'mix' as TrackId, title: 'Mix', albumTitle: 'Mixes', durationMs: 60 * MINUTE_MS },
  ]);
  await play(server, signedIn, 'mix' as TrackId, DAY_MS, 20 * MINUTE_MS);
  await play(server, signedIn, ids.moon, DAY_MS, 150_000);
  await client.call('saveQueue', { body: buildQueue({ positionMs: 50_000 }) });
  const left = async () =>
    (await client.call('getHome')).continueListening.map(({ track, positionMs }) => [track.title, positionMs]);
  assert.deepEqual(await left(), [
    ['Sun', 50_000],
    ['Mix', 20 * MINUTE_MS],
  ]);
  // Nearly over, and hardly begun.
  for (const positionMs of [96_000, 4000]) {
    await client.call('saveQueuePosition', { body: { currentItemId: 'b', positionMs, client: 'web' } });
    assert.deepEqual(await left(), [['Mix', 20 * MINUTE_MS]]);
  }
});

endpointTest(
  ['getHome', 'ok'],
  'favourites that I have not heard for long come back, new ones do not',
  async (server) => {
    const signedIn = await seedSmallCatalogue(server);
    const { client } = signedIn;
    await client.call('star', { params: { kind: 'track', id: ids.moon } });
    await client.call('rate', { params: { kind: 'track', id: ids.sun }, body: { rating: 5 } });
    server.clock.advance(90 * DAY_MS);
    const { client: now } = await server.signIn('ada');
    await now.call('star', { params: { kind: 'track', id: ids.rain } });
    await now.call('recordPlay', { body: buildReport(server, ids.sun) });
    assert.deepEqual(titles((await now.call('getHome')).forgottenFavourites), ['Moon']);
  },
);

endpointTest(
  ['getHome', 'ok'],
  'the random shelf stays for some minutes, then changes, and repeats no other',
  async (server) => {
    const { client } = await server.setUp();
    const wishes = Array.from({ length: 60 }, (_, n) => ({
      id: `t${n}` as TrackId,
      albumTitle: `Album ${n}`,
      addedAtMs: n,
    }));
    await addTracks(server.context.store.repositories, wishes);
    const ask = async () => client.call('getHome', { query: { limit: 10 } });
    const first = await ask();
    assert.equal(first.randomAlbums.length, 10);
    const added = new Set(titles(first.recentlyAdded));
    assert.ok(titles(first.randomAlbums).every((title) => !added.has(title)));
    assert.deepEqual(titles((await ask()).randomAlbums), titles(first.randomAlbums));
    server.clock.advance(15 * MINUTE_MS);
    const { client: later } = await server.signIn('ada');
    // Makes an answer that was kept a thing of the past, which on servers goes by the clock of Redis.
    await later.call('star', { params: { kind: 'track', id: 't0' } });
    const second = await later.call('getHome', { query: { limit: 10 } });
    assert.notDeepEqual(titles(second.randomAlbums), titles(first.randomAlbums));
  },
);
