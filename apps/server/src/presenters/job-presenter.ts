import type { Job as PublicJob, JobSchedule as PublicSchedule } from '@jetstream/api-contract';
import type { Job, ScheduledJob } from '#models/job.ts';
import { toOptionalTimestamp, toTimestamp } from './timestamp.ts';

/** What a job is told stays inside: paths of folders are in it. */
export function toPublicJob(job: Job): PublicJob {
  const { id, kind, state, progress, tries, maxTries, error, server } = job;
  return {
    id,
    kind,
    state,
    progress,
    tries,
    maxTries,
    error,
    server,
    queuedAt: toTimestamp(job.queuedAtMs),
    dueAt: toTimestamp(job.dueAtMs),
    startedAt: toOptionalTimestamp(job.startedAtMs),
    endedAt: toOptionalTimestamp(job.endedAtMs),
  };
}

export const toPublicSchedule = ({ name, kind, everyMs, nextRunAtMs }: ScheduledJob): PublicSchedule => ({
  name,
  kind,
  everyMs,
  nextRunAt: toTimestamp(nextRunAtMs),
});
