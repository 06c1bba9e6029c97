import assert from 'node:assert/strict';
import type { EndpointName } from '@jetstream/api-contract';
import type { AlbumId, TrackId } from '#models/ids.ts';
import { addTracks, LIBRARY_ID } from '#test/support/build-catalogue.ts';
import { assertApiError } from '#test/support/assert-api-error.ts';
import { eventually, eventuallyFind } from '#test/support/eventually.ts';
import { endpointTest } from '#test/support/endpoint-test.ts';
import { ids, seedSmallCatalogue } from '#test/support/small-catalogue.ts';
import type { SignedIn, TestServer } from '#test/support/test-server.ts';

const titles = (items: readonly { title: string }[]) => items.map(({ title }) => title);

/** Asks twice, the second time with the ETag of the first. */
async function askAgain(server: TestServer, { session }: SignedIn, path: string): Promise<number> {
  const headers = { authorization: `Bearer ${session.accessToken}` };
  const first = await server.fetch(`${server.url}${path}`, { headers });
  assert.equal(first.status, 200);
  const etag = first.headers.get('etag') ?? '';
  return (await server.fetch(`${server.url}${path}`, { headers: { ...headers, 'if-none-match': etag } })).status;
}

endpointTest(['listAlbums', 'ok'], 'albums with the longest names have a next page too', async (server) => {
  const { client } = await server.setUp();
  const albums = ['甲', '乙', '丙'].map((letter, n) => ({
    id: `track${n}` as TrackId,
    albumId: `album${n}` as AlbumId,
    albumTitle: letter.repeat(500),
    artistNames: [letter.repeat(499)],
  }));
  await addTracks(server.context.store.repositories, albums);
  for (const sort of ['title', 'artist', 'year'] as const) {
    const first = await client.call('listAlbums', { query: { sort, limit: 1, libraryId: LIBRARY_ID } });
    const cursor = first.nextCursor ?? '';
    const second = await client.call('listAlbums', { query: { sort, limit: 2, libraryId: LIBRARY_ID, cursor } });
    assert.equal(new Set([...titles(first.items), ...titles(second.items)]).size, 3);
  }
});

endpointTest(['listAlbums', 'ok'], 'albums are listed by title, year and date added', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  assert.deepEqual(titles((await client.call('listAlbums')).items), ['Night', 'Party', 'Storm']);
  const newest = await client.call('listAlbums', { query: { sort: 'added', limit: 1 } });
  assert.deepEqual(titles(newest.items), ['Night']);
  assert.deepEqual(titles((await client.call('listAlbums', { query: { sort: 'year' } })).items), [
    'Party',
    'Storm',
    'Night',
  ]);
});

endpointTest(['listAlbums', 'ok'], 'a shuffle goes on over its pages without repeating', async (server) => {
  const { client } = await server.setUp();
  const wishes = Array.from({ length: 30 }, (_, n) => ({ id: `t${n}` as TrackId, albumTitle: `Album ${n}` }));
  await addTracks(server.context.store.repositories, wishes);
  const walk = async (seed: number) => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { sort: 'random' as const, seed, limit: 7, ...(cursor && { cursor }) };
      const page = await client.call('listAlbums', { query });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return seen;
  };
  const first = await walk(1);
  assert.equal(new Set(first).size, 30);
  assert.equal(first.length, 30);
  assert.deepEqual(await walk(1), first);
  assert.notDeepEqual(await walk(2), first);
});

endpointTest(['listAlbums', 'validation'], 'a shuffle without a seed is refused', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  const error = await assertApiError(client.call('listAlbums', { query: { sort: 'random' } }), 'validation');
  assert.equal(error.fields[0]?.path, 'query/seed');
});

endpointTest(['getAlbumAnchors', 'ok'], 'albums have anchors too', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  assert.equal((await client.call('getAlbumAnchors')).total, 3);
});

endpointTest(['getAlbum', 'ok'], 'an album comes with its songs in order and more by its artist', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  const album = await client.call('getAlbum', { params: { albumId: ids.night } });
  assert.deepEqual(titles(album.tracks), ['Moon', 'Sun']);
  assert.deepEqual(titles(album.moreByArtist), ['Storm']);
  assert.deepEqual(album.discTitles, [{ discNumber: 1, title: 'Early' }]);
  assert.equal(album.durationMs, 300_000);
});

endpointTest(['getAlbum', 'ok'], 'a compilation suggests nothing by "Various Artists"', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  assert.deepEqual((await client.call('getAlbum', { params: { albumId: ids.party } })).moreByArtist, []);
});

endpointTest(
  ['listArtists', 'ok'],
  'artists are listed by name, those with albums alone on request',
  async (server) => {
    const { client } = await seedSmallCatalogue(server);
    const names = async (query: { isAlbumArtist?: string }) =>
      (await client.call('listArtists', { query })).items.map(({ name }) => name);
    assert.deepEqual(await names({}), ['Ann', 'Bob', 'Various Artists']);
    assert.deepEqual(await names({ isAlbumArtist: 'true' }), ['Ann', 'Various Artists']);
  },
);

endpointTest(['getArtistAnchors', 'ok'], 'artists have anchors too', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  assert.deepEqual(
    (await client.call('getArtistAnchors')).letters.map(({ letter }) => letter),
    ['A', 'B', 'V'],
  );
});

endpointTest(
  ['getArtist', 'ok'],
  'an artist comes with albums, appearances and my favourites first',
  async (server) => {
    const { client } = await seedSmallCatalogue(server);
    await client.call('rate', { params: { kind: 'track', id: ids.rain }, body: { rating: 5 } });
    const artist = await client.call('getArtist', { params: { artistId: ids.ann } });
    assert.deepEqual(titles(artist.albums), ['Storm', 'Night']);
    assert.deepEqual(titles(artist.appearsOn), ['Party']);
    assert.equal(artist.topTracks[0]?.title, 'Rain');
    assert.equal(artist.topTracks.length, 4);
  },
);

