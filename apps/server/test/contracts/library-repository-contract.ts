import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toFolderId } from '#models/catalogue-ids.ts';
import type { CoverId, FolderId, LibraryId, ScanId, TrackId } from '#models/ids.ts';
import { queueScan, type ScanFailure } from '#models/scan.ts';
import { addTracks, buildLibrary, LIBRARY_ID } from '#test/support/build-catalogue.ts';
import type { CatalogueName } from '#repositories/repositories.ts';
import { readAllPages } from './read-all-pages.ts';
import { type OpenStore, withStore } from './use-store.ts';

const id = (text: string) => text as TrackId;

export function describeLibraryRepository(openStore: OpenStore<CatalogueName>): void {
  describe('libraries', () => {
    it('are listed by name until removed, and still found by path then', () =>
      withStore(openStore, async ({ libraries }) => {
        const zoo = buildLibrary({ id: 'l1' as LibraryId, name: 'Zoo', path: '/zoo' });
        await libraries.saveLibrary(zoo);
        await libraries.saveLibrary(buildLibrary({ id: 'l2' as LibraryId, name: 'Attic', path: '/attic' }));
        assert.deepEqual(
          (await libraries.listLibraries()).map(({ name }) => name),
          ['Attic', 'Zoo'],
        );
        await libraries.saveLibrary({ ...zoo, removedAtMs: 5 });
        assert.deepEqual(
          (await libraries.listLibraries()).map(({ name }) => name),
          ['Attic'],
        );
        assert.equal((await libraries.findLibraryByPath('/zoo'))?.removedAtMs, 5);
        assert.equal(await libraries.findLibraryByPath('/nowhere'), undefined);
      }));

    it('remember when they were last scanned, whatever else is said about them', () =>
      withStore(openStore, async ({ libraries }) => {
        const library = buildLibrary({ name: 'Zoo' });
        await libraries.saveLibrary(library);
        await libraries.updateLastScanned(library.id, 77);
        await libraries.updateLastScanned('nothing' as LibraryId, 77);
        assert.deepEqual(await libraries.findLibrary(library.id), { ...library, lastScannedAtMs: 77 });
      }));

    it('cannot share a path', () =>
      withStore(openStore, async ({ libraries }) => {
        await libraries.saveLibrary(buildLibrary({ id: 'l1' as LibraryId, path: '/music' }));
        const second = buildLibrary({ id: 'l2' as LibraryId, path: '/music' });
        await assert.rejects(libraries.saveLibrary(second), { name: 'DomainError', code: 'conflict' });
        assert.equal(await libraries.findLibrary(second.id), undefined);
      }));
  });

  describe('folders', () => {
    it('keep the key of a listing until one of their tracks is written', () =>
      withStore(openStore, async (repositories) => {
        const { folders, tracks } = repositories;
        const wishes = [
          { id: id('t1'), path: 'A/1.flac' },
          { id: id('t2'), path: 'B/2.flac' },
          { id: id('t3'), path: 'C/3.flac' },
        ];
        await addTracks(repositories, wishes);
        const [a, b, c] = ['A', 'B', 'C'].map((path) => toFolderId(LIBRARY_ID, path)) as [FolderId, FolderId, FolderId];
        await folders.saveListings([a, b, c].map((folderId) => ({ folderId, listingKey: `key of ${folderId}` })));
        const listKept = async () => (await folders.listListings(LIBRARY_ID)).map(({ folderId }) => folderId);
        assert.deepEqual((await listKept()).toSorted(), [a, b, c].toSorted());
        assert.deepEqual(await folders.listListings('other' as LibraryId), []);
        await tracks.updateMissing([id('t1')], 5);
        assert.deepEqual((await listKept()).toSorted(), [b, c].toSorted());
        // Moved: both folders have other tracks now.
        await addTracks(repositories, [{ id: id('t2'), path: 'C/2.flac' }]);
        assert.deepEqual(await listKept(), []);
      }));

    it('count present tracks in and below them and are hidden without any', () =>
      withStore(openStore, async (repositories) => {
        const { folders, tracks } = repositories;
        await addTracks(repositories, [
          { id: id('t1'), path: 'A/B/1.flac' },
          { id: id('t2'), path: 'A/2.flac' },
          { id: id('t3'), path: 'C/3.flac' },
        ]);
        const [root] = await folders.listFolders(null);
        assert.equal(root?.trackCount, 3);
        const inside = async () =>
          (await folders.listFolders(toFolderId(LIBRARY_ID, ''))).map(
            ({ name, trackCount }) => `${name} ${trackCount}`,
          );
        assert.deepEqual(await inside(), ['A 2', 'C 1']);
        const ancestors = await folders.listAncestors(toFolderId(LIBRARY_ID, 'A/B'));
        assert.deepEqual(
          ancestors.map(({ path }) => path),
          ['', 'A'],
        );
        await tracks.updateMissing([id('t1'), id('t3')], 1);
        await folders.updateCounts(LIBRARY_ID);
        assert.deepEqual(await inside(), ['A 1']);
        assert.equal((await folders.findFolder(toFolderId(LIBRARY_ID, 'C')))?.trackCount, 0);
        assert.deepEqual(await folders.listAncestors('nothing' as FolderId), []);
      }));
  });

  describe('the files of a library', () => {
    it('take what those of its present tracks take', () =>
      withStore(openStore, async (repositories) => {
        const { tracks } = repositories;
        await addTracks(repositories, [
          { id: id('t1'), sizeBytes: 5_000_000_000 },
          { id: id('t2'), sizeBytes: 7 },
        ]);
        assert.equal(await tracks.countBytes(LIBRARY_ID), 5_000_000_007);
        await tracks.updateMissing([id('t1')], 50);
        assert.equal(await tracks.countBytes(LIBRARY_ID), 7);
        assert.equal(await tracks.countBytes('elsewhere' as LibraryId), 0);
      }));
  });

  describe('covers', () => {
    it('are known once, with the newest source, and wait to be looked at', () =>
      withStore(openStore, async ({ covers }) => {
        const coverId = 'c1' as CoverId;
        const source = { kind: 'file', libraryId: LIBRARY_ID, path: 'A/cover.jpg' } as const;
        await covers.ensureCovers([
          { id: coverId, source },
          { id: 'c2' as CoverId, source },
        ]);
        const cover = (await covers.findCover(coverId)) ?? assert.fail();
        assert.deepEqual(
          (await covers.listUnanalysed(5)).map((known) => known.id),
          ['c1', 'c2'],
        );
        const analysed = { ...cover, width: 600, height: 500, placeholder: 'data:', analysedAtMs: 7 };
        await covers.updateCover(analysed);
        const moved = { ...source, path: 'B/cover.jpg' };
        await covers.ensureCovers([{ id: coverId, source: moved }]);
        assert.deepEqual(await covers.findCover(coverId), { ...analysed, source: moved });
        assert.deepEqual(
          (await covers.listUnanalysed(5)).map((known) => known.id),
          ['c2'],
        );
        const listed = await covers.listCoversById(['c2', 'nothing', 'c1'] as CoverId[]);
        assert.deepEqual(
          listed.map((known) => known.id),
          ['c2', 'c1'],
        );
      }));

    it('go when nothing has shown them for long, unless somebody is about to', () =>
      withStore(openStore, async (repositories) => {
        const { covers } = repositories;
        const ids = ['c1', 'c2', 'c3', 'c4', 'c5'] as CoverId[];
        const source = { kind: 'file', libraryId: LIBRARY_ID, path: 'A/cover.jpg' } as const;
        await covers.ensureCovers(ids.map((coverId) => ({ id: coverId, source })));
        await addTracks(repositories, [
          { id: 'one' as TrackId, coverId: 'c1' as CoverId },
          { id: 'gone' as TrackId, coverId: 'c2' as CoverId, missingSinceMs: 5 },
        ]);
        assert.deepEqual(await covers.listCoverIds(null, 3), ['c1', 'c2', 'c3']);
        assert.deepEqual(await covers.listCoverIds('c3' as CoverId, 3), ['c4', 'c5']);
        const used = await covers.listUsedCovers(ids);
        assert.deepEqual(used.toSorted(), ['c1', 'c2']);
        const note = (nowMs: number, usedNow = used) =>
          covers.noteUse({
            used: usedNow,
            unused: ids.filter((coverId) => !usedNow.includes(coverId)),
            nowMs,
            deleteBeforeMs: nowMs - 100,
          });
        assert.equal(await note(1000), 0, 'nobody knows for how long');
        assert.equal(await note(1099), 0);
        await covers.ensureCovers([{ id: 'c3' as CoverId, source }]);
        await note(1099, [...used, 'c4' as CoverId]);
        assert.equal(await note(1100), 1);
        assert.deepEqual(await covers.listCoverIds(null, 9), ['c1', 'c2', 'c3', 'c4']);
        assert.equal(await note(1250), 2);
        await covers.ensureCovers([{ id: 'c5' as CoverId, source }]);
        assert.deepEqual(await covers.listCoverIds(null, 9), ['c1', 'c2', 'c5']);
        assert.equal((await covers.findCover('c5' as CoverId))?.analysedAtMs, null);
      }));
  });
}

