import { DiskMediaFiles } from '#gateways/media-files/disk-media-files.ts';
import { connectSqliteStore } from '#repositories/sqlite/connect-sqlite-store.ts';
import { EventBus } from '#services/events.ts';
import { CountingIdSource, createScanner, LIBRARY } from './scan-harness.ts';

/** A program that scans a folder into a store, for tests that kill it: `scan-process.ts STORE MUSIC IDS_FROM`. */
const [directory = '', musicPath = '', idsFrom = '0'] = process.argv.slice(2);
const store = await connectSqliteStore({ directory });
const mediaFiles = new DiskMediaFiles({ workers: 2 });
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
const { scans, jobs } = createScanner({
  store,
  mediaFiles,
  events: new EventBus(() => undefined),
  idSource: new CountingIdSource(Number(idsFrom)),
});
await scans.takeUpLost();
process.stdout.write('started\n');
await scans.startScan({});
await scans.whenIdle();
await jobs.close();
await mediaFiles.close();
await store.close();
process.stdout.write('done\n');
