import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
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

const NOW_MS = Date.UTC(2026, 5, 1);
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
