import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AudioReading, TagFields } from './audio-reading.ts';
import { toArtistId } from './catalogue-ids.ts';
import { identifyTrack } from './identify-track.ts';
import type { LibraryId } from './ids.ts';

const RELEASE = 'a86d8ab7-aefe-4b62-b325-3052d4372802';

function identify(tags: TagFields, { path = 'A/B/1.flac' } = {}) {
  const reading: AudioReading = {
    tags,
    lyrics: [],
    embeddedCoverId: null,
    durationMs: 1_000.4,
    audioKey: 'key',
    isCutOff: false,
    format: {
      container: 'FLAC',
      codec: 'flac',
      mimeType: 'audio/flac',
      isLossless: true,
      bitrateKbps: null,
      sampleRateHz: 44_100,
      bitDepth: 16,
      channels: 2,
    },
  };
  return identifyTrack(reading, {
    libraryId: 'library' as LibraryId,
    path,
    sizeBytes: 1,
    modifiedAtMs: 1,
    lyricsTexts: [],
  });
}

describe('the people of a track', () => {
  it('prints the credit as tagged and lists whom it names', () => {
    const { draft } = identify({ artist: ['A feat. B'], artists: ['A', 'B'] });
    assert.equal(draft.artistCredit, 'A feat. B');
    assert.deepEqual(
      draft.credits.map(({ name, role }) => `${role} ${name}`),
      ['artist A', 'artist B'],
    );
  });

  it('knows roles and instruments, each person once in each role', () => {
    const { draft } = identify({
      artist: ['A'],
      composer: ['C; A; C'],
      performer: ['D (violin)', 'D (voice)'],
      remixer: ['E'],
    });
    const told = draft.credits.map(({ name, role, detail }) => `${role} ${name} ${detail ?? ''}`.trim());
    assert.deepEqual(told, [
      'artist A',
      'composer C',
      'composer A',
      'remixer E',
      'performer D violin',
      'performer D voice',
    ]);
  });

  it('gives sort names and MusicBrainz ids only where the lists match person by person', () => {
    const both = identify({
      artist: ['Ann Lee', 'Bo Ray'],
      artistSort: ['Lee, Ann', 'Ray, Bo'],
      musicBrainzArtistId: [RELEASE],
    });
    assert.deepEqual(
      both.artists.map(({ sortName, musicBrainzArtistId }) => [sortName, musicBrainzArtistId]),
      [
        ['Lee, Ann', null],
        ['Ray, Bo', null],
      ],
    );
    const one = identify({ artist: ['Ann Lee'], artistSort: ['Lee, Ann'], musicBrainzArtistId: [RELEASE] });
    assert.deepEqual([one.artists[0]?.nameKey, one.artists[0]?.musicBrainzArtistId], ['lee ann', RELEASE]);
  });

  it('takes names that differ in marks and case for one artist', () => {
    assert.equal(toArtistId('Björk'), toArtistId('BJORK'));
    assert.notEqual(toArtistId('Björk'), toArtistId('Bjorn'));
  });

  it('takes the artist from the path where no tag names one', () => {
    assert.equal(identify({}).draft.artistCredit, 'A');
    assert.equal(identify({ artist: [' '] }, { path: 'X - Y.flac' }).draft.artistCredit, 'X');
  });
});

describe('the album of a track', () => {
  const albumOf = (tags: TagFields, path?: string) =>
    identify({ album: ['B'], ...tags }, path === undefined ? {} : { path }).draft.albumId;

  it('is the MusicBrainz release, wherever the files lie and whatever they are called', () => {
    const release = { musicBrainzReleaseId: [RELEASE] };
    assert.equal(albumOf(release, 'x/1.flac'), albumOf({ ...release, album: ['Other'] }, 'y/2.flac'));
  });

  it('is title and album artist, apart by the date of the release', () => {
    const tags = { albumArtist: ['A'] };
    assert.equal(albumOf(tags, 'x/1.flac'), albumOf({ albumArtist: ['a'] }, 'y/2.flac'));
    assert.notEqual(albumOf(tags), albumOf({ albumArtist: ['C'] }));
    assert.notEqual(albumOf({ ...tags, releaseDate: ['2001'] }), albumOf({ ...tags, releaseDate: ['2011'] }));
  });

  it('is the folder where nobody says whose it is, all discs together', () => {
    assert.equal(albumOf({ artist: ['X'] }, 'm/CD1/1.flac'), albumOf({ artist: ['Y'] }, 'm/CD2/1.flac'));
    assert.notEqual(albumOf({}, 'm/1.flac'), albumOf({}, 'n/1.flac'));
  });

  it('is none for a loose file without tags', () => {
    const { draft } = identify({}, { path: 'Downloads/song.flac' });
    assert.deepEqual([draft.albumId, draft.albumTitle, draft.title], [null, null, 'song']);
  });
});

describe('the rest of a track', () => {
  it('keeps genres that differ only in spelling once, and files by the date of the release', () => {
    const { draft } = identify({ genre: ['Hip-Hop', 'hip hop;Jazz'], date: ['2009-09-09'], originalDate: ['1969'] });
    assert.deepEqual(
      draft.genres.map(({ name }) => name),
      ['Hip-Hop', 'Jazz'],
    );
    assert.deepEqual([draft.year, draft.releaseDate, draft.originalDate], [2009, '2009-09-09', '1969']);
  });

  it('survives hostile tags', () => {
    const { draft } = identify({
      title: ['\0\0', `\u202e${'T'.repeat(100_000)}`],
      trackNumber: ['999999999'],
      bpm: ['NaN'],
      artist: ['\ud800'],
    });
    assert.ok(draft.title.length <= 500);
    assert.deepEqual([draft.trackNumber, draft.bpm, draft.durationMs], [null, null, 1_000]);
    assert.ok(draft.artistCredit.isWellFormed());
  });
});
