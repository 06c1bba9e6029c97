import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toArtistId, toGenreId } from '#models/catalogue-ids.ts';
import type { AlbumId, ArtistId, CoverId, GenreId, TrackId } from '#models/ids.ts';
import { addTracks, buildTrack } from '#test/support/build-catalogue.ts';
import type { CatalogueName } from '#repositories/repositories.ts';
import { readAllPages } from './read-all-pages.ts';
import { type OpenStore, withStore } from './use-store.ts';

const id = (text: string) => text as TrackId;
const byName = { sort: 'name', order: 'asc' } as const;

export function describeArtistRepository(openStore: OpenStore<CatalogueName>): void {
  describe('artists', () => {
    it('are summed up from their present tracks and hidden, not deleted, without any', () =>
      withStore(openStore, async (repositories) => {
        const { artists, albums, tracks } = repositories;
        const coverId = 'cover' as CoverId;
        const nina = toArtistId('Nina');
        await addTracks(repositories, [
          { id: id('t1'), artistNames: ['Nina'], albumTitle: 'One', coverId },
          { id: id('t2'), artistNames: ['Kim', 'Nina'], albumTitle: 'Two' },
        ]);
        const { roles, albumCount, trackCount, ...artist } = (await artists.findArtist(nina)) ?? assert.fail();
        assert.deepEqual(
          { roles, albumCount, trackCount },
          { roles: ['artist', 'album-artist'], albumCount: 1, trackCount: 2 },
        );
        assert.equal(artist.coverId, coverId);

        await tracks.updateMissing([id('t1'), id('t2')], 5);
        await albums.updateFromTracks(['album-one', 'album-two'] as AlbumId[]);
        await artists.updateFromTracks([nina]);
        assert.equal((await artists.findArtist(nina))?.trackCount, 0);
        const shown = await artists.listArtists(byName, { limit: 5 });
        assert.deepEqual(
          shown.items.map(({ name }) => name),
          ['Kim'],
        );
      }));

    it('keep the better spelling of their name, whichever came first', () =>
      withStore(openStore, async ({ artists }) => {
        const poor = {
          id: 'a1' as ArtistId,
          name: 'BJORK',
          sortName: 'BJORK',
          nameKey: 'bjork',
          musicBrainzArtistId: null,
        };
        const good = {
          ...poor,
          name: 'Björk',
          sortName: 'Guðmundsdóttir, Björk',
          nameKey: 'gu',
          musicBrainzArtistId: 'mb',
        };
        await artists.ensureArtists([poor]);
        await artists.ensureArtists([good]);
        await artists.ensureArtists([poor]);
        const { name, sortName, nameKey, musicBrainzArtistId } = (await artists.findArtist(poor.id)) ?? assert.fail();
        assert.deepEqual({ ...poor, name, sortName, nameKey, musicBrainzArtistId }, good);
      }));

    for (const sort of ['name', 'albums', 'tracks'] as const) {
      it(`by ${sort} come once each over pages, all or those with albums`, () =>
        withStore(openStore, async (repositories) => {
          const { artists } = repositories;
          const wishes = Array.from({ length: 20 }, (_, index) => ({
            id: id(`t${index}`),
            artistNames: [`Owner ${index % 6}`, `Guest ${index % 9}`],
            albumTitle: `Album ${index}`,
          }));
          await addTracks(repositories, wishes);
          for (const isAlbumArtist of [undefined, true]) {
            const filter = { sort, order: 'desc', isAlbumArtist } as const;
            const names = (await readAllPages((page) => artists.listArtists(filter, page), 4)).map(({ name }) => name);
            assert.equal(new Set(names).size, isAlbumArtist ? 6 : 15);
            const whole = await artists.listArtists(filter, { limit: 50 });
            assert.deepEqual(
              whole.items.map(({ name }) => name),
              names,
            );
            assert.equal(whole.total, names.length);
            const anchors = await artists.listArtistAnchors(filter, 5);
            assert.equal(anchors.cursors.length, Math.ceil(names.length / 5));
            const second = await artists.listArtists(filter, { limit: 1, cursor: anchors.cursors[1] ?? '' });
            assert.equal(second.items[0]?.name, names[5]);
          }
        }));
    }

    it('come in the order of their ids, without unknown ones', () =>
      withStore(openStore, async (repositories) => {
        await addTracks(repositories, [{ id: id('t1'), artistNames: ['Nina', 'Kim'] }]);
        const ids = [toArtistId('Kim'), 'nobody' as ArtistId, toArtistId('Nina')];
        const found = await repositories.artists.listArtistsById(ids);
        assert.deepEqual(
          found.map(({ name }) => name),
          ['Kim', 'Nina'],
        );
      }));
  });

  describe('genres', () => {
    it('count tracks and albums and show up to four different covers', () =>
      withStore(openStore, async (repositories) => {
        const wishes = Array.from({ length: 7 }, (_, index) => ({
          id: id(`t${index}`),
          albumTitle: `Album ${index}`,
          genreNames: ['Jazz'],
          coverId: `cover-${index % 5}` as CoverId,
        }));
        await addTracks(repositories, [...wishes, { id: id('t9'), genreNames: ['Ärzte-Rock'] }]);
        const genre = (await repositories.genres.findGenre(toGenreId('Jazz'))) ?? assert.fail();
        assert.deepEqual({ tracks: genre.trackCount, albums: genre.albumCount }, { tracks: 7, albums: 7 });
        assert.equal(new Set(genre.coverIds).size, 4);
        const first = await repositories.genres.listGenres({ limit: 1 });
        assert.deepEqual(
          first.items.map(({ name }) => name),
          ['Ärzte-Rock'],
        );
        const second = await repositories.genres.listGenres({ limit: 1, cursor: first.nextCursor ?? '' });
        assert.deepEqual(
          second.items.map(({ name }) => name),
          ['Jazz'],
        );
        assert.equal(second.total, 2);
        const byId = await repositories.genres.listGenresById([toGenreId('Jazz'), 'nothing' as GenreId]);
        assert.deepEqual(byId, [genre]);
      }));

    it('show covers of their newest albums, in whatever order those came', async () => {
      const wishes = Array.from({ length: 9 }, (_, index) => ({
        id: id(`t${index}`),
        albumTitle: `Album ${index}`,
        path: `${index}/a.flac`,
        genreNames: ['Jazz'],
        coverId: `cover-${index}` as CoverId,
        year: index === 8 ? null : 2000 + (index % 3),
      }));
      const seen = new Set<string>();
      for (const order of [wishes, wishes.toReversed()])
        await withStore(openStore, async (repositories) => {
          for (const wish of order) await addTracks(repositories, [wish]);
          const genre = await repositories.genres.findGenre(toGenreId('Jazz'));
          const artist = await repositories.artists.findArtist(toArtistId('Artist'));
          seen.add(JSON.stringify([genre?.coverIds, artist?.coverId]));
        });
      assert.deepEqual([...seen], [JSON.stringify([['cover-2', 'cover-5', 'cover-1', 'cover-4'], 'cover-2'])]);
    });

    it('without present tracks are hidden until one comes back', () =>
      withStore(openStore, async (repositories) => {
        const { genres, tracks } = repositories;
        const track = buildTrack({ id: id('t1'), genreNames: ['Jazz'] });
        await addTracks(repositories, [{ id: track.id, genreNames: ['Jazz'] }]);
        await tracks.updateMissing([track.id], 1);
        await genres.updateFromTracks([toGenreId('Jazz')]);
        assert.equal((await genres.listGenres({ limit: 5 })).total, 0);
        assert.equal((await genres.findGenre(toGenreId('Jazz')))?.name, 'Jazz');
        await addTracks(repositories, [{ id: track.id, genreNames: ['Jazz'] }]);
        assert.equal((await genres.listGenres({ limit: 5 })).total, 1);
      }));
  });
}