endpointTest(['listGenres', 'ok'], 'genres are listed with their counts', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  const { items } = await client.call('listGenres');
  assert.deepEqual(
    items.map(({ name, trackCount, albumCount }) => ({ name, trackCount, albumCount })),
    [{ name: 'Jazz', trackCount: 1, albumCount: 1 }],
  );
});

endpointTest(['getGenre', 'ok'], 'a genre is found', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  assert.equal((await client.call('getGenre', { params: { genreId: ids.jazz } })).name, 'Jazz');
});

endpointTest(['getRootFolder', 'ok'], 'above all folders stand those of the libraries', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  const root = await client.call('getRootFolder');
  assert.equal(root.folder, null);
  assert.deepEqual(
    root.folders.map(({ trackCount }) => trackCount),
    [4],
  );
});

endpointTest(['getFolder', 'ok'], 'a folder knows the way to it and what is inside', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  const { folder, ancestors, tracks } = await client.call('getFolder', { params: { folderId: ids.nightFolder } });
  assert.equal(folder?.name, 'Night');
  assert.deepEqual(
    ancestors.map(({ name }) => name),
    ['Music', 'Ann'],
  );
  assert.deepEqual(titles(tracks), ['Moon', 'Sun']);
});

endpointTest(
  ['search', 'ok'],
  'search finds songs, albums and artists, best first, with the best of all',
  async (server) => {
    const { client } = await seedSmallCatalogue(server);
    await client.call('star', { params: { kind: 'track', id: ids.moon } });
    // Of several servers each has an index of its own, which follows the catalogue piece by piece.
    const searchOnce = (q: string) => client.call('search', { query: { q } });
    const findAnswer = (q: string, kind: 'tracks' | 'artists') =>
      eventuallyFind(`an answer to ${q}`, async () => {
        const answer = await searchOnce(q);
        return answer[kind].length > 0 ? answer : undefined;
      });
    const found = await findAnswer('moo', 'tracks');
    assert.deepEqual(titles(found.tracks), ['Moon']);
    assert.ok(found.tracks[0]?.annotation.starredAt);
    assert.equal(found.top?.kind, 'track');
    const byArtist = await findAnswer('ann', 'artists');
    assert.deepEqual(
      byArtist.artists.map(({ name }) => name),
      ['Ann'],
    );
    const nothing = await searchOnce('qqqqqqqq');
    assert.deepEqual([nothing.tracks, nothing.top], [[], null]);
  },
);

endpointTest(['search', 'ok'], 'a song whose file has gone is not found', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  await server.context.store.repositories.tracks.updateMissing([ids.moon], 1);
  assert.deepEqual((await client.call('search', { query: { q: 'moon' } })).tracks, []);
});

const unknown = 'doesnotexist';
const lookUps: [EndpointName, (client: SignedIn['client']) => Promise<unknown>][] = [
  ['getTrack', (client) => client.call('getTrack', { params: { trackId: unknown } })],
  ['getLyrics', (client) => client.call('getLyrics', { params: { trackId: unknown } })],
  ['getAlbum', (client) => client.call('getAlbum', { params: { albumId: unknown } })],
  ['getArtist', (client) => client.call('getArtist', { params: { artistId: unknown } })],
  ['getGenre', (client) => client.call('getGenre', { params: { genreId: unknown } })],
  ['getFolder', (client) => client.call('getFolder', { params: { folderId: unknown } })],
];
for (const [name, call] of lookUps)
  endpointTest([name, 'not-found'], `${name} of something unknown is not found`, async (server) => {
    const { client } = await server.setUp();
    await assertApiError(call(client), 'not-found');
  });

const conditional: [EndpointName, string][] = [
  ['listTracks', '/api/v1/tracks?limit=2'],
  ['listTracksById', `/api/v1/tracks-by-id?ids=${ids.moon},${ids.sun}`],
  ['getTrackAnchors', '/api/v1/track-anchors'],
  ['getTrack', `/api/v1/tracks/${ids.moon}`],
  ['getLyrics', `/api/v1/tracks/${ids.moon}/lyrics`],
  ['listAlbums', '/api/v1/albums'],
  ['getAlbumAnchors', '/api/v1/album-anchors'],
  ['getAlbum', `/api/v1/albums/${ids.night}`],
  ['listArtists', '/api/v1/artists'],
  ['getArtistAnchors', '/api/v1/artist-anchors'],
  ['getArtist', `/api/v1/artists/${ids.ann}`],
  ['listGenres', '/api/v1/genres'],
  ['getGenre', `/api/v1/genres/${ids.jazz}`],
  ['getRootFolder', '/api/v1/folders'],
  ['getFolder', `/api/v1/folders/${ids.nightFolder}`],
  ['search', '/api/v1/search?q=moon'],
  ['getHome', '/api/v1/home'],
  ['listPersonalTracks', '/api/v1/me/tracks?list=starred'],
  ['listPersonalAlbums', '/api/v1/me/albums?list=starred'],
  ['listPersonalArtists', '/api/v1/me/artists?list=starred'],
  ['getQueue', '/api/v1/queue'],
];
for (const [name, path] of conditional)
  endpointTest([name, 'not-modified'], `${name} is not sent again while it is the same`, async (server) => {
    const ada = await seedSmallCatalogue(server);
    // Of several servers each has a search index of its own, which follows the catalogue.
    await eventually('it is the same', async () => (await askAgain(server, ada, path)) === 304);
  });
