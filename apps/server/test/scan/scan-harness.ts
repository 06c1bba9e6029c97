import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { DiskMediaFiles } from '#gateways/media-files/disk-media-files.ts';
import type { S3Connection } from '#gateways/s3/s3-connection.ts';
import type { LibraryId, TrackId } from '#models/ids.ts';
import type { Scan, ScanFailure } from '#models/scan.ts';
import type { Track } from '#models/track.ts';
import { createLogger } from '#observability/logger.ts';
import type { SqliteStore } from '#repositories/sqlite/connect-sqlite-store.ts';
import { openEmbeddedJobs } from '#server/compose/open-embedded-jobs.ts';
import { EventBus } from '#services/events.ts';
import type { IdSource } from '#services/id-source.ts';
import { ScanService, type ScanTools } from '#services/scan-service.ts';
import { openTestStore, type TestStore } from '#test/support/open-test-store.ts';

export const LIBRARY = 'library1' as LibraryId;

/** Ids that count up, so that a test's ids are the same each time. */
export class CountingIdSource implements IdSource {
  #last: number;

  constructor(from = 0) {
    this.#last = from;
  }

  createId<Id extends string>(): Id {
    return `id${String(++this.#last).padStart(18, '0')}` as Id;
  }

  createSeed(): number {
    return ++this.#last;
  }
}

/** A real store, real files in a folder of their own, and the real scanner. */
export interface ScanHarness {
  store: TestStore;
  musicPath: string;
  mediaFiles: DiskMediaFiles;
  events: EventBus;
  scans: ScanService;
  write(path: string, content: Buffer | string): Promise<void>;
  /** Scans everything and returns how it ended. */
  scan(request?: { isFull?: boolean; libraryId?: LibraryId }): Promise<Scan>;
  listTracks(): Promise<Track[]>;
  /** The track at a path, missing or not. */
  findTrack(path: string): Promise<Track | undefined>;
  findTrackById(id: TrackId): Promise<Track | undefined>;
  listFailures(): Promise<ScanFailure[]>;
  addLibrary(id: LibraryId, path: string): Promise<void>;
}

/** The scanner with a queue of jobs and somebody who takes them. */
export function createScanner({
  store,
  ...parts
}: Pick<ScanTools, 'mediaFiles' | 'events' | 'idSource'> & { store: SqliteStore }) {
  const clock = { nowMs: () => Date.now() };
  const logger = createLogger({ level: 'error', format: 'json', write: (line) => process.stderr.write(line) });
  const { jobs } = openEmbeddedJobs(store, { config: { instanceId: 'test' }, logger, clock });
  const { repositories } = store;
  const getCatalogueVersion = () => store.getCatalogueVersion();
  const scans = new ScanService({ ...parts, jobs, repositories, clock, getCatalogueVersion });
  const unplanned = () => Promise.reject(new Error('not planned'));
  jobs.work({ scan: (run) => scans.runJob(run), artwork: unplanned, analysis: unplanned, 'clean-up': unplanned });
  return { scans, jobs };
}

export async function openScanHarness(test: TestContext, s3: S3Connection | null = null): Promise<ScanHarness> {
  const root = await mkdtemp(join(tmpdir(), 'jetstream-scan-'));
  const musicPath = join(root, 'music');
  await mkdir(musicPath);
  const store = await openTestStore();
  const mediaFiles = new DiskMediaFiles({ workers: 1, s3 });
  const events = new EventBus((error) => {
    throw error;
  });
  const { scans, jobs } = createScanner({ store, mediaFiles, events, idSource: new CountingIdSource() });
  test.after(async () => {
    await jobs.close();
    await mediaFiles.close();
    await store.close();
    await rm(root, { recursive: true, force: true });
  });
  const harness = createHarness({ store, musicPath, mediaFiles, events, scans });
  await harness.addLibrary(LIBRARY, musicPath);
  return harness;
}

function createHarness(
  parts: Pick<ScanHarness, 'store' | 'musicPath' | 'mediaFiles' | 'events' | 'scans'>,
): ScanHarness {
  const { store, musicPath, scans } = parts;
  const { tracks, libraries, scans: scanRepository } = store.repositories;
  const listTracks = async () => (await tracks.listTracks({ sort: 'title', order: 'asc' }, { limit: 500 })).items;
  return {
    ...parts,
    async write(path, content) {
      await mkdir(dirname(join(musicPath, path)), { recursive: true });
      await writeFile(join(musicPath, path), content);
    },
    async scan(request = {}) {
      const { id } = await scans.startScan(request);
      await scans.whenIdle();
      return await scans.getScan(id);
    },
    listTracks,
    findTrack: async (path) => (await listTracks()).find((track) => track.path === path),
    findTrackById: async (id) => await tracks.findTrack(id),
    listFailures: async () => (await scanRepository.listFailures(undefined, { limit: 500 })).items,
    addLibrary: async (id, path) =>
      await libraries.saveLibrary({
        id,
        name: id,
        path,
        isManaged: false,
        addedAtMs: 0,
        lastScannedAtMs: null,
        removedAtMs: null,
      }),
  };
}
