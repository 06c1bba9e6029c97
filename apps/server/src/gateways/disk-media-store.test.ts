import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, mkdtemp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { DomainError } from '#models/errors.ts';
import { DiskMediaStore } from './disk-media-store.ts';

const folder = await mkdtemp(join(tmpdir(), 'jetstream-media-'));
after(() => rm(folder, { recursive: true }));
const store = new DiskMediaStore();
/** A regular file of Linux that opens, and whose first bytes give EIO. */
const UNREADABLE = '/proc/self/mem';
/** Opens one file until no descriptor is left, in a process of its own, and writes why. */
const OPEN_ALL = `
  import { DiskFile } from '${new URL('disk-file.ts', import.meta.url).href}';
  try {
    for (;;) await DiskFile.open(process.argv[1]);
  } catch (error) {
    process.stdout.write(error.code);
  }`;
const isMissing = (error: unknown) => error instanceof DomainError && error.code === 'media-missing';

test('closing during a read lets the read finish', async () => {
  const path = join(folder, 'closing');
  await writeFile(path, 'abcdefgh');
  const file = await store.openFile(path);
  const target = new Uint8Array(8);
  const reading = file.read(target, 8, 0);
  file.close();
  assert.equal(await reading, 8);
  assert.equal(Buffer.from(target).toString(), 'abcdefgh');
});

test('a file that was released is read again, unless another one came in its place', async () => {
  const path = join(folder, 'released');
  const readAll = async () => {
    const file = await store.openFile(path);
    const target = new Uint8Array(16);
    const count = await file.read(target, 16, 0);
    file.release();
    file.release();
    return Buffer.from(target.subarray(0, count)).toString();
  };
  await writeFile(path, 'first');
  assert.deepEqual(await Promise.all([readAll(), readAll()]), ['first', 'first']);
  assert.equal(await readAll(), 'first');
  await writeFile(`${path}.new`, 'other');
  await rename(`${path}.new`, path);
  assert.equal(await readAll(), 'other');
  await appendFile(path, ' end');
  assert.equal(await readAll(), 'other end');
  await rm(path);
  await assert.rejects(store.openFile(path), isMissing);
});

test('what is not there, a folder, and a pipe without a writer are missing media', async () => {
  await mkdir(join(folder, 'sub'));
  await assert.rejects(store.openFile(join(folder, 'absent')), isMissing);
  await assert.rejects(store.openFile(join(folder, 'sub')), isMissing);
  if (process.platform === 'win32') return;
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  await assert.rejects(store.openFile(join(folder, 'pipe')), isMissing);
});

test('servers that write into one folder at once do not get into each other’s way', async () => {
  const stores = Array.from({ length: 8 }, () => new DiskMediaStore());
  const path = join(folder, 'shared', 'cover.jpg');
  const contents = stores.map((_, index) => Buffer.alloc(100_000, index));
  await Promise.all(stores.map((one, index) => one.writeFile(path, contents[index] ?? Buffer.alloc(0), {})));
  const kept = Buffer.from(await store.readFile(path, 1_000_000));
  assert.ok(contents.some((content) => content.equals(kept)));
  assert.equal((await readdir(join(folder, 'shared'))).length, 1);
});

test('a disk that fails in the middle is no fault of the file', { skip: !existsSync(UNREADABLE) }, async () => {
  const file = await store.openFile(UNREADABLE);
  await assert.rejects(file.read(new Uint8Array(8), 8, 0), { name: 'DomainError', code: 'unavailable' });
  file.close();
});

test(
  'a server that has no descriptor left says so, and not that the file is missing',
  { skip: process.platform === 'win32' },
  async () => {
    const path = join(folder, 'one.flac');
    await writeFile(path, 'sound');
    const program = 'ulimit -n 64 && exec "$0" --input-type=module --eval "$1" "$2"';
    assert.equal(
      execFileSync('sh', ['-c', program, process.execPath, OPEN_ALL, path], { encoding: 'utf8' }),
      'unavailable',
    );
  },
);