const queued = queueScan('s1' as ScanId, null, false);

const failureOf = (path: string, libraryId = LIBRARY_ID): ScanFailure => ({
  id: `${libraryId}-${path}`,
  libraryId,
  path,
  reason: 'damaged',
  sizeBytes: 3,
  modifiedAtMs: 4,
  failedAtMs: 5,
});

export function describeScanRepository(openStore: OpenStore<'scans'>): void {
  describe('scans', () => {
    it('are listed newest first and unfinished until they end', () =>
      withStore(openStore, async ({ scans }) => {
        const ids = ['s1', 's2', 's3'] as ScanId[];
        for (const scanId of ids) await scans.saveScan({ ...queued, id: scanId });
        await scans.saveScan({ ...queued, id: ids[0] ?? assert.fail(), state: 'completed', filesSeen: 9 });
        const listed = await readAllPages((page) => scans.listScans(page), 2);
        assert.deepEqual(
          listed.map((scan) => scan.id),
          ['s3', 's2', 's1'],
        );
        assert.deepEqual(
          (await scans.listUnfinishedScans()).map((scan) => scan.id),
          ['s2', 's3'],
        );
        assert.equal((await scans.findScan(ids[0] ?? assert.fail()))?.filesSeen, 9);
        assert.equal(await scans.findScan('nothing' as ScanId), undefined);
      }));

    it('are forgotten when they are old and have ended', () =>
      withStore(openStore, async ({ scans }) => {
        const states = ['completed', 'queued', 'failed', 'completed'] as const;
        for (const [index, state] of states.entries())
          await scans.saveScan({ ...queued, id: `s${index}` as ScanId, state });
        await scans.deleteOldScans(4);
        assert.equal((await scans.listScans({ limit: 5 })).total, 4);
        await scans.deleteOldScans(1);
        const listed = (await scans.listScans({ limit: 5 })).items;
        assert.deepEqual(
          listed.map((scan) => scan.id),
          ['s3', 's1'],
        );
      }));

    it('keep one failure for each library and path until it is mended or gone', () =>
      withStore(openStore, async ({ scans }) => {
        const other = 'other' as LibraryId;
        await scans.saveFailures([failureOf('b'), failureOf('a'), failureOf('c'), failureOf('a', other)]);
        await scans.saveFailures([{ ...failureOf('b'), reason: 'cut-off' }]);
        const list = async (libraryId?: LibraryId) =>
          (await readAllPages((page) => scans.listFailures(libraryId, page), 1)).map(
            ({ path, reason }) => `${path} ${reason}`,
          );
        assert.deepEqual(await list(LIBRARY_ID), ['a damaged', 'b cut-off', 'c damaged']);
        assert.equal((await list()).length, 4);
        await scans.deleteFailures(LIBRARY_ID, ['a', 'c', 'x']);
        assert.deepEqual(await list(LIBRARY_ID), ['b cut-off']);
        assert.equal((await scans.listFailures(other, { limit: 5 })).total, 1);
      }));
  });
}
