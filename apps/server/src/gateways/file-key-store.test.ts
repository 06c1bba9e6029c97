import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { FileKeyStore } from './file-key-store.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jetstream-keys-'));
  path = join(folder, 'keys.json');
});
afterEach(() => rm(folder, { recursive: true }));

const keys = { signing: [], refreshKey: 'abc' };
const modeOf = async () => (await stat(path)).mode & 0o777;

test('keys come back as they were saved, and only their owner can read them', async () => {
  const store = new FileKeyStore(path);
  assert.equal(await store.loadKeys(), undefined);
  assert.equal(await store.replaceKeys(keys, undefined), true);
  assert.deepEqual(await store.loadKeys(), keys);
  assert.equal(await modeOf(), 0o600);
  assert.deepEqual(await readdir(folder), ['keys.json']);
});

test('a file that others could read is closed to them', async () => {
  await writeFile(path, JSON.stringify(keys), { mode: 0o644 });
  await new FileKeyStore(path).loadKeys();
  assert.equal(await modeOf(), 0o600);
});

test('a broken file is told with its path, and not overwritten', async () => {
  for (const text of ['{', '{}', 'null']) {
    await writeFile(path, text);
    await assert.rejects(new FileKeyStore(path).loadKeys(), /keys\.json .* Delete it/);
  }
});
