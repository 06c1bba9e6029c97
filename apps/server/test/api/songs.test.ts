import assert from 'node:assert/strict';
import type { TrackId } from '#models/ids.ts';
import { addTracks } from '#test/support/build-catalogue.ts';
import { assertApiError } from '#test/support/assert-api-error.ts';
import { endpointTest } from '#test/support/endpoint-test.ts';
import { ids, seedSmallCatalogue } from '#test/support/small-catalogue.ts';

const titles = (items: readonly { title: string }[]) => items.map(({ title }) => title);

endpointTest(['listTracks', 'ok'], 'songs are listed by title, and by any other sort and filter', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  const list = async (query: Parameters<typeof client.call<'listTracks'>>[1] = {}) =>
    titles((await client.call('listTracks', query)).items);
  assert.deepEqual(await list(), ['Guest', 'Moon', 'Rain', 'Sun']);
  assert.deepEqual(await list({ query: { order: 'desc' } }), ['Sun', 'Rain', 'Moon', 'Guest']);
  assert.deepEqual(await list({ query: { sort: 'year', limit: 2 } }), ['Guest', 'Rain']);
  assert.deepEqual(await list({ query: { sort: 'duration', order: 'asc', limit: 1 } }), ['Sun']);
  assert.deepEqual(await list({ query: { genreId: ids.jazz } }), ['Moon']);
  assert.deepEqual(await list({ query: { albumId: ids.night } }), ['Moon', 'Sun']);
  assert.deepEqual(await list({ query: { artistId: ids.bob } }), ['Sun']);
  assert.deepEqual(await list({ query: { fromYear: 2000, toYear: 2005 } }), ['Rain']);
  assert.deepEqual(await list({ query: { isLossless: 'false' } }), []);
});

for (const sort of ['title', 'artist', 'album', 'year', 'added', 'duration'] as const)
  endpointTest(['listTracks', 'ok'], `walking all pages by ${sort} meets each song once`, async (server) => {
    const { client } = await server.setUp();
    await addTracks(
      server.context.store.repositories,
      Array.from({ length: 53 }, (_, n) => ({
        id: `track${n}` as TrackId,
        title: `Song ${n % 7}`,
        albumTitle: `Album ${n % 3}`,
        artistNames: [`Artist ${n % 5}`],
        year: 1990 + (n % 4),
        durationMs: 1000 * (n % 6),
        addedAtMs: n % 2,
      })),
    );
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await client.call('listTracks', { query: { sort, limit: 10, ...(cursor && { cursor }) } });
      assert.equal(page.total, 53);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    assert.equal(seen.length, 53);
    assert.equal(new Set(seen).size, 53);
    const anchors = await client.call('getTrackAnchors', { query: { sort, step: 50 } });
    const [, anchor] = anchors.cursors;
    assert.ok(anchor);
    const rest = await client.call('listTracks', { query: { sort, cursor: anchor } });
    assert.deepEqual(
      rest.items.map(({ id }) => id),
      seen.slice(50),
    );
  });

endpointTest(['listTracks', 'validation'], 'a cursor of another list is refused', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  await assertApiError(client.call('listTracks', { query: { cursor: 'made-up' } }), 'validation');
});

endpointTest(['getTrackAnchors', 'ok'], 'anchors tell where each letter begins', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  const { total, cursors, letters } = await client.call('getTrackAnchors');
  assert.equal(total, 4);
  assert.deepEqual(cursors, [null]);
  assert.deepEqual(letters, [
    { letter: 'G', row: 0 },
    { letter: 'M', row: 1 },
    { letter: 'R', row: 2 },
    { letter: 'S', row: 3 },
  ]);
});

endpointTest(['getTrack', 'ok'], 'a song comes with credits, file and what I did with it', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  await client.call('rate', { params: { kind: 'track', id: ids.sun }, body: { rating: 4 } });
  const track = await client.call('getTrack', { params: { trackId: ids.sun } });
  assert.equal(track.path, 'Ann/Night/02 Sun.flac');
  assert.deepEqual(
    track.artists.map(({ name }) => name),
    ['Ann', 'Bob'],
  );
  assert.equal(track.annotation.rating, 4);
  assert.deepEqual(
    track.credits.map(({ role }) => role),
    ['artist', 'artist', 'album-artist'],
  );
});

endpointTest(['getTrack', 'ok'], 'what one listener did is not shown to another', async (server) => {
  const administrator = await seedSmallCatalogue(server);
  await administrator.client.call('star', { params: { kind: 'track', id: ids.sun } });
  const other = await server.addUser(administrator, 'bob');
  const { annotation } = await other.client.call('getTrack', { params: { trackId: ids.sun } });
  assert.equal(annotation.starredAt, null);
});

endpointTest(['getTrack', 'ok'], 'a song whose file has gone is found, marked missing', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  await server.context.store.repositories.tracks.updateMissing([ids.sun], 1);
  assert.equal((await client.call('getTrack', { params: { trackId: ids.sun } })).isMissing, true);
});

endpointTest(['listTracksById', 'ok'], 'songs are read again in the order that was asked for', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  await client.call('star', { params: { kind: 'track', id: ids.sun } });
  await server.context.store.repositories.tracks.updateMissing([ids.moon], 1);
  const asked = [ids.sun, 'unknown', ids.moon, ids.sun].join(',');
  const { tracks } = await client.call('listTracksById', { query: { ids: asked } });
  assert.deepEqual(titles(tracks), ['Sun', 'Moon']);
  assert.deepEqual(
    tracks.map(({ isMissing, annotation }) => [isMissing, annotation.starredAt !== null]),
    [
      [false, true],
      [true, false],
    ],
  );
  const tooMany = Array.from({ length: 101 }, (_, n) => `track${n}`).join(',');
  await assertApiError(client.call('listTracksById', { query: { ids: tooMany } }), 'validation');
});

endpointTest(['getLyrics', 'ok'], 'lyrics come with their times', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  const lyrics = await client.call('getLyrics', { params: { trackId: ids.moon } });
  assert.deepEqual(lyrics, {
    isTimed: true,
    language: 'en',
    source: 'embedded',
    voices: [],
    lines: [
      {
        startMs: 10,
        endMs: 90,
        text: 'O moon',
        words: [
          { startMs: 10, endMs: 20, text: 'O ' },
          { startMs: 20, endMs: 90, text: 'moon' },
        ],
        voiceId: null,
        background: null,
        translations: [],
      },
    ],
  });
});

endpointTest(['getLyrics', 'not-found'], 'a song without lyrics has none', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  await assertApiError(client.call('getLyrics', { params: { trackId: ids.sun } }), 'not-found');
});
