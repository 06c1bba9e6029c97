import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { CoverId } from '#models/ids.ts';
import type { Rendition } from '#models/rendition.ts';
import { DiskCacheLimit } from './disk-cache-limit.ts';
import { toUnfinishedName } from './disk-media-listing.ts';
import { DiskMediaStore } from './disk-media-store.ts';
import { MediaCache } from './media-cache.ts';
import { MediaRenditionStore } from './media-rendition-store.ts';

const root = await mkdtemp(join(tmpdir(), 'jetstream-renditions-'));
after(() => rm(root, { recursive: true }));

// The disk has a clock of its own.
const NOW_MS = Date.now();
const openStore = (name: string, limitBytes = 1000) => {
  const errors: unknown[] = [];
  const done: string[] = [];
  const directory = join(root, name);
  const told = { onError: (error: unknown) => errors.push(error), onSuccess: (act: string) => done.push(act) };
  const limit = new DiskCacheLimit({ directory, limitBytes, nowMs: () => NOW_MS, ...told });
  const store = new MediaRenditionStore(
    new MediaCache({ mediaStore: new DiskMediaStore(), location: directory, limit, ...told }),
  );
  return { store, directory, errors, done, settle: () => limit.settle() };
};
const rendition = (coverId: string, sizePx = 96): Rendition => ({
  coverId: coverId as CoverId,
  sizePx,
  format: 'webp',
});
const listFiles = async (directory: string) =>
  (await readdir(directory, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());

test('what was saved is found, by another process too, and nothing else is', async () => {
  const { store, directory, settle } = openStore('found');
  assert.equal(await store.findRendition(rendition('aa11')), undefined);
  await store.saveRendition(rendition('aa11'), Buffer.from('picture'));
  const reopened = openStore('found').store;
  assert.equal(Buffer.from((await reopened.findRendition(rendition('aa11'))) ?? []).toString(), 'picture');
  assert.equal(await reopened.findRendition(rendition('aa11', 160)), undefined);
  assert.deepEqual(await reopened.listSizes('aa11' as CoverId, 'webp'), [96]);
  assert.deepEqual(await reopened.listSizes('aa11' as CoverId, 'avif'), []);
  await settle();
  assert.deepEqual(
    (await listFiles(directory)).map(({ name }) => name),
    ['aa11-96.webp'],
  );
});

test('past the limit the least recently used go', async () => {
  const { store, directory, errors, settle } = openStore('limit', 1000);
  const ids = ['aa', 'bb', 'cc', 'dd'];
  for (const [index, id] of ids.entries()) {
    await store.saveRendition(rendition(id), Buffer.alloc(300));
    await settle();
    const usedAt = NOW_MS / 1000 - (10 - index) * 3600;
    if (id !== 'dd') await utimes(join(directory, id, `${id}-96.webp`), usedAt, usedAt);
    // Looking at the oldest one makes it the newest.
    if (id === 'cc') await store.findRendition(rendition('aa'));
  }
  assert.ok(await store.findRendition(rendition('aa')));
  assert.equal(await store.findRendition(rendition('bb')), undefined);
  assert.ok(await store.findRendition(rendition('dd')));
  assert.deepEqual(errors, []);
});

test('what was looked at a moment ago outlives what was written since', async () => {
  const { store, directory, settle } = openStore('moments', 1000);
  for (const [index, id] of ['aa', 'bb', 'cc'].entries()) {
    await store.saveRendition(rendition(id), Buffer.alloc(300));
    await settle();
    const usedAt = NOW_MS / 1000 - (10 - index);
    await utimes(join(directory, id, `${id}-96.webp`), usedAt, usedAt);
  }
  await store.findRendition(rendition('aa'));
  await store.saveRendition(rendition('dd'), Buffer.alloc(300));
  await settle();
  assert.ok(await store.findRendition(rendition('aa')));
  assert.equal(await store.findRendition(rendition('bb')), undefined);
});

test('what bears a time that has not come is the first to go', async () => {
  const { store, directory, settle } = openStore('future', 1000);
  for (const id of ['aa', 'bb', 'cc', 'dd']) {
    await store.saveRendition(rendition(id), Buffer.alloc(300));
    const usedAt = NOW_MS / 1000 + (id === 'bb' ? 365 * 86_400 : -60);
    await utimes(join(directory, id, `${id}-96.webp`), usedAt, usedAt);
    await settle();
  }
  assert.equal(await store.findRendition(rendition('bb')), undefined);
});

test('two servers that fill one empty cache keep its limit within a tenth for each', async () => {
  const [first, second] = [openStore('shared', 10_000), openStore('shared', 10_000)];
  for (let index = 10; index < 50; index += 1) {
    const { store, settle } = index % 2 === 0 ? first : second;
    await store.saveRendition(rendition(`${index}`), Buffer.alloc(500));
    await settle();
    const sizeBytes = (await listFiles(first.directory)).length * 504;
    assert.ok(sizeBytes <= 12_000, `${sizeBytes} bytes`);
  }
});

test('a file that was damaged in the cache is none, until it is saved again', async () => {
  const { store, directory, settle } = openStore('damaged');
  await store.saveRendition(rendition('aa'), Buffer.from('picture'));
  await settle();
  await truncate(join(directory, 'aa', 'aa-96.webp'), 5);
  assert.equal(await store.findRendition(rendition('aa')), undefined);
  await store.saveRendition(rendition('aa'), Buffer.from('picture'));
  assert.equal(Buffer.from((await store.findRendition(rendition('aa'))) ?? []).toString(), 'picture');
  await settle();
});

test('what a crash left half written is never served and goes in time', async () => {
  const { store, directory, settle } = openStore('crash');
  await store.saveRendition(rendition('aa'), Buffer.from('x'));
  await settle();
  const leftOver = join(directory, 'aa', toUnfinishedName('1-1'));
  await writeFile(leftOver, 'half');
  await utimes(leftOver, NOW_MS / 1000 - 7200, NOW_MS / 1000 - 7200);
  assert.equal(await store.findRendition(rendition('aa', 160)), undefined);
  const reopened = openStore('crash');
  await reopened.store.saveRendition(rendition('aa', 64), Buffer.from('y'));
  await reopened.settle();
  assert.deepEqual((await listFiles(directory)).map(({ name }) => name).sort(), ['aa-64.webp', 'aa-96.webp']);
});

test('a cache that cannot be written is told about, and fails nobody', async () => {
  await writeFile(join(root, 'a-file'), '');
  const { store, errors, done, settle } = openStore('a-file/cache');
  await store.saveRendition(rendition('aa'), Buffer.from('x'));
  assert.equal(errors.length, 1);
  await rm(join(root, 'a-file'));
  await store.saveRendition(rendition('aa'), Buffer.from('x'));
  await settle();
  assert.deepEqual([errors.length, done], [1, ['write', 'tidy']]);
});
