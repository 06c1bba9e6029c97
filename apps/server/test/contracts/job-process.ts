import { openBullmqJobs, openSqliteJobs } from './job-stores.ts';

/** A server whose jobs never end, for tests that kill it: `job-process.ts LOCK_MS sqlite DIRECTORY | bullmq URL PREFIX`. */
const [lockMs = '', kind, place = '', prefix = ''] = process.argv.slice(2);
const queue =
  kind === 'sqlite'
    ? await openSqliteJobs(place, 'doomed', Number(lockMs))
    : openBullmqJobs(place, prefix, 'doomed', Number(lockMs));
const never = async () => {
  process.stdout.write('running\n');
  await new Promise(() => setInterval(() => undefined, 1_000));
};
queue.work({ scan: never, artwork: never, analysis: never, 'clean-up': never });
setInterval(() => undefined, 1_000);
