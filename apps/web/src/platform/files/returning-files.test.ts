// @vitest-environment happy-dom
import type { LocalFilesEvents } from '@jetstream/app-core/services';
import { afterEach, expect, test, vi } from 'vitest';
import { createBrowserStorage } from '../storage/browser-storage.ts';
import { BuiltDatabase, BuiltRequest } from './build-database.ts';
import { buildHeldFile } from './build-held-file.ts';
import { FileMemory } from './file-memory.ts';
import { FILES_OWNER } from './file-owner.ts';
import { HeldFiles } from './held-files.ts';
import { LocalCovers } from './local-covers.ts';
import { MeasureQueue } from './measure-queue.ts';
import type { RememberedFile } from './remembered-files.ts';
import { ReturningFiles } from './returning-files.ts';

afterEach(() => vi.unstubAllGlobals());

/** A file below a folder that the browser lets be read when `isPermitted` says so. */
async function buildRemembered(id: string, isPermitted: () => boolean): Promise<RememberedFile> {
  const { track, located, tags } = await buildHeldFile(id);
  const handle = { kind: 'file', getFile: async () => located.file };
  const root = { kind: 'directory', queryPermission: async () => (isPermitted() ? 'granted' : 'prompt') };
  const known = { track, tags, albumKey: null, measured: null, embedded: [], beside: [] };
  const found = { handle, root, rootId: `root of ${id}`, relativePath: '', fileKey: id };
  return { ...known, ...found, trackId: id, userId: 'u1', place: 0 } as unknown as RememberedFile;
}

test('a fault while files come back is reported, and those that are asked for afterwards come back', async () => {
  const reported: unknown[] = [];
  vi.stubGlobal('reportError', (error: unknown) => reported.push(error));
  let isGiven = false;
  const remembered = [await buildRemembered('a', () => true), await buildRemembered('b', () => isGiven)];
  vi.stubGlobal('indexedDB', {
    open: () => {
      const request = new BuiltRequest();
      queueMicrotask(() => request.succeed(new BuiltDatabase(remembered)));
      return request;
    },
  });
  const storage = createBrowserStorage();
  storage.set(FILES_OWNER, 'u1');
  const files = new HeldFiles();
  const fault = new Error('No room on the screen.');
  const told: string[][] = [];
  const returning = new ReturningFiles({
    files,
    covers: new LocalCovers(),
    memory: new FileMemory(storage, () => 'id'),
    measurements: new MeasureQueue(files, { onLevelled: () => undefined, onMeasured: () => undefined }),
    emit: (name, event) => {
      if (name !== 'reopened') return;
      told.push((event as LocalFilesEvents['reopened']).tracks.map(({ id }) => id));
      if (told.length === 1) throw fault;
    },
  });
  await returning.recall('u1');
  isGiven = true;
  returning.reopen();
  await vi.waitFor(() => expect(told).toEqual([['a'], ['b']]));
  expect(reported).toEqual([fault]);
});
