import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { toArtistId, toGenreId } from '#models/catalogue-ids.ts';
import type { AlbumId, TrackId } from '#models/ids.ts';
import type { CatalogueName } from '#repositories/repositories.ts';
import { addTracks, type TrackWish } from '#test/support/build-catalogue.ts';
import { type OpenStore, shareStore, withStore } from './use-store.ts';

/** As a scan adds them. */
const BATCH = 50;

const id = (text: string) => text as TrackId;

// oxlint-disable-next-line max-params -- a row of the table below
const song = (trackId: string, title: string, artist: string, albumTitle: string, genre = 'Pop'): TrackWish => ({
  id: id(trackId),
  title,
  artistNames: [artist],
  albumTitle,
  genreNames: [genre],
});

const collection: TrackWish[] = [
  song('joga', 'Jóga', 'Björk', 'Homogenic', 'Electronic'),
  song('thunder', 'Thunderstruck', 'AC/DC', "The Razor's Edge", 'Rock'),
  song('usa', 'Born in the U.S.A.', 'Bruce Springsteen', 'Born in the U.S.A.', 'Rock'),
  song('help', 'Help!', 'The Beatles', 'Help!'),
  song('yesterday', 'Yesterday', 'The Beatles', 'Help!'),
  song('rhapsody', 'Bohemian Rhapsody', 'Queen', 'A Night at the Opera', 'Rock'),
  song('queenofhearts', 'Queen of Hearts', 'Juice Newton', 'Juice'),
  song('ace', 'Ace of Spades', 'Motörhead', 'Ace of Spades', 'Metal'),
  song('puppets', 'Master of Puppets', 'Metallica', 'Master of Puppets', 'Metal'),
  song('jungle', 'Welcome to the Jungle', "Guns N' Roses", 'Appetite for Destruction', 'Rock'),
  song('tokyo', '東京は夜の七時', 'ピチカート・ファイヴ', '女性上位時代'),
  song('spring', '봄날', '방탄소년단', 'You Never Walk Alone'),
  song('blood', 'Группа крови', 'Кино', 'Группа крови'),
  song('shalom', 'הבה נגילה', 'הרקדנים', 'שלום'),
  song('enta', 'أنت عمري', 'أم كلثوم', 'أنت عمري'),
  song('odysseus', 'Οδυσσέας', 'Μάνος', 'Ταξίδι'),
  song('numbers', '99 Luftballons', 'Nena', '99 Luftballons'),
  song('symbols', '★', 'deadmau5', '>album title goes here<'),
  song('rem', 'Losing My Religion', 'R.E.M.', 'Out of Time', 'Rock'),
  ...Array.from({ length: 300 }, (_, index) =>
    song(`r${index}`, `Remember Love ${index}`, `Remix Crew ${index}`, `Remains ${index}`),
  ),
];

