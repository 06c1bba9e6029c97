import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openScanHarness } from './scan-harness.ts';

const ODD_AUDIO = fileURLToPath(new URL('../../../../../shared/data/odd-audio/taglib', import.meta.url));
const REAL_MUSIC = [
  { path: '/usr/share/games/wesnoth/1.16/data/core/music', files: 41 },
  { path: '/usr/share/hyperrogue/music', files: 17 },
];
const SECONDS = 3;

/** In CI everything that a test needs has to be there. */
function isAbsent(test: TestContext, isThere: boolean, what: string): boolean {
  if (isThere) return false;
  if (process.env['CI'] === 'true') assert.fail(`${what} is needed in CI`);
  test.skip(`${what} is not installed`);
  return true;
}

const hasFfmpeg = (): boolean => spawnSync('ffmpeg', ['-version']).status === 0;

const TAGS = {
  title: 'Tïtle ☆',
  artist: 'Band',
  album: 'Record',
  album_artist: 'Various Artists',
  composer: 'Composer',
  genre: 'Jazz',
  track: '3/9',
  disc: '2/2',
  date: '2001',
};

/** What ffmpeg makes of each format, and what the catalogue should say about it. */
const FORMATS = [
  { name: 'cbr.mp3', options: ['-c:a', 'libmp3lame', '-b:a', '64k', '-write_xing', '0'], codec: 'mp3' },
  { name: 'vbr.mp3', options: ['-c:a', 'libmp3lame', '-q:a', '4'], codec: 'mp3' },
  { name: 'old-tag.mp3', options: ['-c:a', 'libmp3lame', '-id3v2_version', '3', '-write_id3v1', '1'], codec: 'mp3' },
  { name: 'a.flac', options: ['-c:a', 'flac'], codec: 'flac', isLossless: true },
  { name: 'a.ogg', options: ['-c:a', 'libvorbis'], codec: 'vorbis' },
  { name: 'flac.oga', options: ['-c:a', 'flac', '-f', 'ogg'], codec: 'flac', isLossless: true },
  { name: 'a.opus', options: ['-c:a', 'libopus'], codec: 'opus' },
  { name: 'a.spx', options: ['-c:a', 'libspeex', '-ar', '16000'], codec: 'speex' },
  { name: 'a.m4a', options: ['-c:a', 'aac'], codec: 'aac' },
  { name: 'fast.m4a', options: ['-c:a', 'aac', '-movflags', '+faststart'], codec: 'aac' },
  { name: 'alac.m4a', options: ['-c:a', 'alac'], codec: 'alac', isLossless: true },
  { name: 'fragments.mp4', options: ['-c:a', 'aac', '-movflags', 'frag_keyframe+empty_moov'], codec: 'aac' },
  { name: 'a.aac', options: ['-c:a', 'aac'], codec: 'aac', isUntagged: true },
  { name: 'a.wav', options: ['-c:a', 'pcm_s16le'], codec: 'pcm', isLossless: true, isPoor: true },
  { name: 'rf64.wav', options: ['-c:a', 'pcm_s24le', '-rf64', 'always'], codec: 'pcm', isLossless: true, isPoor: true },
  { name: 'a.aiff', options: ['-c:a', 'pcm_s16be', '-write_id3v2', '1'], codec: 'pcm', isLossless: true },
  { name: 'a.wma', options: ['-c:a', 'wmav2'], codec: 'wma' },
  { name: 'a.wv', options: ['-c:a', 'wavpack'], codec: 'wavpack', isLossless: true },
  { name: 'a.tta', options: ['-c:a', 'tta'], codec: 'tta', isLossless: true },
  { name: 'a.webm', options: ['-c:a', 'libopus'], codec: 'opus', isPoor: true },
  { name: 'a.mka', options: ['-c:a', 'flac'], codec: 'flac', isLossless: true, isPoor: true },
];

describe('formats', () => {
  it('reads what ffmpeg writes: sound, length and tags', async (t) => {
    if (isAbsent(t, hasFfmpeg(), 'ffmpeg')) return;
    const harness = await openScanHarness(t);
    await mkdir(join(harness.musicPath, 'X/Y'), { recursive: true });
    for (const { name, options } of FORMATS) encode(join(harness.musicPath, 'X/Y', name), options);
    await copyFile(join(harness.musicPath, 'X/Y/a.flac'), join(harness.musicPath, 'X/Y/named-wrongly.mp3'));
    const scan = await harness.scan();
    assert.deepEqual(await harness.listFailures(), []);
    assert.equal(scan.filesAdded, FORMATS.length + 1);
    for (const format of FORMATS) await checkFormat(harness, format);
    assert.equal((await harness.findTrack('X/Y/named-wrongly.mp3'))?.format.codec, 'flac');
  });
});

