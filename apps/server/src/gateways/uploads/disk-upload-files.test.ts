import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, describe, test } from 'node:test';
import { DiskUploadFiles } from './disk-upload-files.ts';

describe('uploads on disk', () => {
  const roots: string[] = [];
  let files: DiskUploadFiles;
  beforeEach(async () => {
    const root = await mkdtemp(join(tmpdir(), 'jetstream-uploads-'));
    roots.push(root);
    files = new DiskUploadFiles(join(root, 'uploads'));
    await files.ensureLocation();
  });
  after(async () => {
    for (const root of roots) await rm(root, { recursive: true });
  });
  const gather = (id: string, text: string) => writeFile(join(files.gathering.rootPath, id), text);
  const read = (path: string) => readFile(join(files.location, path), 'utf8');

  test('gather, are measured and hashed, and move whole', async () => {
    await gather('a', 'music');
    assert.equal(await files.measure('a'), 5);
    assert.equal(await files.hash('a'), createHash('sha256').update('music').digest('hex'));
    assert.equal(await files.place('a', 'Artist/Album/1.mp3'), true);
    assert.equal(await read('Artist/Album/1.mp3'), 'music');
    assert.equal(await files.measure('a'), undefined);
    assert.equal(await files.place('a', 'Artist/Album/1.mp3'), true, 'moving again changes nothing');
  });

  test('never replace another file', async () => {
    await gather('a', 'first');
    await gather('b', 'second');
    assert.equal(await files.place('a', '1.mp3'), true);
    assert.equal(await files.place('b', '1.mp3'), false);
    assert.equal(await read('1.mp3'), 'first');
    assert.equal(await files.measure('b'), 6);
  });

  test('share folders that differ only in case, and get numbers where a name is taken', async () => {
    await gather('a', 'first');
    await files.place('a', await files.choosePath(['Björk', 'Debut'], 'One', '.mp3'));
    assert.equal(await files.choosePath(['BJO\u0308RK', 'debut'], 'one', '.MP3'), 'Björk/Debut/one (2).MP3');
    assert.equal(await files.choosePath(['Other'], 'one', '.mp3'), 'Other/one.mp3');
  });

  test('are removed with the folders that they leave empty, and no others', async () => {
    await gather('a', 'first');
    await gather('b', 'second');
    await files.place('a', 'Artist/Album/1.mp3');
    await files.place('b', 'Artist/2.mp3');
    await files.removePlaced('Artist/Album/1.mp3');
    assert.deepEqual(await readdir(join(files.location, 'Artist')), ['2.mp3']);
    await files.removePlaced('Artist/2.mp3');
    await files.removePlaced('Artist/2.mp3');
    assert.deepEqual(await readdir(files.location), ['.incoming']);
  });

  test('stay inside their folder', async () => {
    await gather('a', 'first');
    await assert.rejects(files.place('a', '../outside.mp3'), { code: 'validation' });
    await assert.rejects(files.measure('../a'), { code: 'not-found' });
  });
});
