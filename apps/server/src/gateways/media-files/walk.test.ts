import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { WalkRequest } from '../media-files.ts';
import { Walk } from './walk.ts';

const NOBODY = 65_534;

function openFolder(test: TestContext, ...paths: string[]): string {
  const root = mkdtempSync(join(tmpdir(), 'jetstream-walk-'));
  test.after(() => rmSync(root, { recursive: true, force: true }));
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), 'x');
  }
  return root;
}

function walk(
  rootPath: string,
  targets = [{ path: '', isDeep: true }],
  knownListings: WalkRequest['knownListings'] = new Map(),
) {
  const steps = [...new Walk({ libraryId: 'library' as never, rootPath, targets, knownListings }).steps()];
  const folders = steps.flatMap((step) => ('folder' in step ? [step.folder] : []));
  return {
    folders,
    unchanged: steps.flatMap((step) => ('unchanged' in step ? [step.unchanged] : [])),
    faults: steps.flatMap((step) => ('fault' in step ? [step.fault] : [])),
    files: folders.flatMap(({ path, files }) =>
      (files ?? []).map(({ name }) => (path === '' ? name : `${path}/${name}`)),
    ),
  };
}

describe('what a walk lists', () => {
  it('is audio by name and what only its content can tell, in the order of paths', (t) => {
    const root = openFolder(
      t,
      'b.MP3',
      'A/2.flac',
      'A/1.ogg',
      'A/cover.jpg',
      'A/README',
      'A/log.txt',
      'A/mystery',
      'A/song.xyz',
    );
    assert.deepEqual(walk(root).files, ['b.MP3', 'A/1.ogg', 'A/2.flac', 'A/mystery', 'A/song.xyz']);
  });

  it('leaves out what is hidden or marked to be ignored', (t) => {
    const root = openFolder(t, '.hidden/a.mp3', '.b.mp3', 'C/c.mp3', 'C/.nomedia', 'C/below/d.mp3', 'E/e.mp3');
    assert.deepEqual(walk(root).files, ['E/e.mp3']);
  });

  it('finds the best cover, for a disc in the folder above, and the lyrics beside a file', (t) => {
    const root = openFolder(
      t,
      'R/CD 1/a.mp3',
      'R/CD 1/a.LRC',
      'R/Folder.PNG',
      'R/cover.webp',
      'S/a.mp3',
      'S/front.gif',
      'S/scan.jpg',
    );
    const [disc, single] = walk(root).folders;
    assert.deepEqual([disc?.cover?.path, single?.cover?.path], ['R/cover.webp', 'S/front.gif']);
    assert.deepEqual(
      disc?.files[0]?.lyrics.map(({ name }) => name),
      ['a.LRC'],
    );
  });

  it('leaves out a folder whose listing is known, until a file, its lyrics or the cover changes', (t) => {
    const root = openFolder(t, 'A/1.mp3', 'A/1.lrc', 'A/2.mp3', 'A/cover.jpg', 'B/3.mp3');
    const known = new Map(walk(root).folders.map(({ folderId, listingKey }) => [folderId, listingKey]));
    const listAgain = () => walk(root, undefined, known);
    assert.deepEqual(listAgain().folders, []);
    assert.deepEqual(
      listAgain().unchanged.map(({ fileCount }) => fileCount),
      [2, 1],
    );
    const changes: (() => void)[] = [
      () => writeFileSync(join(root, 'A/2.mp3'), 'longer'),
      () => utimesSync(join(root, 'A/1.lrc'), 5, 9_000_000_000),
      () => renameSync(join(root, 'A/2.mp3'), join(root, 'A/0.mp3')),
      () => rmSync(join(root, 'A/1.lrc')),
      () => utimesSync(join(root, 'A/1.mp3'), 5, 5),
      () => renameSync(join(root, 'A/cover.jpg'), join(root, 'A/front.jpg')),
      () => rmSync(join(root, 'A/front.jpg')),
    ];
    for (const change of changes) {
      change();
      const { folders, unchanged } = listAgain();
      assert.deepEqual([folders.length, folders[0]?.path, unchanged.length], [1, 'A', 1]);
      for (const { folderId, listingKey } of folders) known.set(folderId, listingKey);
    }
  });

  it('is only what it was asked for', (t) => {
    const root = openFolder(t, 'A/1.mp3', 'A/B/2.mp3', 'C/3.mp3', 'C/D/4.mp3');
    const targets = [
      { path: 'A', isDeep: false },
      { path: 'C', isDeep: true },
      { path: 'gone', isDeep: true },
    ];
    assert.deepEqual(walk(root, targets).files, ['A/1.mp3', 'C/3.mp3', 'C/D/4.mp3']);
  });
});