async function checkFormat(
  harness: Awaited<ReturnType<typeof openScanHarness>>,
  {
    name,
    codec,
    isLossless = false,
    isUntagged = false,
    isPoor = false,
  }: (typeof FORMATS)[number] & { isLossless?: boolean },
): Promise<void> {
  const track = await harness.findTrack(`X/Y/${name}`);
  assert.ok(track, name);
  assert.deepEqual([track.format.codec, track.format.isLossless], [codec, isLossless], name);
  assert.ok(Math.abs(track.durationMs - SECONDS * 1_000) < 120, `${name} is ${track.durationMs} ms long`);
  assert.equal(track.format.channels, 2, name);
  assert.ok((track.format.bitrateKbps ?? 0) > 0, name);
  assert.equal(typeof track.audioKey, 'string', name);
  if (isUntagged) {
    assert.deepEqual([track.title, track.artistCredit, track.albumTitle], ['a', 'X', 'Y'], name);
    return;
  }
  assert.deepEqual([track.title, track.artistCredit], [TAGS.title, TAGS.artist], name);
  // These containers, or what ffmpeg writes into them, have no place for the rest.
  if (isPoor) return;
  const { albumTitle, trackNumber, year } = track;
  assert.deepEqual([albumTitle, trackNumber, year], [TAGS.album, 3, 2001], name);
  assert.deepEqual(
    track.genres.map((genre) => genre.name),
    ['Jazz'],
    name,
  );
  assert.equal(track.albumArtistCredit, TAGS.album_artist, name);
  assert.ok(
    track.credits.some((credit) => credit.role === 'composer' && credit.name === TAGS.composer),
    name,
  );
}

function encode(path: string, options: readonly string[]): void {
  const source = ['-f', 'lavfi', '-i', `sine=440:d=${SECONDS}:r=44100`, '-ac', '2'];
  const metadata = Object.entries(TAGS).flatMap(([name, value]) => ['-metadata', `${name}=${value}`]);
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...source, ...options, ...metadata, path]);
}

describe('files of the wild', () => {
  it('takes every odd file into the library or reports why not, none slower than a second', async (t) => {
    if (isAbsent(t, existsSync(ODD_AUDIO), 'The set of odd audio files')) return;
    const harness = await openScanHarness(t);
    const names = await readdir(ODD_AUDIO);
    let slowestMs = 0;
    for (const name of names) {
      await copyFile(join(ODD_AUDIO, name), join(harness.musicPath, name));
      const start = performance.now();
      const files = [{ name, sizeBytes: 0, modifiedAtMs: 0 }];
      const root = { libraryId: 'odd' as never, rootPath: harness.musicPath };
      await harness.mediaFiles.readFolders(
        root,
        [{ path: '', coverPath: null, files, lrcNames: [null] }],
        AbortSignal.timeout(10_000),
      );
      slowestMs = Math.max(slowestMs, performance.now() - start);
    }
    const scan = await harness.scan();
    const listed = new Set((await harness.listTracks()).map(({ path }) => path));
    const failures = new Map((await harness.listFailures()).map((failure) => [failure.path, failure]));
    for (const name of names) {
      assert.ok(listed.has(name) !== failures.has(name), name);
      if (failures.has(name)) assert.notEqual(failures.get(name)?.detail, '', name);
    }
    assert.equal(scan.filesTotal, names.length);
    assert.ok(listed.size >= 75, `${listed.size} of ${names.length} were read`);
    t.diagnostic(`${listed.size} read, ${failures.size} reported, the slowest took ${slowestMs.toFixed(0)} ms`);
    assert.ok(slowestMs < 1_000);
  });

  for (const { path, files } of REAL_MUSIC) {
    it(`reads all of ${path}`, async (t) => {
      if (isAbsent(t, existsSync(path), path)) return;
      const harness = await openScanHarness(t);
      await harness.addLibrary('real' as never, path);
      const scan = await harness.scan({ libraryId: 'real' as never });
      assert.deepEqual(await harness.listFailures(), []);
      assert.ok(scan.filesAdded >= files, `${scan.filesAdded} files`);
      const tracks = await harness.listTracks();
      assert.ok(tracks.every((track) => track.title !== '' && track.durationMs > 0 && track.audioKey !== null));
    });
  }
});
