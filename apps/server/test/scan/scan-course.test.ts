import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Scan } from '#models/scan.ts';
import type { EventBus } from '#services/events.ts';
import { buildMp3 } from './build-audio.ts';
import { LIBRARY, openScanHarness, type ScanHarness } from './scan-harness.ts';

const MANY = 600;

describe('the course of a scan', () => {
  it('tells how far it is, and ends with everything counted', async (t) => {
    const harness = await openScanHarness(t);
    await writeMany(harness, 50);
    const told: Scan[] = [];
    harness.events.on('scanProgressed', ({ scan }) => told.push(scan));
    const scan = await harness.scan();
    assert.deepEqual([told[0]?.state, told.at(-1)?.state], ['queued', 'completed']);
    assert.deepEqual(
      [...new Set(told.map(({ phase }) => phase))],
      ['waiting', 'listing', 'reading', 'finishing', 'done'],
    );
    assert.deepEqual([scan.filesTotal, scan.filesSeen, scan.filesAdded], [50, 50, 50]);
    assert.ok(told.every((step, at) => at === 0 || step.filesSeen >= (told[at - 1]?.filesSeen ?? 0)));
  });

  it('stops when it is cancelled, keeps what it has read and goes on from there the next time', async (t) => {
    const harness = await openScanHarness(t);
    await writeMany(harness, MANY);
    const held = holdReading(harness, 3);
    const { id } = await harness.scans.startScan({});
    await held.isReached;
    const cancelled = await harness.scans.cancelScan(id);
    held.release();
    assert.equal(cancelled.state, 'cancelled');
    const kept = (await harness.store.repositories.tracks.listTracks({ sort: 'title', order: 'asc' }, { limit: 1 }))
      .total;
    assert.ok(kept > 0 && kept < MANY, `${kept} tracks were kept`);
    const opened = harness.mediaFiles.openedFiles;
    const rest = await harness.scan();
    assert.equal(rest.filesUnchanged, kept);
    assert.equal(rest.filesAdded, MANY - kept);
    assert.equal(harness.mediaFiles.openedFiles - opened, MANY - kept);
    await assert.rejects(harness.scans.cancelScan(id), { code: 'conflict' });
  });

  it('waits for the scan before it, and does not queue the same twice', async (t) => {
    const harness = await openScanHarness(t);
    await writeMany(harness, 20);
    const first = await harness.scans.startScan({});
    const [second, third] = [
      await harness.scans.startScan({ libraryId: LIBRARY }),
      await harness.scans.startScan({ libraryId: LIBRARY }),
    ];
    assert.notEqual(second.id, first.id);
    assert.equal(third.id, second.id);
    await harness.scans.whenIdle();
    assert.equal((await harness.scans.getScan(second.id)).filesUnchanged, 20);
    await assert.rejects(harness.scans.startScan({ libraryId: 'unknown' as never }), { code: 'not-found' });
  });

  it('takes up after a restart what was left unfinished', async (t) => {
    const harness = await openScanHarness(t);
    await harness.write('a.mp3', buildMp3());
    const { scans } = harness.store.repositories;
    const left = await harness.scan();
    await scans.saveScan({ ...left, state: 'running', phase: 'reading' });
    await harness.scans.takeUpLost();
    await harness.scans.whenIdle();
    assert.equal((await harness.scans.getScan(left.id)).state, 'failed');
    const listed = await harness.scans.listScans({ limit: 10 });
    assert.deepEqual(listed.items.map(({ state }) => state).sort(), ['completed', 'failed']);
  });

  it('takes the tracks of a removed library away, and its artists and albums with them', async (t) => {
    const harness = await openScanHarness(t);
    await harness.write('a.mp3', buildMp3({ tags: { TIT2: 'A', TPE1: 'B', TALB: 'C' } }));
    await harness.scan();
    await harness.scans.forgetLibrary(LIBRARY);
    assert.deepEqual(await harness.listTracks(), []);
    const { albums, artists } = harness.store.repositories;
    assert.equal((await albums.listAlbums({ sort: 'title', order: 'asc' }, { limit: 1 })).total, 0);
    assert.equal((await artists.listArtists({ sort: 'name', order: 'asc' }, { limit: 1 })).total, 0);
  });

  it('scans only changed folders when it is told which', async (t) => {
    const harness = await openScanHarness(t);
    await harness.write('A/a.mp3', buildMp3({ tags: { TIT2: 'A' } }));
    await harness.write('B/b.mp3', buildMp3({ seed: 2, tags: { TIT2: 'B' } }));
    await harness.scan();
    await rm(join(harness.musicPath, 'B'), { recursive: true });
    await harness.write('A/new.mp3', buildMp3({ seed: 3, tags: { TIT2: 'New' } }));
    await harness.write('C/deep/c.mp3', buildMp3({ seed: 2, tags: { TIT2: 'B' } }));
    await harness.scans.scanFolders([
      { libraryId: LIBRARY, path: 'A', isDeep: false },
      { libraryId: LIBRARY, path: 'B', isDeep: true },
      { libraryId: LIBRARY, path: 'C', isDeep: true },
    ]);
    await harness.scans.whenIdle();
    assert.deepEqual(
      (await harness.listTracks()).map(({ path }) => path),
      ['A/a.mp3', 'C/deep/c.mp3', 'A/new.mp3'],
    );
    const [scan] = (await harness.scans.listScans({ limit: 1 })).items;
    assert.deepEqual([scan?.filesTotal, scan?.filesMoved, scan?.filesAdded], [3, 1, 1]);
  });
});