describe('a walk over a difficult disk', () => {
  it('follows links out of the library once, and never in circles', (t) => {
    const outside = openFolder(t, 'x/1.mp3', 'x/deep/2.mp3', '3.mp3');
    const root = openFolder(t, 'A/own.mp3');
    symlinkSync(outside, join(root, 'link1'));
    symlinkSync(join(outside, 'x'), join(root, 'link2'));
    symlinkSync(join(outside, '3.mp3'), join(root, 'file.mp3'));
    symlinkSync(root, join(outside, 'x/back'));
    symlinkSync(outside, join(outside, 'x/self'));
    symlinkSync(join(root, 'A'), join(root, 'B'));
    symlinkSync('/nowhere/at/all.mp3', join(root, 'dangling.mp3'));
    const { files, faults } = walk(root);
    assert.equal(files.filter((file) => file.endsWith('own.mp3')).length, 1);
    assert.equal(files.filter((file) => file.endsWith('1.mp3')).length, 1);
    assert.equal(files.filter((file) => file.endsWith('2.mp3')).length, 1);
    assert.deepEqual(
      faults.map(({ path, isFolder }) => [path, isFolder]),
      [['dangling.mp3', false]],
    );
  });

  it('passes over pipes, which would hang whoever opens them', (t) => {
    const root = openFolder(t, 'a.mp3');
    assert.equal(spawnSync('mkfifo', [join(root, 'pipe.mp3')]).status, 0);
    assert.deepEqual(walk(root).files, ['a.mp3']);
  });

  it('reports names that are no UTF-8, and takes those that only look so', (t) => {
    const root = openFolder(t, 'fine \ufffd.mp3', 'plain.mp3');
    const bad = Buffer.concat([Buffer.from(`${root}/bad `), Buffer.from([0xe9]), Buffer.from('.mp3')]);
    renameSync(join(root, 'plain.mp3'), bad);
    const { files, faults } = walk(root);
    assert.deepEqual(files, ['fine \ufffd.mp3']);
    assert.equal(faults[0]?.reason, 'bad-name');
  });

  it('reports a folder that may not be read, and goes on', (t) => {
    const root = openFolder(t, 'closed/a.mp3', 'open/b.mp3');
    chmodSync(root, 0o755);
    chmodSync(join(root, 'closed'), 0o000);
    // Whoever may read everything has somebody else look.
    const isSuperuser = process.getuid?.() === 0;
    if (isSuperuser) process.seteuid?.(NOBODY);
    try {
      const { files, faults } = walk(root);
      assert.deepEqual(files, ['open/b.mp3']);
      assert.deepEqual(
        faults.map(({ path, isFolder, reason }) => [path, isFolder, reason]),
        [['closed', true, 'not-allowed']],
      );
    } finally {
      if (isSuperuser) process.seteuid?.(0);
      chmodSync(join(root, 'closed'), 0o755);
    }
  });

  it('fails as a whole when the library itself cannot be read', () => {
    assert.throws(() => walk('/nowhere/at/all'), /ENOENT/);
  });
});
