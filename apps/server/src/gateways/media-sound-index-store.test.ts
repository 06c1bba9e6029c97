import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { DiskMediaStore } from './disk-media-store.ts';
import { MediaCache } from './media-cache.ts';
import { MediaSoundIndexStore } from './media-sound-index-store.ts';

const location = await mkdtemp(join(tmpdir(), 'jetstream-places-'));
after(() => rm(location, { recursive: true }));

const openStore = (decoders = '6.1.1') => {
  const onError = (error: unknown) => assert.fail(String(error));
  const cache = new MediaCache({ mediaStore: new DiskMediaStore(), location, limit: null, onError });
  return new MediaSoundIndexStore(cache, decoders);
};
const INDEX = { durationSamples: 13_228_032, places: Float64Array.of(0, 9018, 0, 1021, 33_218, 45_056) };

test('places that were saved are found by another server, for that version of the file and of the decoders alone', async () => {
  await openStore().saveIndex('/music/a.wma\n7', INDEX);
  assert.deepEqual(await openStore().findIndex('/music/a.wma\n7'), INDEX);
  assert.equal(await openStore().findIndex('/music/a.wma\n8'), undefined);
  assert.equal(await openStore('6.2.0').findIndex('/music/a.wma\n7'), undefined);
});

test('places of which a part is missing are none', async () => {
  await openStore().saveIndex('/music/b.wma\n7', INDEX);
  const files = await readdir(location, { recursive: true, withFileTypes: true });
  for (const file of files) if (file.isFile()) await truncate(join(file.parentPath, file.name), 40);
  assert.equal(await openStore().findIndex('/music/b.wma\n7'), undefined);
});

test('a file that a power failure left empty is none', async () => {
  const onError = (error: unknown) => assert.fail(String(error));
  const cache = new MediaCache({ mediaStore: new DiskMediaStore(), location, limit: null, onError });
  await cache.save('aa/segment', Uint8Array.of(1, 2, 3), 'audio/mp4');
  await truncate(join(location, 'aa/segment'));
  assert.equal(await cache.find('aa/segment'), undefined);
});
