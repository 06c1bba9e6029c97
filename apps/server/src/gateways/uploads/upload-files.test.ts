import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { openMediaStore } from '#server/compose/open-media-store.ts';
import { Secret } from '#config/secrets.ts';
import { Metrics } from '#observability/metrics.ts';
import { joinLocation } from '#models/media-location.ts';
import {
  openTestBucket,
  startBucketServer,
  type BucketServer,
  type TestBucket,
} from '#test/support/open-test-bucket.ts';
import type { MediaStore } from '../media-store.ts';
import type { UploadFiles } from '../upload-files.ts';
import { BucketUploadFiles } from './bucket-upload-files.ts';
import { DiskUploadFiles } from './disk-upload-files.ts';
import { DiskUploadParts } from './disk-upload-parts.ts';

const silent = { info: () => undefined, warn: () => undefined } as never;

for (const kind of ['a folder', 'a bucket'] as const) {
  describe(`uploads in ${kind}`, () => {
    const roots: string[] = [];
    let service: BucketServer;
    let bucket: TestBucket;
    let mediaStore: MediaStore;
    let parts: DiskUploadParts;
    let files: UploadFiles;
    before(async () => {
      service = await startBucketServer();
      bucket = await openTestBucket(service);
      const { endpoint, region, accessKeyId, isPathStyle } = bucket.connection;
      const s3 = { endpoint, region, accessKeyId, secretAccessKey: new Secret('secret'), isPathStyle };
      const metrics = new Metrics({ collectsProcess: false });
      const clock = { nowMs: () => Date.now() };
      mediaStore = openMediaStore({
        config: { s3: { ...s3, isPlayedDirectly: false } },
        logger: silent,
        metrics,
        clock,
      });
    });
    beforeEach(async () => {
      const root = await mkdtemp(join(tmpdir(), 'jetstream-uploads-'));
      roots.push(root);
      const location = kind === 'a folder' ? join(root, 'uploads') : `${bucket.location}/${roots.length}`;
      parts = new DiskUploadParts({ directory: join(root, 'uploads', '.incoming'), mayLieElsewhere: false });
      files =
        kind === 'a folder'
          ? new DiskUploadFiles(location, parts)
          : new BucketUploadFiles({ location, parts, mediaStore });
      await files.ensureLocation();
      await parts.ensureFolder();
    });
    after(async () => {
      for (const root of roots) await rm(root, { recursive: true });
      await bucket.close();
      await service.stop();
    });
    const { signal } = new AbortController();
    const gather = (id: string, text: string) => writeFile(join(parts.root.rootPath, id), text);
    const place = (id: string, path: string) => files.place(id, path, signal);
    const read = async (path: string) =>
      Buffer.from(await mediaStore.readFile(joinLocation(files.location, path), 1e9)).toString();
    const listPaths = async () => {
      const { files: listed } = await mediaStore.listFiles(files.location, { limit: 100, isDeep: true });
      const paths = listed.map(({ location }) => location.slice(files.location.length + 1));
      return paths.filter((path) => !path.startsWith('.')).sort();
    };

    test('gather, are measured and hashed, and appear whole', async () => {
      await gather('a', 'music');
      assert.equal(await parts.measure('a'), 5);
      assert.equal(await parts.hash('a'), createHash('sha256').update('music').digest('hex'));
      assert.equal(await files.isPlaced('Artist/Album/1.mp3'), false);
      assert.equal(await place('a', 'Artist/Album/1.mp3'), true);
      assert.equal(await read('Artist/Album/1.mp3'), 'music');
      assert.equal(await place('a', 'Artist/Album/1.mp3'), true, 'once more, as after a crash');
      assert.deepEqual(await listPaths(), ['Artist/Album/1.mp3']);
      await parts.remove('a');
      assert.equal(await parts.measure('a'), undefined);
      assert.equal(await files.isPlaced('Artist/Album/1.mp3'), true);
    });

    test('never replace another file, not even one of the same size', async () => {
      await gather('a', 'first');
      await gather('b', 'other');
      assert.equal(await place('a', '1.mp3'), true);
      assert.equal(await place('b', '1.mp3'), false);
      assert.equal(await read('1.mp3'), 'first');
      assert.equal(await parts.measure('b'), 5);
    });

    test('share folders that differ only in case, and get numbers where a name is taken', async () => {
      await gather('a', 'first');
      await place('a', await files.choosePath(['Björk', 'Debut'], 'One', '.mp3'));
      assert.equal(await files.choosePath(['BJO\u0308RK', 'debut'], 'one', '.MP3'), 'Björk/Debut/one (2).MP3');
      assert.equal(await files.choosePath(['Other'], 'one', '.mp3'), 'Other/one.mp3');
      assert.equal(await files.findPath(['BJÖRK', 'Debut'], 'ONE.mp3'), 'Björk/Debut/One.mp3');
      assert.equal(await files.findPath(['BJÖRK'], 'cover.jpg'), 'Björk/cover.jpg');
      assert.equal(await files.hashPlaced('Björk/Debut/One.mp3'), await parts.hash('a'));
    });

    test('take no folder for a file, and no file for a folder', async () => {
      await gather('a', 'first');
      await gather('b', 'second');
      await place('a', 'Band/cover.jpg/1.mp3');
      assert.equal(await files.findPath(['Band'], 'Cover.jpg'), undefined);
      assert.equal(await files.isPlaced('Band/cover.jpg'), false);
      assert.equal(await files.choosePath(['band'], 'COVER', '.jpg'), 'Band/COVER (2).jpg');
      const below = await files.choosePath(['Band', 'Cover.jpg', '1.MP3'], 'live', '.mp3');
      assert.equal(below, 'Band/cover.jpg/1.MP3 (2)/live.mp3');
      // A bucket has both, one beside the other.
      if (kind === 'a folder') {
        assert.equal(await place('b', 'Band/cover.jpg'), false);
        assert.equal(await place('b', 'Band/cover.jpg/1.mp3/live.mp3'), false);
      }
      assert.equal(await place('b', below), true);
      assert.equal(await files.findPath(['Band', 'cover.jpg', '1.mp3'], 'live.mp3'), below);
    });

    test('are removed with the folders that they leave empty, and no others', async () => {
      await gather('a', 'first');
      await gather('b', 'second');
      await place('a', 'Artist/Album/1.mp3');
      await place('b', 'Artist/2.mp3');
      await files.removePlaced('Artist/Album/1.mp3');
      assert.deepEqual(await listPaths(), ['Artist/2.mp3']);
      if (kind === 'a folder') assert.deepEqual(await readdir(join(files.location, 'Artist')), ['2.mp3']);
      await files.removePlaced('Artist/2.mp3');
      await files.removePlaced('Artist/2.mp3');
      assert.deepEqual(await listPaths(), []);
    });

    test('stay inside their place', async () => {
      await gather('a', 'first');
      await assert.rejects(place('a', '../outside.mp3'), { code: 'validation' });
      await assert.rejects(parts.measure('../a'), { code: 'not-found' });
    });
  });
}
