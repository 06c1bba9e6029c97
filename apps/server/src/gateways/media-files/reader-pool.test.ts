import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it, type TestContext } from 'node:test';
import { addCasualties, ReaderPool } from './reader-pool.ts';

/** A worker that answers as the real one does, but hangs or dies where a file's name says so. */
const STUBBORN_WORKER = `
import { parentPort, workerData } from 'node:worker_threads';
const { progress } = workerData;
parentPort.on('message', ({ taskId, folders, skipped }) => {
  Atomics.store(progress, 0, taskId);
  let index = 0;
  const read = folders.map(({ path, files }) => ({ path, coverId: null, files: files.flatMap(({ name }) => {
    Atomics.store(progress, 1, index);
    Atomics.add(progress, 2, 1);
    if (skipped.includes(index++)) return [];
    if (name.startsWith('hang')) for (;;);
    if (name.startsWith('die')) process.exit(1);
    return [{ path: path + '/' + name, identified: {}, failure: null }];
  }) }));
  parentPort.postMessage({ taskId, folders: read });
});`;

async function openPool(test: TestContext): Promise<ReaderPool> {
  const directory = await mkdtemp(join(tmpdir(), 'jetstream-pool-'));
  const program = join(directory, 'stubborn-worker.mjs');
  await writeFile(program, STUBBORN_WORKER);
  const workerUrl = new URL(`file://${program}`);
  const pool = new ReaderPool({
    size: 2,
    fileDeadlineMs: 400,
    idleMs: 400,
    memoryLimitMb: 64,
    access: { s3: null },
    workerUrl,
  });
  test.after(async () => {
    await pool.close();
    await rm(directory, { recursive: true });
  });
  return pool;
}

const folder = (...names: string[]) => ({
  path: 'A',
  coverPath: null,
  files: names.map((name) => ({ name, sizeBytes: 1, modifiedAtMs: 1 })),
  lyricsFiles: names.map(() => []),
});
const root = { libraryId: 'library' as never, rootPath: '/nowhere' };

it('gives up a file that hangs the reader or kills it, and reads all others', { timeout: 20_000 }, async (t) => {
  const pool = await openPool(t);
  const folders = [folder('a', 'hang', 'b'), folder('die', 'c')];
  const { answer, casualties } = await pool.run({ root, folders });
  const files = addCasualties(folders, 'folders' in answer ? answer.folders : [], casualties).flatMap(
    (read) => read.files,
  );
  const reasons = files.map(({ path, failure }) => `${path} ${failure?.reason ?? 'read'}`);
  assert.deepEqual(reasons.sort(), ['A/a read', 'A/b read', 'A/c read', 'A/die damaged', 'A/hang timed-out']);
});

it('goes on with other tasks while one hangs', { timeout: 20_000 }, async (t) => {
  const pool = await openPool(t);
  const hanging = pool.run({ root, folders: [folder('hang')] });
  const others = await Promise.all(['a', 'b', 'c'].map((name) => pool.run({ root, folders: [folder(name)] })));
  assert.ok(others.every(({ casualties }) => casualties.size === 0));
  assert.equal((await hanging).casualties.get(0)?.reason, 'timed-out');
});

it('rejects what was not read when it is closed', async (t) => {
  const pool = await openPool(t);
  const hanging = pool.run({ root, folders: [folder('hang')] });
  const waiting = assert.rejects(hanging, /closed/);
  await pool.close();
  await waiting;
});
