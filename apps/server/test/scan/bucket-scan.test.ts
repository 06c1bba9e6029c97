import assert from 'node:assert/strict';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { MediaStore } from '#gateways/media-store.ts';
import type { LibraryId } from '#models/ids.ts';
import type { Track } from '#models/track.ts';
import { openTestBucket, startBucketServer } from '#test/support/open-test-bucket.ts';
import { openS3Gate, type S3Gate } from '#test/support/s3-gate.ts';
import { buildFlac, buildMp3, buildNoise, buildOpus } from './build-audio.ts';
import { encodeFormat, FORMATS, hasFfmpeg } from './encode-formats.ts';
import { openScanHarness, type ScanHarness } from './scan-harness.ts';

const BUCKET_LIBRARY = 'bucket' as LibraryId;
const SECONDS = 40;

interface BucketHarness extends ScanHarness {
  bucket: MediaStore;
  /** Where the library lies. */
  at: (path: string) => string;
  gate: S3Gate;
  listBucketTracks(): Promise<Track[]>;
}

/** A scan harness with a second library, in a bucket behind a gate. */
async function openBucketHarness(t: TestContext): Promise<BucketHarness> {
  const service = await startBucketServer();
  const gate = await openS3Gate(service.connection.endpoint ?? '');
  const opened = await openTestBucket(service);
  t.after(async () => {
    await gate.stop();
    await opened.close();
    await service.stop();
  });
  const harness = await openScanHarness(t, { ...service.connection, endpoint: gate.url });
  const root = `${opened.location}/music`;
  await harness.addLibrary(BUCKET_LIBRARY, root);
  return {
    ...harness,
    bucket: opened.openStore(),
    at: (path) => `${root}/${path}`,
    gate,
    listBucketTracks: async () => (await harness.listTracks()).filter(({ libraryId }) => libraryId === BUCKET_LIBRARY),
  };
}

const pathsOf = (tracks: readonly Track[]) => tracks.map(({ path }) => path).sort();
/** What reading gave, without what tells the copies apart. */
const toReading = ({
  id: _1,
  libraryId: _2,
  folderId: _3,
  albumId: _4,
  modifiedAtMs: _5,
  addedAtMs: _6,
  ...track
}: Track) => track;

/** Scans until the bucket is asked again, which the guard of a store that failed puts off for seconds. */
async function untilScanned(harness: ScanHarness): Promise<void> {
  for (let attempt = 0; attempt < 60; attempt++) {
    if ((await harness.scan()).state === 'completed') return;
    await wait(250);
  }
  assert.fail('the bucket was not asked again');
}

