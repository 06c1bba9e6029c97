import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Album } from '#models/album.ts';
import { toArtistId, toGenreId } from '#models/catalogue-ids.ts';
import type { AlbumId, CoverId, LibraryId, TrackId } from '#models/ids.ts';
import type { AlbumFilter } from '#repositories/catalogue-filter.ts';
import { addTracks, LIBRARY_ID, type TrackWish } from '#test/support/build-catalogue.ts';
import type { CatalogueName } from '#repositories/repositories.ts';
import { readAllPages } from './read-all-pages.ts';
import { type OpenStore, withStore } from './use-store.ts';

const id = (text: string) => text as TrackId;
const byTitle = { sort: 'title', order: 'asc' } as const satisfies AlbumFilter;
const titlesOf = (albums: readonly Album[]) => albums.map(({ title }) => title);

const shelf: TrackWish[] = Array.from({ length: 30 }, (_, index) => {
  const shuffled = (index * 11) % 30;
  return {
    id: id(`t${index}`),
    albumTitle: `Album ${shuffled}`,
    artistNames: [`Artist ${shuffled % 4}`],
    year: shuffled % 5 === 0 ? null : 1980 + (shuffled % 7),
    addedAtMs: 1000 + (shuffled % 3),
  };
});

export function describeAlbumRepository(openStore: OpenStore<CatalogueName>): void {
  describe('albums', () => {
    it('are summed up from their present tracks, go with the last one and come back', () =>
      withStore(openStore, async ({ albums, tracks, ...rest }) => {
        const repositories = { albums, tracks, ...rest };
        const albumId = 'album-album' as AlbumId;
        const coverId = 'cover' as CoverId;
        await addTracks(repositories, [
          { id: id('t1'), durationMs: 1000, sizeBytes: 10, year: 1999, genreNames: ['Jazz'], coverId, addedAtMs: 70 },
          {
            id: id('t2'),
            durationMs: 2000,
            sizeBytes: 20,
            year: 1999,
            discNumber: 2,
            discTitle: 'Live',
            addedAtMs: 60,
          },
        ]);
        const album = await albums.findAlbum(albumId);
        assert.ok(album);
        const { trackCount, discCount, durationMs, sizeBytes, year, addedAtMs } = album;
        assert.deepEqual(
          { trackCount, discCount, durationMs, sizeBytes, year, addedAtMs },
          { trackCount: 2, discCount: 2, durationMs: 3000, sizeBytes: 30, year: 1999, addedAtMs: 60 },
        );
        assert.equal(album.coverId, coverId);
        assert.deepEqual(album.discTitles, [{ discNumber: 2, title: 'Live' }]);
        assert.deepEqual(album.genres, [{ id: toGenreId('Jazz'), name: 'Jazz' }]);

        await tracks.updateMissing([id('t2')], 5);
        assert.deepEqual((await albums.updateFromTracks([albumId])).deletedIds, []);
        assert.equal((await albums.findAlbum(albumId))?.trackCount, 1);
        await tracks.updateMissing([id('t1')], 5);
        const credited = album.artists.map((artist) => artist.id);
        assert.deepEqual(await albums.updateFromTracks([albumId]), {
          deletedIds: [albumId],
          artistIds: credited,
          genreIds: [toGenreId('Jazz')],
        });
        assert.equal(await albums.findAlbum(albumId), undefined);
        assert.equal((await albums.listAlbums(byTitle, { limit: 5 })).total, 0);
        await addTracks(repositories, [{ id: id('t1') }]);
        assert.equal((await albums.findAlbum(albumId))?.trackCount, 1);
      }));

    it('that never were are told as deleted, and nothing comes of no ids', () =>
      withStore(openStore, async ({ albums }) => {
        const nothing = { deletedIds: [], artistIds: [], genreIds: [] };
        assert.deepEqual(await albums.updateFromTracks(['nothing' as AlbumId]), {
          ...nothing,
          deletedIds: ['nothing'],
        });
        assert.deepEqual(await albums.updateFromTracks([]), nothing);
        assert.deepEqual(await albums.listAlbumsById([]), []);
        assert.equal(await albums.findAlbum('nothing' as AlbumId), undefined);
      }));

    for (const sort of ['title', 'artist', 'year', 'added', 'random'] as const) {
      for (const order of ['asc', 'desc'] as const) {
        it(`by ${sort} ${order} come once each over pages, in the same order as at once`, () =>
          withStore(openStore, async ({ albums, ...rest }) => {
            await addTracks({ albums, ...rest }, shelf);
            const filter = { sort, order, seed: 99 };
            const list = (limit: number) => readAllPages((page) => albums.listAlbums(filter, page), limit);
            const whole = await list(100);
            assert.equal(new Set(whole.map((album) => album.id)).size, shelf.length);
            assert.deepEqual(titlesOf(await list(4)), titlesOf(whole));
            const reversed = await albums.listAlbums(
              { ...filter, order: order === 'asc' ? 'desc' : 'asc' },
              { limit: 100 },
            );
            assert.deepEqual(titlesOf(reversed.items), titlesOf(whole).reverse());
          }));
      }
    }

    it('are shuffled by the seed: the same again, another for another seed', () =>
      withStore(openStore, async ({ albums, ...rest }) => {
        await addTracks({ albums, ...rest }, shelf);
        const shuffle = async (seed: number) =>
          titlesOf((await albums.listAlbums({ sort: 'random', order: 'asc', seed }, { limit: 50 })).items);
        assert.deepEqual(await shuffle(1), await shuffle(1));
        const orders = await Promise.all([0, 1, 2, 3, 2 ** 31 - 1].map(shuffle));
        assert.equal(new Set(orders.map(String)).size, orders.length);
        assert.equal(new Set(orders.map(([first]) => first)).size > 1, true);
        const { nextCursor } = await albums.listAlbums({ sort: 'random', order: 'asc', seed: 1 }, { limit: 2 });
        const other = { sort: 'random', order: 'asc', seed: 2 } as const;
        await assert.rejects(albums.listAlbums(other, { limit: 2, cursor: nextCursor ?? '' }), { code: 'validation' });
      }));

    it('are filtered by every condition and by all together', () =>
      withStore(openStore, async ({ albums, ...rest }) => {
        await addTracks({ albums, ...rest }, [
          { id: id('t1'), albumTitle: 'One', genreNames: ['Jazz'], artistNames: ['Nina'], year: 1965 },
          { id: id('t2'), albumTitle: 'Two', genreNames: ['Rock'], artistNames: ['Kim'], year: 1989 },
          {
            id: id('t3'),
            albumTitle: 'Three',
            genreNames: ['Rock'],
            artistNames: ['Nina', 'Kim'],
            albumArtistName: 'Nina',
            year: null,
          },
        ]);
        const list = async (filter: Partial<AlbumFilter>) => {
          const { items, total } = await albums.listAlbums({ ...byTitle, ...filter }, { limit: 10 });
          assert.equal(total, items.length);
          return titlesOf(items);
        };
        assert.deepEqual(await list({ genreId: toGenreId('Rock') }), ['Three', 'Two']);
        assert.deepEqual(await list({ artistId: toArtistId('Nina') }), ['One', 'Three']);
        assert.deepEqual(await list({ fromYear: 1980, toYear: 1990 }), ['Two']);
        assert.deepEqual(await list({ fromYear: 0 }), ['One', 'Two']);
        assert.deepEqual(await list({ libraryId: 'other' as LibraryId }), []);
        const all = { genreId: toGenreId('Rock'), artistId: toArtistId('Nina'), libraryId: LIBRARY_ID };
        assert.deepEqual(await list(all), ['Three']);
        assert.deepEqual(await list({ ...all, fromYear: 1900 }), []);
      }));

    it('credited to an artist and appearances on others are apart, newest first', () =>
      withStore(openStore, async ({ albums, ...rest }) => {
        await addTracks({ albums, ...rest }, [
          { id: id('t1'), albumTitle: 'Early', artistNames: ['Nina'], year: 1960 },
          { id: id('t2'), albumTitle: 'Late', artistNames: ['Nina'], year: 1970 },
          { id: id('t3'), albumTitle: 'Undated', artistNames: ['Nina'], year: null },
          { id: id('t4'), albumTitle: 'Guest', artistNames: ['Kim', 'Nina'], year: 1965 },
          { id: id('t5'), albumTitle: 'Guest Again', artistNames: ['Kim', 'Nina'], year: 1975 },
        ]);
        const nina = toArtistId('Nina');
        assert.deepEqual(titlesOf(await albums.listArtistAlbums(nina)), ['Late', 'Early', 'Undated']);
        assert.deepEqual(titlesOf(await albums.listAppearances(nina, 10)), ['Guest Again', 'Guest']);
        assert.deepEqual(titlesOf(await albums.listAppearances(nina, 1)), ['Guest Again']);
      }));

    it('have anchors that open the list at every step', () =>
      withStore(openStore, async ({ albums, ...rest }) => {
        await addTracks({ albums, ...rest }, shelf);
        const filter = { sort: 'artist', order: 'desc' } as const;
        const whole = await albums.listAlbums(filter, { limit: 50 });
        const { cursors, letters } = await albums.listAlbumAnchors(filter, 7);
        for (const [index, cursor] of cursors.entries()) {
          const page = await albums.listAlbums(filter, { limit: 7, cursor: cursor ?? undefined });
          assert.deepEqual(titlesOf(page.items), titlesOf(whole.items.slice(index * 7, index * 7 + 7)));
        }
        assert.deepEqual(letters, [{ letter: 'A', row: 0 }]);
        assert.deepEqual((await albums.listAlbumAnchors({ ...filter, sort: 'year' }, 7)).letters, []);
      }));
  });
}
