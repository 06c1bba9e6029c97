import type { Job as BullJob, JobProgress as BullProgress, JobsOptions } from 'bullmq';
import type { JobId } from '#models/ids.ts';
import { jobKinds, type JobKind } from '#models/job-kinds.ts';
import type { Job, JobOrder, JobPriority, JobProgress, JobState } from '#models/job.ts';

/** What a job that was cancelled while it ran leaves as its result. */
export const CANCELLED = 'cancelled';

const priorities: readonly JobPriority[] = ['urgent', 'normal', 'background'];
const KEPT = { count: 200, age: 7 * 86_400 };
const KEPT_DEAD = { count: 1000 };
/** BullMQ's own ids of scheduled jobs, which have what an id of ours must not have. */
const SCHEDULED_ID = /^repeat:(.+):(\d+)$/;
const PUBLIC_SCHEDULED_ID = /^schedule-(.+)-(\d+)$/;

export const toPublicId = (id: string): JobId => id.replace(SCHEDULED_ID, 'schedule-$1-$2') as JobId;
export const toBullId = (id: JobId): string => id.replace(PUBLIC_SCHEDULED_ID, 'repeat:$1:$2');

/** Of every job of a kind, whoever queues it. */
export function toOptions(kind: JobKind, priority: JobPriority = 'normal'): JobsOptions {
  const { maxTries, backoffMs } = jobKinds[kind];
  return {
    attempts: maxTries,
    backoff: { type: 'exponential', delay: backoffMs },
    // 0 would mean before all others, whatever theirs.
    priority: priorities.indexOf(priority) + 1,
    removeOnComplete: KEPT,
    removeOnFail: KEPT_DEAD,
    stackTraceLimit: 1,
  };
}

export function toOrderOptions({ id, kind, priority, dedupeKey }: JobOrder): JobsOptions {
  const deduplication = dedupeKey === undefined ? {} : { deduplication: { id: dedupeKey } };
  return { ...toOptions(kind, priority), ...deduplication, jobId: id };
}

/** One that was only just added has none, whatever its type says. */
const delayOf = ({ delay }: { delay?: number }): number => delay ?? 0;

export function toJob(job: BullJob, state: JobState): Job {
  const kind = job.name as JobKind;
  const isRunning = state === 'running';
  const isOver = state !== 'queued' && !isRunning;
  const waitsFromMs = job.attemptsMade > 0 ? (job.processedOn ?? job.timestamp) : job.timestamp;
  return {
    id: toPublicId(job.id ?? ''),
    kind,
    payload: job.data as Job['payload'],
    state: state === 'completed' && job.returnvalue === CANCELLED ? 'cancelled' : state,
    priority: priorities[job.priority - 1] ?? 'normal',
    progress: toProgress(job.progress),
    tries: job.attemptsMade + job.stalledCounter + (isRunning ? 1 : 0),
    maxTries: job.opts.attempts ?? jobKinds[kind].maxTries,
    error: state === 'completed' ? null : (job.failedReason ?? null),
    server: job.processedBy ?? null,
    queuedAtMs: job.timestamp,
    dueAtMs: waitsFromMs + delayOf(job),
    startedAtMs: job.processedOn ?? null,
    endedAtMs: isOver ? (job.finishedOn ?? null) : null,
  };
}

/** BullMQ says 0 until something was reported. */
const toProgress = (progress: BullProgress): JobProgress | null =>
  typeof progress === 'object' && 'done' in progress ? (progress as unknown as JobProgress) : null;
