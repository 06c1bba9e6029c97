import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildTrack, type TrackWish } from '#test/support/build-catalogue.ts';
import { toArtistId, toGenreId } from './catalogue-ids.ts';
import type { Album } from './album.ts';
import type { AlbumId, TrackId } from './ids.ts';
import { summarizeAlbum } from './summarize-album.ts';
import type { Track } from './track.ts';

type Wish = Omit<TrackWish, 'id'>;

function summarize(first: Wish, ...rest: Wish[]): Album {
  const build = (wish: Wish): Track => buildTrack({ id: 't' as TrackId, albumArtistCredit: null, ...wish });
  return summarizeAlbum('album' as AlbumId, [build(first), ...rest.map(build)]);
}

describe('an album', () => {
  it('has the title, year and date that most of its tracks say, the earlier among equals', () => {
    const album = summarize(
      { albumTitle: 'Abbey road', year: 2009, releaseDate: '2009-09-09' },
      { albumTitle: 'Abbey Road', year: 1969, releaseDate: null },
      { albumTitle: 'Abbey Road', year: 1969, releaseDate: null },
      { albumTitle: 'abbey Road', year: null },
    );
    assert.equal(album.title, 'Abbey Road');
    assert.equal(album.titleKey, 'abbey road');
    assert.equal(album.year, 1969);
    assert.equal(album.releaseDate, '2009-09-09');
    assert.equal(summarize({ year: 2001 }, { year: 1999 }).year, 2001);
    assert.equal(summarize({ year: null }).year, null);
  });

  it('is by whom its files name as album artist', () => {
    const album = summarize({ artistNames: ['Kim'], albumArtistName: 'Nina', albumArtistCredit: 'Nina' });
    assert.equal(album.artistCredit, 'Nina');
    assert.deepEqual(album.artists, [{ id: toArtistId('Nina'), name: 'Nina' }]);
  });

  it('is by the artists that all tracks share, and by various artists without any', () => {
    assert.equal(
      summarize({ artistNames: ['Nina', 'Kim'] }, { artistNames: ['Nina', 'Kim'] }).artistCredit,
      'Nina, Kim',
    );
    const shared = summarize({ artistNames: ['Nina'] }, { artistNames: ['Nina', 'Kim'] });
    assert.deepEqual(shared.artists, [{ id: toArtistId('Nina'), name: 'Nina' }]);
    const various = summarize({ artistNames: ['Nina'] }, { artistNames: ['Kim'] });
    assert.equal(various.artistCredit, 'Various Artists');
    assert.deepEqual(various.artists, []);
  });

  it('stands under the sort name of its only artist', () => {
    const track = buildTrack({ id: 't' as TrackId, artistNames: ['Nina Simone'] });
    const album = summarizeAlbum('album' as AlbumId, [track], () => 'simone nina');
    assert.equal(album.artistKey, 'simone nina');
  });

  it('adds up its tracks and lists genres by how often they come', () => {
    const album = summarize(
      { durationMs: 1, sizeBytes: 10, genreNames: ['Soul'], addedAtMs: 9, discNumber: null },
      { durationMs: 2, sizeBytes: 20, genreNames: ['Jazz'], addedAtMs: 5, discNumber: 2, discTitle: 'Live' },
      { durationMs: 3, sizeBytes: 30, genreNames: ['Jazz'], addedAtMs: 7, discNumber: 2, discTitle: 'At home' },
    );
    const { trackCount, discCount, durationMs, sizeBytes, addedAtMs } = album;
    assert.deepEqual([trackCount, discCount, durationMs, sizeBytes, addedAtMs], [3, 2, 6, 60, 5]);
    assert.deepEqual(
      album.genres.map(({ id }) => id),
      [toGenreId('Jazz'), toGenreId('Soul')],
    );
    assert.deepEqual(album.discTitles, [{ discNumber: 2, title: 'Live' }]);
  });
});
