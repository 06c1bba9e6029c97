import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toFileName, toSafeFolder, toSafeName, toTaggedFolder } from './upload-path.ts';

const isAudioName = (name: string) => /\.(?:mp3|flac)$/i.test(name);

test('names keep what people write and lose what file systems misunderstand', () => {
  assert.equal(toSafeName('Björk – Jóga (Live).mp3'), 'Björk – Jóga (Live).mp3');
  assert.equal(toSafeName('AC/DC: "Back?"'), 'AC_DC_ _Back__');
  assert.equal(toSafeName('Jo\u0308ga'), 'J\u00f6ga');
  assert.equal(toSafeName('..hidden'), 'hidden');
  assert.equal(toSafeName('CON.mp3'), '_CON.mp3');
  assert.equal(toSafeName('trailing. . '), 'trailing');
  for (const odd of ['', '.', '..', ' ', '\u0000', '\ud800']) assert.match(toSafeName(odd), /^_+$/);
});

test('long names are cut to what file systems keep, with their ending', () => {
  const name = toSafeName(`${'歌'.repeat(300)}.flac`);
  assert.ok(Buffer.byteLength(name) <= 200);
  assert.ok(name.endsWith('歌.flac'));
  assert.ok(toSafeName(`${'🎵'.repeat(200)}.mp3`).isWellFormed());
});

test('folders never lead upwards, whatever a client tells', () => {
  assert.deepEqual(toSafeFolder('../../etc/./Artist//Album'), ['etc', 'Artist', 'Album']);
  assert.deepEqual(toSafeFolder('..\\..\\Windows'), ['Windows']);
  assert.deepEqual(toSafeFolder('/'), []);
  assert.equal(toSafeFolder('a/'.repeat(50)).length, 8);
});

test('a single file goes to Artist/Album, as far as its tags tell', () => {
  const format = { codec: 'flac' } as never;
  const naming = { artistCredit: 'B', albumArtistCredit: null, albumTitle: 'C/D', format };
  assert.deepEqual(toTaggedFolder(naming), ['B', 'C_D']);
  assert.deepEqual(toTaggedFolder({ ...naming, albumArtistCredit: 'A' }), ['A', 'C_D']);
  assert.deepEqual(toTaggedFolder({ ...naming, artistCredit: '', albumTitle: null }), []);
});

test('an ending that scans would pass over gives way to that of the content', () => {
  assert.deepEqual(toFileName('song.MP3', 'mp3', isAudioName), ['song', '.MP3']);
  assert.deepEqual(toFileName('song.exe', 'flac', isAudioName), ['song', '.flac']);
  assert.deepEqual(toFileName('song', 'mp3', isAudioName), ['song', '.mp3']);
  assert.deepEqual(toFileName('.mp3', 'mp3', isAudioName), ['mp3', '.mp3']);
});
