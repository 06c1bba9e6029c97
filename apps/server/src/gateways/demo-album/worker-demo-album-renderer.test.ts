import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { DiskMediaStore } from '../disk-media-store.ts';
import { WorkerDemoAlbumRenderer } from './worker-demo-album-renderer.ts';

test('an album is there once its cover is, which comes last', async (context) => {
  const directory = await mkdtemp(join(tmpdir(), 'jetstream-demo-'));
  context.after(() => rm(directory, { recursive: true }));
  const [draftDirectory, location] = [join(directory, 'one', 'draft'), join(directory, 'shared', 'demo-album')];
  await mkdir(draftDirectory, { recursive: true });
  for (const name of ['01 - First.flac', '02 - Second.flac']) await writeFile(join(draftDirectory, name), name);
  const mediaStore = new DiskMediaStore();
  const isComplete: boolean[] = [];
  const renderer: WorkerDemoAlbumRenderer = new WorkerDemoAlbumRenderer({
    draftDirectory,
    mediaStore: {
      findFile: (path) => mediaStore.findFile(path),
      async writeFile(...given) {
        isComplete.push(await renderer.hasAlbum(location));
        return mediaStore.writeFile(...given);
      },
    },
  });
  await renderer.publish(location, Buffer.from('picture'));
  assert.deepEqual([...isComplete, await renderer.hasAlbum(location)], [false, false, false, true]);
  assert.deepEqual(await readdir(location), ['01 - First.flac', '02 - Second.flac', 'cover.jpg']);
});
