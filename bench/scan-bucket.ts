import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DiskMediaFiles } from '../apps/server/src/gateways/media-files/disk-media-files.ts';
import type { LibraryRoot, ReadFolder } from '../apps/server/src/gateways/media-files.ts';
import type { LibraryId } from '../apps/server/src/models/ids.ts';
import { openTestBucket, startBucketServer } from '../apps/server/test/support/open-test-bucket.ts';
import { openS3Gate, type S3Gate } from '../apps/server/test/support/s3-gate.ts';
import { printVerdict } from './measure.ts';

/**
 * Lists and reads one library from disk and from a bucket, into nothing: what a scan costs before the store. The service for buckets
 * runs in this process and answers at once, so the times say what our side costs; requests and bytes say what a distant one would.
 */
const FILES = Number(process.env['JETSTREAM_BENCH_FILES'] ?? 400);
const SECONDS = 60;
const FOLDERS_PER_CALL = 8;
const MOST_SHARE = 0.1;
const MOST_REQUESTS = 5;

interface Outcome {
  elapsedMs: number;
  files: number;
  failed: number;
}

async function scan(mediaFiles: DiskMediaFiles, root: LibraryRoot): Promise<Outcome> {
  const start = performance.now();
  const { signal } = new AbortController();
  const reading: Promise<ReadFolder[]>[] = [];
  const request = { ...root, targets: [{ path: '', isDeep: true }], knownListings: new Map() };
  for await (const { folders } of mediaFiles.walk(request, signal)) {
    const toRead = folders.map(({ path, cover, files }) => ({
      path,
      coverPath: cover?.path ?? null,
      files,
      lyricsFiles: files.map(({ lyrics }) => lyrics),
    }));
    for (let at = 0; at < toRead.length; at += FOLDERS_PER_CALL)
      reading.push(mediaFiles.readFolders(root, toRead.slice(at, at + FOLDERS_PER_CALL), signal));
  }
  const files = (await Promise.all(reading)).flat().flatMap((folder) => folder.files);
  const failed = files.filter(({ failure }) => failure !== null).length;
  return { elapsedMs: performance.now() - start, files: files.length, failed };
}

function printByFormat(gate: S3Gate, sizes: ReadonlyMap<string, number>): void {
  const byFormat = new Map<string, { files: Set<string>; requests: number; bytes: number; wholeBytes: number }>();
  for (const line of gate.log) {
    const [, path = '', first = '0', last = '0'] = /^(\S+) bytes=(\d+)-(\d+)$/.exec(line) ?? [];
    const key = decodeURIComponent(path).split('/').slice(2).join('/');
    const format = byFormat.get(extname(key)) ?? { files: new Set(), requests: 0, bytes: 0, wholeBytes: 0 };
    const size = sizes.get(key) ?? 0;
    if (!format.files.has(key)) format.wholeBytes += size;
    format.files.add(key);
    format.requests += 1;
    format.bytes += Math.min(size, Number(last) + 1) - Number(first);
    byFormat.set(extname(key), format);
  }
  for (const [name, { files, requests, bytes, wholeBytes }] of byFormat) {
    const each = `${(requests / files.size).toFixed(1)} requests, ${(bytes / files.size / 1024).toFixed(0)} KB`;
    console.log(
      `${name}: ${files.size} files, each ${each}, ${((100 * bytes) / wholeBytes).toFixed(1)} % of its bytes`,
    );
  }
}

const maker = fileURLToPath(new URL('../../shared/tools/make-library.sh', import.meta.url));
const given = process.env['JETSTREAM_BENCH_LIBRARY'] ?? '';
if (given === '' && !existsSync(maker)) throw new Error('Name a folder of music in JETSTREAM_BENCH_LIBRARY.');
const work = await mkdtemp(join(tmpdir(), 'jetstream-bench-'));
const service = await startBucketServer();
const gate = await openS3Gate(service.connection.endpoint ?? '');
const bucket = await openTestBucket(service);
const mediaFiles = new DiskMediaFiles({ s3: { ...service.connection, endpoint: gate.url } });
try {
  const music = given === '' ? join(work, 'music') : given;
  if (given === '')
    execFileSync(maker, [music, String(FILES), String(SECONDS)], { stdio: ['ignore', 'ignore', 'inherit'] });
  const store = bucket.openStore();
  const sizes = new Map<string, number>();
  for (const entry of await readdir(music, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const key = relative(music, path);
    const bytes = await readFile(path);
    sizes.set(key, bytes.length);
    await store.writeFile(`${bucket.location}/${key}`, bytes);
  }
  const id = 'bench' as LibraryId;
  // Once for code and page cache.
  await scan(mediaFiles, { libraryId: id, rootPath: music });
  const onDisk = await scan(mediaFiles, { libraryId: id, rootPath: music });
  gate.reset();
  const inBucket = await scan(mediaFiles, { libraryId: id, rootPath: bucket.location });
  if (inBucket.failed > 0 || inBucket.files !== onDisk.files) throw new Error(JSON.stringify({ onDisk, inBucket }));
  const wholeBytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  printByFormat(gate, sizes);
  const times = inBucket.elapsedMs / onDisk.elapsedMs;
  console.log(
    `${onDisk.files} files: disk ${onDisk.elapsedMs.toFixed(0)} ms, bucket ${inBucket.elapsedMs.toFixed(0)} ms (${times.toFixed(1)} times)`,
  );
  console.log(`listing: ${gate.listings.requests} requests for ${sizes.size} objects`);
  const requests = gate.reads.requests / inBucket.files;
  printVerdict('requests a file, covers included', requests, MOST_REQUESTS, requests <= MOST_REQUESTS);
  const share = gate.reads.bytes / wholeBytes;
  printVerdict('share of the bytes that a scan reads', share, MOST_SHARE, share <= MOST_SHARE);
} finally {
  await mediaFiles.close();
  await gate.stop();
  await bucket.close();
  await service.stop();
  await rm(work, { recursive: true, force: true });
}
