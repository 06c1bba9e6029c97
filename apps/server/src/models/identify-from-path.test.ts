import assert from 'node:assert/strict';
import { it } from 'node:test';
import { identifyFromPath, type PathNaming, toAlbumFolder } from './identify-from-path.ts';

const NOTHING: PathNaming = { title: '', artist: null, album: null, year: null, discNumber: null, trackNumber: null };

const PATHS: Readonly<Record<string, Partial<PathNaming>>> = {
  'Artist/1999 - Album/01 - Title.ext': {
    title: 'Title',
    artist: 'Artist',
    album: 'Album',
    year: 1999,
    trackNumber: 1,
  },
  'Artist/Album (2001) [FLAC]/01. Title.flac': {
    title: 'Title',
    artist: 'Artist',
    album: 'Album',
    year: 2001,
    trackNumber: 1,
  },
  'Artist/Album/CD2/07 Title.mp3': { title: 'Title', artist: 'Artist', album: 'Album', discNumber: 2, trackNumber: 7 },
  'Artist/Artist - Album/1-03 Title.mp3': {
    title: 'Title',
    artist: 'Artist',
    album: 'Album',
    discNumber: 1,
    trackNumber: 3,
  },
  'Artist - Album (1984)/03 Title.ogg': {
    title: 'Title',
    artist: 'Artist',
    album: 'Album',
    year: 1984,
    trackNumber: 3,
  },
  'Artist - Title.mp3': { title: 'Title', artist: 'Artist' },
  '04 - Artist - Title.mp3': { title: 'Title', artist: 'Artist', trackNumber: 4 },
  'Downloads/some_song.mp3': { title: 'some song' },
  'My Mixtape/02. Some Song.mp3': { title: 'Some Song', album: 'My Mixtape', trackNumber: 2 },
  'Artist/Album/1979.mp3': { title: '1979', artist: 'Artist', album: 'Album' },
  'Artist/Album/99 Luftballons - Live - Remix.mp3': {
    title: 'Luftballons - Live - Remix',
    artist: 'Artist',
    album: 'Album',
    trackNumber: 99,
  },
  'Artist/Album/05.mp3': { title: '05', artist: 'Artist', album: 'Album', trackNumber: 5 },
  '.mp3': { title: '.mp3' },
};

for (const [path, expected] of Object.entries(PATHS)) {
  it(`understands ${path}`, () => assert.deepEqual(identifyFromPath(path), { ...NOTHING, ...expected }));
}

it('takes the folders of discs as one album', () => {
  assert.equal(toAlbumFolder('Artist/Album/CD1'), 'Artist/Album');
  assert.equal(toAlbumFolder('Artist/Album/Disc 2 - Live'), 'Artist/Album');
  assert.equal(toAlbumFolder('Artist/CDs and tapes'), 'Artist/CDs and tapes');
  assert.equal(toAlbumFolder('CD 1'), '');
});
