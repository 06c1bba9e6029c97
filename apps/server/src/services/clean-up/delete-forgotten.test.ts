import assert from 'node:assert/strict';
import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { DiskMediaStore } from '#gateways/disk-media-store.ts';
import { MediaCache } from '#gateways/media-cache.ts';
import { MediaRenditionStore } from '#gateways/media-rendition-store.ts';
import { MediaSegmentStore } from '#gateways/media-segment-store.ts';
import type { MediaStore } from '#gateways/media-store.ts';
import type { CoverId, TrackId } from '#models/ids.ts';
import { addTracks, LIBRARY_ID } from '#test/support/build-catalogue.ts';
import { openTestBucket, startBucketServer } from '#test/support/open-test-bucket.ts';
import { openTestStore } from '#test/support/open-test-store.ts';
import { deleteForgottenFiles } from './delete-forgotten-files.ts';
import { deleteUnusedCovers } from './delete-unused-covers.ts';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const { signal } = new AbortController();

async function openStore(t: TestContext) {
  const store = await openTestStore();
  t.after(() => store.close());
  return store.repositories;
}

test('a cover goes a day after nothing showed it any more, through all pages', async (t) => {
  const repositories = await openStore(t);
  const { covers } = repositories;
  const ids = Array.from({ length: 450 }, (_, index) => `cover ${index}` as CoverId);
  const source = { kind: 'file', libraryId: LIBRARY_ID, path: 'cover.jpg' } as const;
  await covers.ensureCovers(ids.map((id) => ({ id, source })));
  const shown = ids.filter((_, index) => index % 3 === 0);
  await addTracks(
    repositories,
    shown.map((coverId, index) => ({ id: `track ${index}` as TrackId, coverId })),
  );
  assert.equal(await deleteUnusedCovers(covers, DAY_MS, signal), 0);
  assert.equal(await deleteUnusedCovers(covers, 2 * DAY_MS - 1, signal), 0);
  assert.equal(await deleteUnusedCovers(covers, 2 * DAY_MS, signal), 300);
  assert.deepEqual(await covers.listCoverIds(null, 500), shown.toSorted());
});

test('clean-up ends when it is told to', async (t) => {
  const { covers } = await openStore(t);
  await assert.rejects(deleteUnusedCovers(covers, 0, AbortSignal.abort(new Error('stop'))), /stop/);
});

async function openPlace(t: TestContext, kind: 'folder' | 'bucket') {
  if (kind === 'folder') {
    const location = await mkdtemp(join(tmpdir(), 'jetstream-kept-'));
    t.after(() => rm(location, { recursive: true }));
    return { location, mediaStore: new DiskMediaStore() as MediaStore };
  }
  const service = await startBucketServer();
  const bucket = await openTestBucket(service);
  t.after(async () => {
    await bucket.close();
    await service.stop();
  });
  return { location: bucket.location, mediaStore: bucket.openStore() as MediaStore };
}

for (const kind of ['folder', 'bucket'] as const) {
  test(`what was made of things that are no more leaves the cache in a ${kind}, but not what was just written`, async (t) => {
    const repositories = await openStore(t);
    const { location, mediaStore } = await openPlace(t, kind);
    const cache = (name: string) =>
      new MediaCache({ mediaStore, location: `${location}/${name}`, limit: null, onError: assert.ifError });
    const [renditions, segments] = [new MediaRenditionStore(cache('covers')), new MediaSegmentStore(cache('segments'))];
    const source = { kind: 'file', libraryId: LIBRARY_ID, path: 'cover.jpg' } as const;
    await repositories.covers.ensureCovers([{ id: 'ab-known' as CoverId, source }]);
    await addTracks(repositories, [{ id: 'known' as TrackId }]);
    for (const coverId of ['ab-known', 'ab-gone'] as CoverId[])
      for (const sizePx of [96, 320])
        await renditions.saveRendition({ coverId, sizePx, format: 'webp' }, Buffer.from('picture'));
    for (const id of ['known', 'gone'])
      await segments.saveSegment(`${id.slice(0, 2)}/${id}/revision/opus-128/0.m4s`, Buffer.from('sound'));
    await mediaStore.writeFile(`${location}/covers/notes.txt`, Buffer.from('not ours'));

    const sweep = async (nowMs: number) => [
      await deleteForgottenFiles(renditions, (ids) => repositories.covers.listCoversById(ids), { nowMs, signal }),
      await deleteForgottenFiles(segments, (ids) => repositories.tracks.listTracksById(ids), { nowMs, signal }),
    ];
    const nowMs = Date.now();
    assert.deepEqual(await sweep(nowMs + 23 * HOUR_MS), [0, 0]);
    const later = nowMs + DAY_MS + HOUR_MS;
    if (kind === 'folder') {
      // Used since: it may be wanted by a page that is still open.
      const used = `${location}/covers/ab/ab-gone-320.webp`;
      await utimes(used, later / 1000, later / 1000);
      assert.deepEqual(await sweep(later), [1, 1]);
    } else assert.deepEqual(await sweep(later), [2, 1]);
    const left = await mediaStore.listFiles(location, { limit: 100, isDeep: true });
    assert.deepEqual(left.files.map((file) => file.location.slice(location.length + 1)).sort(), [
      ...(kind === 'folder' ? ['covers/ab/ab-gone-320.webp'] : []),
      'covers/ab/ab-known-320.webp',
      'covers/ab/ab-known-96.webp',
      'covers/notes.txt',
      'segments/kn/known/revision/opus-128/0.m4s',
    ]);
  });
}