describe('watching', () => {
  it('brings in what is added, changed and removed while it watches', async (t) => {
    const harness = await openScanHarness(t);
    await harness.write('A/a.mp3', buildMp3({ tags: { TIT2: 'A' } }));
    await harness.scan();
    const stop = harness.mediaFiles.watch([{ libraryId: LIBRARY, rootPath: harness.musicPath }], {
      onChange: (changes) => void harness.scans.scanFolders(changes),
      onFault: (detail) => assert.fail(detail),
    });
    t.after(stop);
    // The watch is set up in a worker; a file that is written again and again will be seen once it stands.
    await until(
      harness,
      () => harness.write('B/deep/b.mp3', buildMp3({ seed: 2, tags: { TIT2: 'B' } })),
      (scan) => scan.filesAdded === 1,
    );
    await until(
      harness,
      () => rm(join(harness.musicPath, 'B'), { recursive: true, force: true }),
      (scan) => scan.filesMissing === 1,
    );
    assert.deepEqual(
      (await harness.listTracks()).map(({ path }) => path),
      ['A/a.mp3'],
    );
  });
});

async function writeMany(harness: ScanHarness, count: number): Promise<void> {
  for (let at = 0; at < count; at++) {
    await harness.write(
      `Album ${at % 20}/${at}.mp3`,
      buildMp3({ seed: at, tags: { TIT2: `T${at}`, TALB: `Album ${at % 20}` } }),
    );
  }
}

/** Lets some batches be read; the next ones wait until the scan is cancelled. */
function holdReading({ mediaFiles }: ScanHarness, batches: number): { isReached: Promise<void>; release(): void } {
  const read = mediaFiles.readFolders.bind(mediaFiles);
  const reached = Promise.withResolvers<void>();
  let calls = 0;
  mediaFiles.readFolders = async (root, folders, signal) => {
    if (++calls <= batches) return await read(root, folders, signal);
    reached.resolve();
    return await new Promise((_resolve, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason as Error)),
    );
  };
  return {
    isReached: reached.promise,
    release: () => {
      mediaFiles.readFolders = read;
    },
  };
}

function seen(events: EventBus, isWanted: (scan: Scan) => boolean): Promise<Scan> {
  return new Promise((resolve) => {
    const stop = events.on('scanProgressed', ({ scan }) => {
      if (!isWanted(scan)) return;
      stop();
      resolve(scan);
    });
  });
}

/** Acts, again if need be, until a scan that changes made has ended as wanted. */
async function until(harness: ScanHarness, act: () => Promise<void>, isWanted: (scan: Scan) => boolean): Promise<void> {
  const wanted = seen(harness.events, (scan) => scan.state === 'completed' && isWanted(scan));
  await act();
  const again = setInterval(() => void act(), 5_000);
  await wanted;
  clearInterval(again);
}