describe('a library in a bucket', () => {
  it('is read as its copy on disk is, in every format, through small parts of its files', async (t) => {
    if (!hasFfmpeg()) {
      if (process.env['CI'] === 'true') assert.fail('ffmpeg is needed in CI');
      t.skip('ffmpeg is not installed');
      return;
    }
    const harness = await openBucketHarness(t);
    await mkdir(join(harness.musicPath, 'X/Y'), { recursive: true });
    let wholeBytes = 0;
    for (const { name, options } of FORMATS) {
      const path = join(harness.musicPath, 'X/Y', name);
      encodeFormat(path, options, SECONDS);
      wholeBytes += (await stat(path)).size;
      await harness.bucket.writeFile(harness.at(`X/Y/${name}`), await readFile(path));
    }
    harness.gate.reset();
    const scan = await harness.scan();
    assert.deepEqual([scan.state, scan.filesAdded], ['completed', FORMATS.length * 2], JSON.stringify(scan));
    const tracks = new Map((await harness.listTracks()).map((track) => [`${track.libraryId}/${track.path}`, track]));
    for (const { name } of FORMATS) {
      const inBucket = tracks.get(`${BUCKET_LIBRARY}/X/Y/${name}`);
      const onDisk = [...tracks.values()].find(
        ({ libraryId, path }) => libraryId !== BUCKET_LIBRARY && path === `X/Y/${name}`,
      );
      assert.ok(inBucket && onDisk, name);
      assert.equal(typeof inBucket.audioKey, 'string', name);
      // Lengths of these are counted: on disk over all frames or fragments, in a bucket over the first.
      const isCounted = ['a.aac', 'vbr.mp3', 'a.thd', 'begun.mp4'].includes(name);
      const rough = { durationMs: 0, format: { ...inBucket.format, bitrateKbps: 0 } };
      assert.deepEqual(
        toReading(isCounted ? { ...inBucket, ...rough } : inBucket),
        toReading(isCounted ? { ...onDisk, ...rough } : onDisk),
        name,
      );
      assert.ok(Math.abs(inBucket.durationMs - onDisk.durationMs) < onDisk.durationMs / 50, name);
    }
    for (const { name } of FORMATS) {
      const requests = harness.gate.log.filter((line) => line.includes(`/${name} `)).length;
      // Its fragments are gone through from one to the next.
      assert.ok(requests <= (name === 'begun.mp4' ? 12 : 8), `${name} took ${requests} requests`);
    }
    const share = harness.gate.reads.bytes / wholeBytes;
    t.diagnostic(`${harness.gate.reads.requests} requests, ${(share * 100).toFixed(1)} % of the bytes`);
    assert.ok(share < 0.1, `${harness.gate.reads.bytes} of ${wholeBytes} bytes were read`);
  });

  it('asks for nothing but listings when nothing has changed', async (t) => {
    const harness = await openBucketHarness(t);
    await harness.bucket.writeFile(harness.at('A/1.mp3'), buildMp3({ tags: { TIT2: 'One' } }));
    await harness.bucket.writeFile(harness.at('A/cover.jpg'), buildNoise(1, 500));
    await harness.bucket.writeFile(harness.at('B/2.opus'), buildOpus());
    await harness.scan();
    await harness.scan();
    harness.gate.reset();
    const scan = await harness.scan();
    assert.equal(scan.filesUnchanged, 2);
    // Where something was put lately, the cover is looked at: it may be another.
    assert.ok(
      harness.gate.log.every((line) => line.includes('cover.jpg')),
      harness.gate.log.join(),
    );
    assert.equal(harness.gate.listings.requests, 1);
  });

  it('sees files replaced within the second, taken away, moved, and their lyrics and covers changed', async (t) => {
    const harness = await openBucketHarness(t);
    const { bucket, at } = harness;
    await bucket.writeFile(at('A/1.mp3'), buildMp3({ seed: 1, tags: { TIT2: 'Aaa' } }));
    await bucket.writeFile(at('A/2.flac'), buildFlac({ seed: 2, tags: { TITLE: 'Two' } }));
    await bucket.writeFile(at('A/3.opus'), buildOpus({ seed: 3, tags: { TITLE: 'Three' } }));
    await bucket.writeFile(at('A/3.lrc'), Buffer.from('[00:01.00]first line'));
    await harness.scan();
    const before = new Map((await harness.listBucketTracks()).map((track) => [track.path, track]));
    const lyricsOf = async (path: string) => {
      const id = before.get(path)?.id;
      assert.ok(id);
      return harness.store.repositories.tracks.findLyrics(id);
    };
    assert.equal((await lyricsOf('A/3.opus'))?.source, 'file');

    await bucket.writeFile(at('A/1.mp3'), buildMp3({ seed: 1, tags: { TIT2: 'Bbb' } }));
    await bucket.moveFile(at('A/2.flac'), at('Elsewhere/two.flac'));
    await bucket.deleteFile(at('A/3.lrc'));
    await bucket.writeFile(at('A/cover.jpg'), buildNoise(9, 700));
    const scan = await harness.scan();
    assert.deepEqual([scan.state, scan.filesMoved], ['completed', 1], JSON.stringify(scan));
    const after = new Map((await harness.listBucketTracks()).map((track) => [track.path, track]));
    assert.deepEqual(pathsOf([...after.values()]), ['A/1.mp3', 'A/3.opus', 'Elsewhere/two.flac']);
    assert.equal(after.get('A/1.mp3')?.title, 'Bbb');
    assert.equal(after.get('A/1.mp3')?.id, before.get('A/1.mp3')?.id);
    assert.equal(after.get('Elsewhere/two.flac')?.id, before.get('A/2.flac')?.id);
    assert.notEqual(after.get('A/1.mp3')?.coverId, null);
    assert.notEqual((await lyricsOf('A/3.opus'))?.source, 'file');

    await bucket.deleteFile(at('A/3.opus'));
    assert.equal((await harness.scan()).filesMissing, 1);
  });

  it('is listed as a folder of the disk is: discs, markers, hidden folders, names in any script', async (t) => {
    const harness = await openBucketHarness(t);
    const { bucket, at } = harness;
    const files = [
      'Album/CD1/01.mp3',
      'Album/CD2/01.mp3',
      'Album/cover.jpg',
      '(Live)/a+b %.mp3',
      '.hidden/no.mp3',
      'Ignored/(before)/no.mp3',
      'Ignored/.nomedia',
      'Ignored/later/no.mp3',
      'ザ・ピーナッツ/恋.mp3',
      'top.mp3',
      'notes.txt',
    ];
    for (const [seed, path] of files.entries()) await bucket.writeFile(at(path), buildMp3({ seed: seed + 1 }));
    const scan = await harness.scan();
    assert.equal(scan.state, 'completed', scan.error ?? '');
    const tracks = await harness.listBucketTracks();
    assert.deepEqual(
      pathsOf(tracks),
      ['(Live)/a+b %.mp3', 'Album/CD1/01.mp3', 'Album/CD2/01.mp3', 'top.mp3', 'ザ・ピーナッツ/恋.mp3'].sort(),
    );
    const covers = tracks.filter(({ path }) => path.startsWith('Album/')).map(({ coverId }) => coverId);
    assert.ok(covers[0] !== null && covers[0] === covers[1]);
  });

  it('that is away fails with the reason and loses nothing, and other libraries go on', async (t) => {
    const harness = await openBucketHarness(t);
    await harness.bucket.writeFile(harness.at('A/1.mp3'), buildMp3({ tags: { TIT2: 'One' } }));
    await harness.scan();
    harness.gate.shut();
    await harness.write('on-disk.mp3', buildMp3({ seed: 5 }));
    const scan = await harness.scan();
    assert.equal(scan.state, 'failed');
    assert.match(scan.error ?? '', /^s3:\/\/.*\/music: The media store is not answering\.$/);
    assert.deepEqual([scan.filesAdded, scan.filesMissing], [1, 0]);
    assert.equal((await harness.listBucketTracks()).length, 1);
    harness.gate.reopen();
    assert.deepEqual(await harness.listFailures(), []);
  });

  it('that goes away while it is read fails, and the next scan reads the rest', async (t) => {
    const harness = await openBucketHarness(t);
    const { gate, events } = harness;
    for (let number = 1; number <= 60; number++)
      await harness.bucket.writeFile(harness.at(`${number}.mp3`), buildMp3({ seed: number, frames: 400 }));
    const stop = events.on('scanProgressed', ({ scan }) => {
      if (scan.phase === 'reading') gate.shut();
    });
    const scan = await harness.scan();
    stop();
    gate.reopen();
    assert.equal(scan.state, 'failed', JSON.stringify(scan));
    assert.equal(scan.filesMissing, 0);
    assert.deepEqual(await harness.listFailures(), []);
    await untilScanned(harness);
    assert.equal((await harness.listBucketTracks()).length, 60);
  });
});