export function describeSearchIndex(openStore: OpenStore<CatalogueName | 'searchIndex'>): void {
  describe('search', () => {
    const store = shareStore(openStore);
    before(async () => {
      for (let start = 0; start < collection.length; start += BATCH)
        await addTracks(store.repositories, collection.slice(start, start + BATCH));
    });
    const search = (query: string, limit = 8) => store.repositories.searchIndex.search(query, limit);

    for (const [query, trackId] of [
      ['bjork', 'joga'],
      ['BJÖRK jog', 'joga'],
      ['motorhead', 'ace'],
      ['acdc', 'thunder'],
      ['ac dc', 'thunder'],
      ['AC/DC thun', 'thunder'],
      ['born usa', 'usa'],
      ['u.s.a', 'usa'],
      ['guns n roses', 'jungle'],
      ["guns n' roses welc", 'jungle'],
      ['queen bohem', 'rhapsody'],
      ['opera rhapsody', 'rhapsody'],
      ['東京', 'tokyo'],
      ['夜の七', 'tokyo'],
      ['ファイヴ', 'tokyo'],
      ['東京は夜の七時', 'tokyo'],
      ['봄', 'spring'],
      ['보', 'spring'],
      ['소년', 'spring'],
      ['кров', 'blood'],
      ['ГРУППА', 'blood'],
      ['נגי', 'shalom'],
      ['انت عم', 'enta'],
      ['οδυσσεας', 'odysseus'],
      ['ΟΔΥΣΣ', 'odysseus'],
      ['99', 'numbers'],
      ['★', 'symbols'],
      ['the help', 'help'],
    ] as const) {
      it(`for "${query}" finds ${trackId}`, async () => {
        const { tracks, correctedQuery } = await search(query);
        assert.ok(tracks.includes(id(trackId)), tracks.join());
        assert.equal(correctedQuery, null);
      });
    }

    it('answers with the artist whose name it is first', async () => {
      assert.deepEqual((await search('queen')).top, { kind: 'artist', id: toArtistId('Queen') });
      assert.deepEqual((await search('beatles')).top, { kind: 'artist', id: toArtistId('The Beatles') });
      assert.deepEqual((await search('the b')).artists[0], toArtistId('The Beatles'));
      assert.deepEqual((await search('rem')).top, { kind: 'artist', id: toArtistId('R.E.M.') });
      assert.deepEqual((await search('help')).top, { kind: 'album', id: 'album-help' as AlbumId });
      assert.equal((await search('bohemian rhapsody queen')).top?.id, 'rhapsody');
    });

    it('puts the exact title before longer ones and titles before other fields', async () => {
      assert.equal((await search('remember love 7')).tracks[0], 'r7');
      assert.equal((await search('queen')).tracks[0], 'queenofhearts');
      const { tracks } = await search('remember', 5);
      assert.equal(tracks.length, 5);
    });

    it('finds genres, and lists no more than asked', async () => {
      assert.deepEqual((await search('metal')).genres, [toGenreId('Metal')]);
      assert.equal((await search('r', 3)).artists.length, 3);
    });

    it('needs every word', async () => {
      const { tracks, albums, artists } = await search('beatles thunderstruck');
      assert.deepEqual([...tracks, ...albums, ...artists], []);
    });

    for (const [typed, corrected, trackId] of [
      ['metalica', 'metallica', 'puppets'],
      ['beatels', 'beatles', 'help'],
      ['xueen', 'queen', 'rhapsody'],
      ['quene rhapsody', 'queen rhapsody', 'rhapsody'],
      ['springstien', 'springsteen', 'usa'],
      ['thunderstrcuk', 'thunderstruck', 'thunder'],
    ] as const) {
      it(`corrects "${typed}" and says so`, async () => {
        const hits = await search(typed);
        assert.equal(hits.correctedQuery, corrected);
        assert.ok(hits.tracks.includes(id(trackId)));
      });
    }

    it('does not correct short words, or what has nothing near', async () => {
      for (const query of ['qzx', 'xyzzyplugh', 'qqqq wwww']) {
        const { correctedQuery, top } = await search(query);
        assert.deepEqual({ correctedQuery, top }, { correctedQuery: null, top: null });
      }
    });

    it('never fails, whatever is typed', async () => {
      const odd = [
        '',
        ' ',
        '"',
        "'",
        '""',
        '*',
        'a*',
        '-',
        'AND',
        'OR',
        'NOT',
        'a AND b OR (c',
        'NEAR(a b)',
        'name:love',
        '^a',
      ];
      const strange = [
        '\u0000',
        'a\u0000b',
        '\ud800',
        '😀',
        '😀 love',
        '\u202e',
        '%_%',
        '\\',
        '(((',
        ';--',
        'a'.repeat(200),
      ];
      const long = ['love '.repeat(40), '夜'.repeat(200), '한'.repeat(100), '"'.repeat(200), '★ '.repeat(100)];
      for (const query of [...odd, ...strange, ...long]) assert.ok(await search(query), query);
    });

    it('follows the catalogue: renamed, missing and back', () =>
      withStore(openStore, async (repositories) => {
        const { searchIndex, tracks, albums } = repositories;
        const [track] = await addTracks(repositories, [song('t1', 'Alpha', 'Nina', 'First')]);
        assert.ok(track?.albumId);
        const none = { albumIds: [], artistIds: [], genreIds: [] };
        await addTracks(repositories, [song('t1', 'Omega', 'Nina', 'First')]);
        assert.deepEqual((await searchIndex.search('alpha', 5)).tracks, []);
        assert.deepEqual((await searchIndex.search('omega', 5)).tracks, ['t1']);
        await tracks.updateMissing([track.id], 5);
        await albums.updateFromTracks([track.albumId]);
        await repositories.artists.updateFromTracks([toArtistId('Nina')]);
        const changed = {
          trackIds: [track.id],
          albumIds: [track.albumId],
          artistIds: [toArtistId('Nina')],
          genreIds: [],
        };
        await searchIndex.updateFromCatalogue(changed);
        const gone = await searchIndex.search('nina', 5);
        assert.deepEqual([...gone.tracks, ...gone.albums, ...gone.artists], []);
        await addTracks(repositories, [song('t1', 'Omega', 'Nina', 'First')]);
        assert.deepEqual((await searchIndex.search('nina omega', 5)).tracks, ['t1']);
        await searchIndex.updateFromCatalogue({ trackIds: [], ...none });
      }));
  });
}
