import { DiskMediaFiles } from '#gateways/media-files/disk-media-files.ts';
import { connectSqliteStore } from '#repositories/sqlite/connect-sqlite-store.ts';
import { EventBus } from '#services/events.ts';
import { ScanService } from '#services/scan-service.ts';
import { openBullmqJobs, openSqliteJobs } from '#test/contracts/job-stores.ts';
import { CountingIdSource } from './scan-harness.ts';

/** A server that scans and tells its phases, for tests that kill it: `STORE LOCK_MS sqlite DIRECTORY | bullmq URL PREFIX`. */
const [directory = '', lockMs = '', kind, place = '', prefix = ''] = process.argv.slice(2);
const jobs =
  kind === 'sqlite'
    ? await openSqliteJobs(place, 'doomed', Number(lockMs))
    : openBullmqJobs(place, prefix, 'doomed', Number(lockMs));
const store = await connectSqliteStore({ directory });
const events = new EventBus(() => undefined);
events.on('scanProgressed', ({ scan }) => process.stdout.write(`${scan.phase}\n`));
const mediaFiles = new DiskMediaFiles({ workers: 1 });
const scans = new ScanService({
  repositories: store.repositories,
  mediaFiles,
  jobs,
  events,
  clock: { nowMs: () => Date.now() },
  idSource: new CountingIdSource(9_000),
  getCatalogueVersion: () => store.getCatalogueVersion(),
});
// The whole library would be read before anybody could kill this.
const read = mediaFiles.readFolders.bind(mediaFiles);
let batches = 0;
mediaFiles.readFolders = async (root, folders, signal) => {
  if (++batches > 2) {
    process.stdout.write('reading, and on\n');
    await new Promise(() => undefined);
  }
  return await read(root, folders, signal);
};
const unplanned = () => Promise.reject(new Error('not planned'));
jobs.work({ scan: (run) => scans.runJob(run), artwork: unplanned, analysis: unplanned, 'clean-up': unplanned });
