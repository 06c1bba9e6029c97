import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AlbumId, CoverId, GenreId, LibraryId, TrackId } from '#models/ids.ts';
import { toArtistId, toFolderId, toGenreId } from '#models/catalogue-ids.ts';
import { buildLine, type Lyrics, type StoredLyrics } from '#models/lyrics.ts';
import type { Track } from '#models/track.ts';
import type { TrackFilter } from '#repositories/catalogue-filter.ts';
import { addTracks, buildTrack, LIBRARY_ID, type TrackWish } from '#test/support/build-catalogue.ts';
import { readAllPages } from './read-all-pages.ts';
import { type OpenVersionedStore, withStore } from './use-store.ts';

const byTitle = { sort: 'title', order: 'asc' } as const satisfies TrackFilter;
const id = (text: string) => text as TrackId;
const titlesOf = (tracks: readonly Track[]) => tracks.map(({ title }) => title);
const idsOf = (tracks: readonly Track[]) => tracks.map((track) => track.id as string);

/** Tracks that differ in every sort key, in an order that is none of the sorts'. */
const mixed: TrackWish[] = Array.from({ length: 23 }, (_, index) => {
  const shuffled = (index * 7) % 23;
  return {
    id: id(`track-${index}`),
    title: `Song ${shuffled}`,
    artistNames: [`Artist ${shuffled % 5}`],
    albumTitle: `Album ${shuffled % 4}`,
    trackNumber: shuffled,
    year: shuffled % 3 === 0 ? null : 1990 + (shuffled % 6),
    durationMs: 100_000 + (shuffled % 8) * 1000,
    addedAtMs: 1000 + (shuffled % 2),
    path: `Album ${shuffled % 4}/${index}.flac`,
  };
});

