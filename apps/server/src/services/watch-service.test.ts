import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { FolderChange, LibraryRoot, WatchListener } from '#gateways/media-files.ts';
import type { Library } from '#models/library.ts';
import { WatchService } from './watch-service.ts';

it('watches the libraries as they are, hands changes to the scanner, and logs what it cannot watch', async () => {
  const libraries = [{ id: 'a', path: '/a' }] as Library[];
  const watched: string[][] = [];
  const scanned: FolderChange[] = [];
  const warnings: unknown[] = [];
  let listener: WatchListener | undefined;
  let active = 0;
  const service = new WatchService({
    libraries: { listLibraries: async () => libraries } as never,
    mediaFiles: {
      watch(roots: readonly LibraryRoot[], given: WatchListener) {
        watched.push(roots.map(({ rootPath }) => rootPath));
        listener = given;
        active++;
        return () => void active--;
      },
    },
    scanService: { scanFolders: async (changes) => void scanned.push(...changes) },
    logger: { warn: (details) => warnings.push(details), error: () => assert.fail() },
  });
  await service.start();
  libraries.push({ id: 'b', path: '/b' } as Library);
  await service.refresh();
  assert.deepEqual(watched, [['/a'], ['/a', '/b']]);
  assert.equal(active, 1);
  const change = { libraryId: 'b' as never, path: 'x', isDeep: true };
  listener?.onChange([change]);
  listener?.onFault('limit');
  assert.deepEqual(scanned, [change]);
  assert.deepEqual(warnings, [{ detail: 'limit' }]);
  service.stop();
  assert.equal(active, 0);
});

it('watches again after a moment in which the store could not be read', async () => {
  let isBroken = true;
  const watched: string[][] = [];
  const service = new WatchService({
    libraries: {
      listLibraries: async () => {
        if (isBroken) throw new Error('busy');
        return [{ id: 'a', path: '/a' }] as Library[];
      },
    } as never,
    mediaFiles: { watch: (roots) => (watched.push(roots.map(({ rootPath }) => rootPath)), () => undefined) },
    scanService: { scanFolders: async () => undefined },
  });
  await assert.rejects(service.start(), /busy/);
  isBroken = false;
  await service.refresh();
  assert.deepEqual(watched, [['/a']]);
});
