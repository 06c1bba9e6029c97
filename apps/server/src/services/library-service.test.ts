import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { DiskMediaFiles } from '#gateways/media-files/disk-media-files.ts';
import type { LibraryId } from '#models/ids.ts';
import type { Scan } from '#models/scan.ts';
import { CountingIdSource } from '#test/scan/scan-harness.ts';
import { openTestStore } from '#test/support/open-test-store.ts';
import { TestClock } from '#test/support/test-clock.ts';
import { SerialRunner } from './serial-runner.ts';
import { LibraryService } from './library-service.ts';

async function openService(test: TestContext) {
  const root = await mkdtemp(join(tmpdir(), 'jetstream-libraries-'));
  const store = await openTestStore();
  const mediaFiles = new DiskMediaFiles({ workers: 1 });
  const asked: string[] = [];
  const scanService = {
    startScan: async ({ libraryId }: { libraryId?: LibraryId | undefined }) => {
      asked.push(`scan ${libraryId}`);
      return {} as Scan;
    },
    forgetLibrary: async (id: LibraryId) => void asked.push(`forget ${id}`),
  };
  test.after(async () => {
    await mediaFiles.close();
    await store.close();
    await rm(root, { recursive: true });
  });
  const clock = new TestClock();
  const service = new LibraryService({
    repositories: store.repositories,
    mediaFiles,
    scanService,
    clock,
    idSource: new CountingIdSource(),
    uploadsPath: join(root, 'uploads'),
    additions: new SerialRunner(),
  });
  const makeFolder = async (path: string) => {
    await mkdir(join(root, path), { recursive: true });
    return join(root, path);
  };
  return { service, root, asked, makeFolder };
}

describe('adding a library', () => {
  it('scans the folder, which is called by its name', async (t) => {
    const { service, asked, makeFolder } = await openService(t);
    const { library, isReachable, trackCount } = await service.createLibrary({ path: `${await makeFolder('Music')}/` });
    assert.deepEqual([library.name, isReachable, trackCount], ['Music', true, 0]);
    assert.deepEqual(asked, [`scan ${library.id}`]);
  });

  it('refuses one of two that are added at once and lie in each other', async (t) => {
    const { service, makeFolder } = await openService(t);
    const paths = [await makeFolder('Music'), await makeFolder('Music/Jazz')];
    const added = await Promise.allSettled(paths.map((path) => service.createLibrary({ path })));
    assert.deepEqual(
      added.map(({ status }) => status),
      ['fulfilled', 'rejected'],
    );
    assert.equal((await service.listLibraries()).length, 1);
  });

  it('refuses what is no folder, and folders inside or around another library', async (t) => {
    const { service, root, makeFolder } = await openService(t);
    await service.createLibrary({ path: await makeFolder('a/Music') });
    await writeFile(join(root, 'file'), '');
    await symlink(join(root, 'a/Music'), join(root, 'link'));
    const refusals: [string, string][] = [
      ['Music', 'validation'],
      [join(root, 'nowhere'), 'validation'],
      [join(root, 'file'), 'validation'],
      [join(root, 'a/Music'), 'conflict'],
      [await makeFolder('a/Music/below'), 'conflict'],
      [join(root, 'a'), 'conflict'],
      [join(root, 'link'), 'conflict'],
    ];
    for (const [path, code] of refusals) await assert.rejects(service.createLibrary({ path }), { code }, path);
    await service.createLibrary({ path: await makeFolder('a/Music2') });
  });

  it('revives a library that was removed, with its id', async (t) => {
    const { service, asked, makeFolder } = await openService(t);
    const path = await makeFolder('Music');
    const { library } = await service.createLibrary({ path });
    await service.deleteLibrary(library.id);
    assert.deepEqual(await service.listLibraries(), []);
    await assert.rejects(service.deleteLibrary(library.id), { code: 'not-found' });
    assert.equal((await service.createLibrary({ path, name: 'Again' })).library.id, library.id);
    assert.ok(asked.includes(`forget ${library.id}`));
  });
});

describe('configured libraries', () => {
  it('are made, cannot be removed in the app, and can once they left the configuration', async (t) => {
    const { service, makeFolder, root } = await openService(t);
    const [a, b] = [await makeFolder('a'), await makeFolder('b')];
    assert.deepEqual(await service.ensureManagedLibraries([a, b, join(root, 'gone'), await makeFolder('a/inside')]), [
      { path: join(root, 'gone'), message: 'There is no such folder on the server.' },
      { path: join(root, 'a/inside'), message: 'This folder lies in the library “a”.' },
    ]);
    const [first] = await service.listLibraries();
    assert.equal(first?.library.isManaged, true);
    await assert.rejects(service.deleteLibrary(first.library.id), { code: 'not-editable' });
    assert.deepEqual(await service.ensureManagedLibraries([b]), []);
    await service.deleteLibrary(first.library.id);
    assert.deepEqual(
      (await service.listLibraries()).map(({ library }) => library.path),
      [b],
    );
  });

  it('stay when their folder is not there today, and are told to be out of reach', async (t) => {
    const { service, makeFolder } = await openService(t);
    const path = await makeFolder('drive');
    await service.ensureManagedLibraries([path]);
    await rm(path, { recursive: true });
    assert.equal((await service.ensureManagedLibraries([path])).length, 1);
    assert.equal((await service.listLibraries())[0]?.isReachable, false);
  });
});

describe('choosing a folder', () => {
  it('lists folders and counts audio, and starts at the top', async (t) => {
    const { service, makeFolder, root } = await openService(t);
    for (const name of ['Album 10', 'Album 2', '.hidden']) await makeFolder(name);
    for (const name of ['a.mp3', 'b.flac', 'c.jpg']) await writeFile(join(root, name), '');
    const folder = await service.browseFolders(root);
    assert.deepEqual(
      folder.folders.map(({ name }) => name),
      ['Album 2', 'Album 10'],
    );
    assert.deepEqual([folder.audioFileCount, folder.parentPath], [2, tmpdir()]);
    assert.equal((await service.browseFolders(undefined)).parentPath, null);
    await assert.rejects(service.browseFolders(join(root, 'nowhere')), { code: 'not-found' });
    await assert.rejects(service.browseFolders('relative'), { code: 'validation' });
  });
});