export function describeTrackRepository(openStore: OpenVersionedStore): void {
  describe('tracks', () => {
    it('are read back as they were written, whatever their script', () =>
      withStore(openStore, async ({ tracks }) => {
        const track = buildTrack({
          id: id('t1'),
          title: '夜に駆ける “★” \u{1f3b5} \u0001',
          comment: "it's; DROP TABLE tracks --",
          year: null,
          albumId: null,
          albumTitle: null,
          modifiedAtMs: 1_700_000_000_000.25,
        });
        const lyrics: Lyrics = {
          isTimed: true,
          language: 'ja',
          source: 'file',
          fileName: 'a.ja.ttml',
          translationFiles: ['a.de.lrc'],
          voices: [{ id: 'v1', kind: 'person', name: null }],
          lines: [
            buildLine({
              startMs: 0,
              endMs: 900,
              text: '沈む',
              words: [
                { startMs: 0, endMs: 400, text: '沈' },
                { startMs: 400, endMs: 900, text: 'む' },
              ],
              voiceId: 'v1',
              background: { startMs: 500, endMs: null, text: 'ああ', words: null },
              translations: [{ language: 'en', text: 'Sink' }],
            }),
          ],
        };
        await tracks.saveTracks([{ track, lyrics }]);
        assert.deepEqual(await tracks.findTrack(track.id), track);
        assert.deepEqual(await tracks.findLyrics(track.id), lyrics);
        await tracks.saveTracks([{ track, lyrics: null }]);
        assert.equal(await tracks.findLyrics(track.id), undefined);
      }));

    it('read lyrics as former versions stored them', () =>
      withStore(openStore, async ({ tracks }) => {
        const track = buildTrack({ id: id('old'), title: 'Old' });
        const line = { startMs: 10, text: 'la' };
        const stored: StoredLyrics = { isTimed: true, language: null, source: 'file', lines: [line] };
        await tracks.saveTracks([{ track, lyrics: stored as Lyrics }]);
        const complete = { ...stored, fileName: null, translationFiles: [], voices: [], lines: [buildLine(line)] };
        assert.deepEqual(await tracks.findLyrics(track.id), complete);
      }));

    it('are not found by an unknown id', () =>
      withStore(openStore, async ({ tracks }) => {
        assert.equal(await tracks.findTrack(id('nobody')), undefined);
        assert.equal(await tracks.findLyrics(id('nobody')), undefined);
        assert.deepEqual(await tracks.listAlbumTracks('nothing' as AlbumId), []);
        assert.deepEqual(await tracks.listTracksById([]), []);
        await tracks.saveTracks([]);
        await tracks.updateMissing([], 1);
      }));

    it('come in the order of thousands of ids, without the unknown ones', () =>
      withStore(openStore, async (repositories) => {
        const many = Array.from({ length: 2500 }, (_, index) => ({ id: id(`t${index}`), title: `Song ${index}` }));
        await addTracks(repositories, many);
        const asked = many.map((track) => track.id).reverse();
        const found = await repositories.tracks.listTracksById([id('nobody'), ...asked]);
        assert.deepEqual(idsOf(found), asked);
      }));

    it('are saved again in one large batch', () =>
      withStore(openStore, async (repositories) => {
        const { tracks } = repositories;
        const wishes = Array.from({ length: 130 }, (_, index) => ({ id: id(`t${index}`) }));
        await addTracks(repositories, wishes);
        const again = wishes.map((wish) => buildTrack({ ...wish, title: `Again ${wish.id}` }));
        await tracks.saveTracks(again.map((track) => ({ track, lyrics: null })));
        const found = await tracks.listTracksById(wishes.map((wish) => wish.id));
        assert.deepEqual(titlesOf(found), titlesOf(again));
      }));

    for (const sort of ['title', 'artist', 'album', 'year', 'added', 'duration'] as const) {
      for (const order of ['asc', 'desc'] as const) {
        it(`by ${sort} ${order} come once each over pages, in the same order as at once`, () =>
          withStore(openStore, async (repositories) => {
            await addTracks(repositories, mixed);
            const list = (limit: number) =>
              readAllPages((page) => repositories.tracks.listTracks({ sort, order }, page), limit);
            const whole = await list(100);
            assert.equal(new Set(idsOf(whole)).size, mixed.length);
            assert.deepEqual(idsOf(await list(4)), idsOf(whole));
            const keys = whole.map((track) => keyOf(sort, track));
            assert.deepEqual(keys, order === 'asc' ? keys.toSorted(compare) : keys.toSorted(compare).reverse());
          }));
      }
    }

    it('added or removed between two pages neither repeat nor hide others', () =>
      withStore(openStore, async (repositories) => {
        await addTracks(
          repositories,
          ['B', 'D', 'F', 'H'].map((title) => ({ id: id(title), title })),
        );
        const first = await repositories.tracks.listTracks(byTitle, { limit: 2 });
        await addTracks(repositories, [
          { id: id('A'), title: 'A' },
          { id: id('E'), title: 'E' },
        ]);
        await repositories.tracks.updateMissing([id('D')], 5);
        const second = await repositories.tracks.listTracks(byTitle, { limit: 5, cursor: first.nextCursor ?? '' });
        assert.deepEqual(titlesOf(second.items), ['E', 'F', 'H']);
        assert.equal(second.total, 5);
        assert.equal(second.nextCursor, null);
      }));

    it('refuse a cursor that is garbage or of another order', () =>
      withStore(openStore, async (repositories) => {
        await addTracks(repositories, mixed);
        const { nextCursor } = await repositories.tracks.listTracks(byTitle, { limit: 2 });
        const faulty = { name: 'DomainError', code: 'validation', fields: [{ path: 'query/cursor' }] };
        const isFaulty = (error: { code?: string; fields?: { path: string }[] }) =>
          error.code === faulty.code && error.fields?.[0]?.path === 'query/cursor';
        for (const cursor of ['', 'garbage', '☃', 'WyJ0cmFja3MiXQ', Buffer.from('{"a":1}').toString('base64url')]) {
          await assert.rejects(repositories.tracks.listTracks(byTitle, { limit: 2, cursor }), isFaulty);
        }
        const cursor = nextCursor ?? '';
        await assert.rejects(
          repositories.tracks.listTracks({ sort: 'album', order: 'asc' }, { limit: 2, cursor }),
          isFaulty,
        );
        await assert.rejects(
          repositories.tracks.listTracks({ sort: 'title', order: 'desc' }, { limit: 2, cursor }),
          isFaulty,
        );
      }));

    it('are filtered by every condition and by all together', () =>
      withStore(openStore, async (repositories) => {
        await addTracks(repositories, [
          { id: id('jazz'), title: 'Jazz', genreNames: ['Jazz'], artistNames: ['Nina'], year: 1965, albumTitle: 'One' },
          { id: id('rock'), title: 'Rock', genreNames: ['Rock'], artistNames: ['Kim'], year: 1989, albumTitle: 'Two' },
          {
            id: id('both'),
            title: 'Both',
            genreNames: ['Rock', 'Jazz'],
            artistNames: ['Nina', 'Kim'],
            year: null,
            albumTitle: 'One',
          },
        ]);
        const list = async (filter: Partial<TrackFilter>) => {
          const { items, total } = await repositories.tracks.listTracks({ ...byTitle, ...filter }, { limit: 10 });
          assert.equal(total, items.length);
          return titlesOf(items);
        };
        assert.deepEqual(await list({ genreId: toGenreId('Jazz') }), ['Both', 'Jazz']);
        assert.deepEqual(await list({ artistId: toArtistId('Kim') }), ['Both', 'Rock']);
        assert.deepEqual(await list({ fromYear: 1980 }), ['Rock']);
        assert.deepEqual(await list({ toYear: 1980 }), ['Jazz']);
        assert.deepEqual(await list({ isLossless: false }), []);
        assert.deepEqual(await list({ isLossless: true, libraryId: LIBRARY_ID }), ['Both', 'Jazz', 'Rock']);
        assert.deepEqual(await list({ libraryId: 'other' as LibraryId }), []);
        assert.deepEqual(await list({ genreId: 'nothing' as GenreId }), []);
        const all = { genreId: toGenreId('Rock'), artistId: toArtistId('Nina'), albumId: 'album-one' as AlbumId };
        assert.deepEqual(await list({ ...all, isLossless: true, libraryId: LIBRARY_ID }), ['Both']);
      }));

    it('of a common genre page through a large library without repeating', () =>
      withStore(openStore, async (repositories) => {
        const many = Array.from({ length: 1200 }, (_, index) => ({
          id: id(`t${index}`),
          title: `Song ${(index * 577) % 1200}`,
          genreNames: [index % 2 === 0 ? 'Even' : 'Odd', ...(index % 100 === 0 ? ['Rare'] : [])],
        }));
        await addTracks(repositories, many);
        for (const [name, count] of [
          ['Even', 600],
          ['Rare', 12],
        ] as const) {
          const filter = { ...byTitle, genreId: toGenreId(name) };
          const found = await readAllPages((page) => repositories.tracks.listTracks(filter, page), 37);
          assert.equal(new Set(idsOf(found)).size, count);
          const keys = found.map((track) => track.titleKey);
          assert.deepEqual(keys, keys.toSorted());
        }
      }));

    it('are hidden while missing and come back with what was known', () =>
      withStore(openStore, async (repositories) => {
        const { tracks, genres } = repositories;
        const [track] = await addTracks(repositories, [{ id: id('t1'), genreNames: ['Jazz'] }, { id: id('t2') }]);
        assert.ok(track);
        const count = async (filter: Partial<TrackFilter> = {}) =>
          (await tracks.listTracks({ ...byTitle, ...filter }, { limit: 10 })).total;
        await tracks.updateMissing([track.id], 50);
        await tracks.updateMissing([track.id], 99);
        assert.equal((await tracks.findTrack(track.id))?.missingSinceMs, 50);
        assert.equal(await count(), 1);
        assert.equal(await count({ genreId: toGenreId('Jazz') }), 0);
        assert.equal(await tracks.countTracks(LIBRARY_ID), 1);
        assert.equal((await tracks.listTracksById([track.id])).length, 1);
        await genres.updateFromTracks([toGenreId('Jazz')]);
        assert.deepEqual((await genres.listGenres({ limit: 5 })).items, []);

        await addTracks(repositories, [{ id: id('t1'), genreNames: ['Jazz'] }]);
        assert.equal((await tracks.findTrack(track.id))?.missingSinceMs, null);
        assert.equal(await count({ genreId: toGenreId('Jazz') }), 1);
      }));

    it('leave the lists of a genre and an artist that new tags no longer name', () =>
      withStore(openStore, async (repositories) => {
        await addTracks(repositories, [{ id: id('t1'), genreNames: ['Jazz'], artistNames: ['Nina'] }]);
        await addTracks(repositories, [{ id: id('t1'), genreNames: ['Soul'], artistNames: ['Kim'] }]);
        const list = (filter: Partial<TrackFilter>) =>
          repositories.tracks.listTracks({ ...byTitle, ...filter }, { limit: 5 });
        assert.equal((await list({ genreId: toGenreId('Jazz') })).total, 0);
        assert.equal((await list({ artistId: toArtistId('Nina') })).total, 0);
        assert.equal((await list({ genreId: toGenreId('Soul'), artistId: toArtistId('Kim') })).total, 1);
        assert.deepEqual(await repositories.tracks.listArtistTrackIds(toArtistId('Kim'), 5), ['t1']);
        assert.deepEqual(await repositories.tracks.listArtistTrackIds(toArtistId('Nina'), 5), []);
      }));

    it('of an album come by disc, number and path', () =>
      withStore(openStore, async (repositories) => {
        await addTracks(repositories, [
          { id: id('d2t1'), discNumber: 2, trackNumber: 1 },
          { id: id('d1t10'), discNumber: null, trackNumber: 10 },
          { id: id('d1t2b'), trackNumber: 2, path: 'Album/b.flac' },
          { id: id('d1t2a'), trackNumber: 2, path: 'Album/a.flac' },
        ]);
        const listed = await repositories.tracks.listAlbumTracks('album-album' as AlbumId);
        assert.deepEqual(idsOf(listed), ['d1t2a', 'd1t2b', 'd1t10', 'd2t1']);
      }));

    it('have anchors that open the list at every step, and the row of each letter', () =>
      withStore(openStore, async (repositories) => {
        const titles = ['Ärger', 'apple', 'The Bees', '99', '!!!', 'Zed', 'zoo', 'Жук', 'Mmm', 'mars', 'b2'];
        await addTracks(
          repositories,
          titles.map((title, index) => ({ id: id(`t${index}`), title })),
        );
        for (const order of ['asc', 'desc'] as const) {
          const filter = { sort: 'title', order } as const;
          const whole = await repositories.tracks.listTracks(filter, { limit: 50 });
          const anchors = await repositories.tracks.listTrackAnchors(filter, 3);
          assert.equal(anchors.total, titles.length);
          assert.equal(anchors.cursors.length, 4);
          for (const [index, cursor] of anchors.cursors.entries()) {
            const page = await repositories.tracks.listTracks(filter, { limit: 3, cursor: cursor ?? undefined });
            assert.deepEqual(idsOf(page.items), idsOf(whole.items.slice(index * 3, index * 3 + 3)));
          }
          const initials = whole.items.map((track) => (/^\p{L}/u.exec(track.titleKey)?.[0] ?? '#').toUpperCase());
          const expected = [...new Set(initials)].map((letter) => ({ letter, row: initials.indexOf(letter) }));
          assert.deepEqual(anchors.letters, expected);
        }
        const empty = await repositories.tracks.listTrackAnchors({ ...byTitle, genreId: 'nothing' as GenreId }, 50);
        assert.deepEqual(empty, { total: 0, step: 50, cursors: [], letters: [] });
      }));

    it('tell a scan what it knows of folders, the missing ones too', () =>
      withStore(openStore, async (repositories) => {
        const { tracks } = repositories;
        await addTracks(repositories, [
          { id: id('t1'), path: 'A/1.flac', sizeBytes: 5, modifiedAtMs: 7 },
          { id: id('t2'), path: 'A/2.flac' },
          { id: id('t3'), path: 'B/3.flac' },
        ]);
        await tracks.updateMissing([id('t2'), id('t3')], 9);
        const folderA = toFolderId(LIBRARY_ID, 'A');
        const known = await tracks.listKnownFiles(LIBRARY_ID, [folderA]);
        assert.deepEqual(
          known.toSorted((a, b) => compare(a.path, b.path)),
          [
            { trackId: 't1', path: 'A/1.flac', folderId: folderA, sizeBytes: 5, modifiedAtMs: 7, isMissing: false },
            { trackId: 't2', path: 'A/2.flac', folderId: folderA, sizeBytes: 1000, modifiedAtMs: 0, isMissing: true },
          ],
        );
        assert.deepEqual(await tracks.listOccupiedFolderIds(LIBRARY_ID), [folderA]);
        assert.deepEqual(titlesOf(await tracks.listFolderTracks(folderA)), ['Track t1']);
      }));

    it('tell which album they have left for another, once nothing is left in it, until told to forget', () =>
      withStore(openStore, async (repositories) => {
        const { tracks } = repositories;
        const tagAs = (albumTitle: string, ...names: string[]) =>
          addTracks(
            repositories,
            names.map((name) => ({ id: id(name), albumTitle })),
          );
        await tagAs('Old', 't1', 't2', 't3');
        await tagAs('Other', 't1');
        await tagAs('New', 't2');
        assert.deepEqual(await tracks.listAlbumMoves(), []);
        await tagAs('New', 't3');
        assert.deepEqual(await tracks.listAlbumMoves(), [
          { fromId: 'album-old', toId: 'album-new', trackCount: 2 },
          { fromId: 'album-old', toId: 'album-other', trackCount: 1 },
        ]);
        // Tagged once more before anybody asked.
        await tagAs('Newer', 't2', 't3');
        assert.deepEqual((await tracks.listAlbumMoves())[0], {
          fromId: 'album-old',
          toId: 'album-newer',
          trackCount: 2,
        });
        await tracks.deleteAlbumMoves(['album-old' as AlbumId]);
        assert.deepEqual(await tracks.listAlbumMoves(), []);
        await tagAs('Gone', 't1');
        await tagAs('Other', 't1');
        assert.deepEqual(await tracks.listAlbumMoves(), []);
      }));

    it('are found by their audio, missing ones apart, longest missing first', () =>
      withStore(openStore, async (repositories) => {
        await addTracks(
          repositories,
          ['t1', 't2', 't3'].map((name) => ({ id: id(name), audioKey: 'same' })),
        );
        await repositories.tracks.updateMissing([id('t2')], 20);
        await repositories.tracks.updateMissing([id('t1')], 30);
        const found = await repositories.tracks.findMissingByAudioKey(['other', 'same']);
        assert.deepEqual(idsOf(found), ['t2', 't1']);
        assert.deepEqual(idsOf(await repositories.tracks.listTracksByAudioKey(['same', 'other'])), ['t3']);
      }));

    it('without a picture inside take the one of their folder', () =>
      withStore(openStore, async (repositories) => {
        const embedded = 'inside' as CoverId;
        await addTracks(repositories, [
          { id: id('plain'), albumTitle: 'One' },
          { id: id('covered'), albumTitle: 'Two', embeddedCoverId: embedded, coverId: embedded },
        ]);
        const folder = toFolderId(LIBRARY_ID, 'Album');
        assert.deepEqual(await repositories.tracks.updateFolderCover(folder, 'folder-cover'), ['album-one']);
        assert.deepEqual(await repositories.tracks.updateFolderCover(folder, 'folder-cover'), []);
        assert.equal((await repositories.tracks.findTrack(id('plain')))?.coverId, 'folder-cover');
        assert.equal((await repositories.tracks.findTrack(id('covered')))?.coverId, 'inside');
      }));

    it('raise the version of the catalogue when they change, and only then', () =>
      withStore(openStore, async (repositories, store) => {
        await addTracks(repositories, [{ id: id('t1') }]);
        const before = await store.getCatalogueVersion();
        await repositories.tracks.updateMissing([id('nobody')], 1);
        await repositories.artists.ensureArtists([]);
        assert.equal(await store.getCatalogueVersion(), before);
        await repositories.tracks.updateMissing([id('t1')], 1);
        assert.notEqual(await store.getCatalogueVersion(), before);
      }));
  });
}

type Key = string | number;

function keyOf(sort: TrackFilter['sort'], track: Track): Key {
  if (sort === 'title') return track.titleKey;
  if (sort === 'artist') return track.artistKey;
  if (sort === 'album') return track.albumKey;
  if (sort === 'year') return track.year ?? 0;
  return sort === 'added' ? track.addedAtMs : track.durationMs;
}

const compare = (a: Key, b: Key) => (a < b ? -1 : a > b ? 1 : 0);
