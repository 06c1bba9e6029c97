import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Records } from '#models/record.ts';
import type { BackupHead } from './backup-file.ts';
import { GzipBackupWriter, openGzipBackup } from './gzip-backup-file.ts';

const folder = await mkdtemp(join(tmpdir(), 'jetstream-backup-'));
after(() => rm(folder, { recursive: true }));

const head: BackupHead = {
  format: 'jetstream-backup',
  formatVersion: 1,
  version: '1.0.0',
  createdAt: '2026-01-01T00:00:00.000Z',
};
const sums = { genres: { count: 2, checksum: 'x' } };
const genre = (id: string) => ({ id, name: id, nameKey: id }) as Records['genres'];
const library = { id: 'l', name: 'Música\n"x"' } as Records['libraries'];

async function write(name: string): Promise<string> {
  const path = join(folder, name);
  const writer = await GzipBackupWriter.create(path, head);
  await writer.saveRecords('genres', [genre('a'), genre('b')]);
  await writer.saveRecords('libraries', [library]);
  await writer.finish(sums);
  return path;
}

async function readAll(path: string): Promise<unknown[]> {
  const records: unknown[] = [];
  for await (const line of (await openGzipBackup(path)).listRecords()) records.push(line);
  return records;
}

test('records come back in the order in which they have to be written, not in that of reading', async () => {
  const path = await write('order');
  const backup = await openGzipBackup(path);
  assert.deepEqual(backup.head, head);
  assert.deepEqual(await backup.getSums(), sums);
  assert.deepEqual(await readAll(path), [
    { kind: 'libraries', record: library },
    { kind: 'genres', record: genre('a') },
    { kind: 'genres', record: genre('b') },
  ]);
  assert.equal((await stat(path)).mode & 0o077, 0);
  assert.deepEqual(await readdir(folder), ['order']);
});

test('an existing file stays, and nothing is left beside it', async () => {
  const path = join(folder, 'mine');
  const writer = await GzipBackupWriter.create(path, head);
  await writeFile(path, 'mine');
  await assert.rejects(writer.finish(sums), { code: 'conflict' });
  await writer.discard();
  await assert.rejects(GzipBackupWriter.create(path, head), { code: 'conflict' });
  assert.equal(await readFile(path, 'utf8'), 'mine');
  assert.ok((await readdir(folder)).every((name) => !name.startsWith('.mine')));
});

test('what is cut off, no backup, newer, or not there is told as such', async () => {
  const whole = await readFile(await write('whole'));
  const fileOf = async (name: string, bytes: Uint8Array) => {
    await writeFile(join(folder, name), bytes);
    return join(folder, name);
  };
  const cut = await openGzipBackup(await fileOf('cut', whole.subarray(0, whole.length - 20)));
  await assert.rejects(cut.getSums(), { code: 'unsupported', message: /damaged/ });
  const lines = gunzipSync(whole).toString().trimEnd().split('\n');
  const ended = await openGzipBackup(await fileOf('ended', gzipSync(lines.slice(0, -1).join('\n'))));
  await assert.rejects(ended.getSums(), { code: 'unsupported', message: /ends too early/ });
  await assert.rejects(openGzipBackup(await fileOf('text', Buffer.from('hello'))), { code: 'unsupported' });
  const newer = JSON.stringify({ ...head, formatVersion: 2 });
  await assert.rejects(openGzipBackup(await fileOf('newer', gzipSync(`${newer}\n`))), { message: /newer JetStream/ });
  await assert.rejects(openGzipBackup(join(folder, 'absent')), { code: 'not-found' });
});
