import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { encodeFormat, FORMATS, hasFfmpeg, TAGS, type EncodedFormat } from './encode-formats.ts';
import { openScanHarness } from './scan-harness.ts';

const ODD_AUDIO = fileURLToPath(new URL('../../../../../shared/data/odd-audio/taglib', import.meta.url));
const REAL_MUSIC = [
  { path: '/usr/share/games/wesnoth/1.16/data/core/music', files: 41 },
  { path: '/usr/share/hyperrogue/music', files: 17 },
];
const SECONDS = 3;
/** Those that say how long they are, in the order of their names. */
const TELLING = ['a.flac', 'a.ogg', 'a.opus', 'a.wav', 'fast.m4a', 'rf64.wav', 'vbr.mp3'];

/** In CI everything that a test needs has to be there. */
function isAbsent(test: TestContext, isThere: boolean, what: string): boolean {
  if (isThere) return false;
  if (process.env['CI'] === 'true') assert.fail(`${what} is needed in CI`);
  test.skip(`${what} is not installed`);
  return true;
}

describe('formats', () => {
  it('reads what ffmpeg writes: sound, length and tags', async (t) => {
    if (isAbsent(t, hasFfmpeg(), 'ffmpeg')) return;
    const harness = await openScanHarness(t);
    await mkdir(join(harness.musicPath, 'X/Y'), { recursive: true });
    for (const { name, options } of FORMATS) encodeFormat(join(harness.musicPath, 'X/Y', name), options, SECONDS);
    await copyFile(join(harness.musicPath, 'X/Y/a.flac'), join(harness.musicPath, 'X/Y/named-wrongly.mp3'));
    const scan = await harness.scan();
    assert.deepEqual(await harness.listFailures(), []);
    assert.equal(scan.filesAdded, FORMATS.length + 1);
    for (const format of FORMATS) await checkFormat(harness, format);
    assert.equal((await harness.findTrack('X/Y/named-wrongly.mp3'))?.format.codec, 'flac');
  });

  it('adds fragments of MP4 to what the movie lists itself', async (t) => {
    if (isAbsent(t, hasFfmpeg(), 'ffmpeg')) return;
    const harness = await openScanHarness(t);
    await mkdir(harness.musicPath, { recursive: true });
    const options = ['-c:a', 'aac', '-movflags', 'frag_keyframe', '-frag_duration', '1000000'];
    encodeFormat(join(harness.musicPath, 'begun.mp4'), options, SECONDS);
    await harness.scan();
    const { durationMs = 0 } = (await harness.findTrack('begun.mp4')) ?? {};
    assert.ok(Math.abs(durationMs - SECONDS * 1_000) < 50, `${durationMs} ms`);
  });

  it('says of files that are cut off what is wrong with them, and plays what is left, until they are whole', async (t) => {
    if (isAbsent(t, hasFfmpeg(), 'ffmpeg')) return;
    const harness = await openScanHarness(t);
    await mkdir(harness.musicPath, { recursive: true });
    const formats = FORMATS.filter(({ name }) => TELLING.includes(name));
    const whole = new Map<string, Buffer>();
    for (const { name, options } of formats) {
      encodeFormat(join(harness.musicPath, name), options, 4 * SECONDS);
      const bytes = await readFile(join(harness.musicPath, name));
      whole.set(name, bytes);
      await harness.write(name, bytes.subarray(0, Math.floor(bytes.length / 2)));
    }
    const first = await harness.scan();
    assert.deepEqual([first.filesAdded, first.filesFailed], [TELLING.length, 0]);
    const failures = await harness.listFailures();
    assert.deepEqual(
      failures.map(({ path, reason }) => `${path}: ${reason}`).sort(),
      TELLING.map((name) => `${name}: cut-off`),
    );
    for (const name of TELLING) {
      const { durationMs = 0 } = (await harness.findTrack(name)) ?? {};
      const share = durationMs / (4 * SECONDS * 1_000);
      assert.ok(share > 0.3 && share < 0.7, `half of ${name} is ${durationMs} ms long`);
    }
    assert.equal((await harness.scan()).filesUnchanged, TELLING.length);
    for (const [name, bytes] of whole) await harness.write(name, bytes);
    assert.equal((await harness.scan()).filesUpdated, TELLING.length);
    assert.deepEqual(await harness.listFailures(), []);
  });
});

async function checkFormat(
  harness: Awaited<ReturnType<typeof openScanHarness>>,
  { name, codec, channels = 2, isLossless = false, isUntagged = false, isPoor = false }: EncodedFormat,
): Promise<void> {
  const track = await harness.findTrack(`X/Y/${name}`);
  assert.ok(track, name);
  assert.deepEqual([track.format.codec, track.format.isLossless], [codec, isLossless], name);
  assert.ok(Math.abs(track.durationMs - SECONDS * 1_000) < 120, `${name} is ${track.durationMs} ms long`);
  assert.equal(track.format.channels, channels, name);
  assert.ok((track.format.bitrateKbps ?? 0) > 0, name);
  assert.equal(typeof track.audioKey, 'string', name);
  if (isUntagged) {
    assert.deepEqual([track.title, track.artistCredit, track.albumTitle], [parse(name).name, 'X', 'Y'], name);
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
        [{ path: '', coverPath: null, files, lyricsFiles: [[]] }],
        AbortSignal.timeout(10_000),
      );
      slowestMs = Math.max(slowestMs, performance.now() - start);
    }
    const scan = await harness.scan();
    const listed = new Set((await harness.listTracks()).map(({ path }) => path));
    const failures = new Map((await harness.listFailures()).map((failure) => [failure.path, failure]));
    for (const name of names) {
      const isPartial = failures.get(name)?.reason === 'cut-off';
      assert.ok(isPartial ? listed.has(name) : listed.has(name) !== failures.has(name), name);
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
