import { DiskMediaFiles } from '#gateways/media-files/disk-media-files.ts';
import { connectSqliteStore } from '#repositories/sqlite/connect-sqlite-store.ts';
import { EventBus } from '#services/events.ts';
import { ScanService } from '#services/scan-service.ts';
import { CountingIdSource, LIBRARY } from './scan-harness.ts';

/** A program that scans a folder into a store, for tests that kill it: `scan-process.ts STORE MUSIC IDS_FROM`. */
const [directory = '', musicPath = '', idsFrom = '0'] = process.argv.slice(2);
const store = await connectSqliteStore({ directory });
const mediaFiles = new DiskMediaFiles({ workers: 2 });
const scans = new ScanService({
  repositories: store.repositories,
  mediaFiles,
  events: new EventBus(() => undefined),
  clock: { nowMs: () => Date.now() },
  idSource: new CountingIdSource(Number(idsFrom)),
  getCatalogueVersion: () => store.getCatalogueVersion(),
});
const known = await store.repositories.libraries.findLibrary(LIBRARY);
if (known === undefined) {
  await store.repositories.libraries.saveLibrary({
    id: LIBRARY,
    name: 'Music',
    path: musicPath,
    isManaged: false,
    addedAtMs: 0,
    lastScannedAtMs: null,
    removedAtMs: null,
  });
}
await scans.start();
process.stdout.write('started\n');
await scans.startScan({});
await scans.whenIdle();
await mediaFiles.close();
await store.close();
process.stdout.write('done\n');
