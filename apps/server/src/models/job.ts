import type { JobId } from './ids.ts';
import type { JobKind, JobPayload } from './job-kinds.ts';

/** `failed` is a dead letter: all tries are used up, and somebody has to look at it. */
export type JobState = 'queued' | 'running' | 'completed' | 'cancelled' | 'failed';
export type JobPriority = 'urgent' | 'normal' | 'background';

/** In what the job counts; `total` is null while nobody knows. */
export interface JobProgress {
  done: number;
  total: number | null;
}

export interface Job<Kind extends JobKind = JobKind> {
  id: JobId;
  kind: Kind;
  payload: JobPayload<Kind>;
  state: JobState;
  priority: JobPriority;
  progress: JobProgress | null;
  /** Starts so far, the running one included. */
  tries: number;
  maxTries: number;
  /** Of the last try that failed. */
  error: string | null;
  /** Which server runs it, or ran it last. */
  server: string | null;
  queuedAtMs: number;
  /** Not before; later than `queuedAtMs` when a failed job waits for its next try. */
  dueAtMs: number;
  startedAtMs: number | null;
  endedAtMs: number | null;
}

/** A job to be queued. */
export interface JobOrder<Kind extends JobKind = JobKind> {
  id: JobId;
  kind: Kind;
  payload: JobPayload<Kind>;
  priority?: JobPriority;
  /** While a job with this key waits, no other is added. A job that has begun does not count. */
  dedupeKey?: string;
}

/** A job that is queued again and again, once over all servers. */
export interface JobSchedule<Kind extends JobKind = JobKind> {
  name: string;
  kind: Kind;
  payload: JobPayload<Kind>;
  everyMs: number;
}

export interface ScheduledJob extends JobSchedule {
  nextRunAtMs: number;
}

/** One start of a job. */
export interface JobRun<Kind extends JobKind = JobKind> {
  job: Job<Kind>;
  /** Aborted with a `JobInterruption`: the handler then rejects as soon as it can. */
  signal: AbortSignal;
  /** Seen on every server before long; progress that was not kept is no loss. */
  report(progress: JobProgress): void;
}

/** Does a job. It may be called again for the same job after a crash, so that a repetition must do no harm. */
export type JobHandler<Kind extends JobKind = JobKind> = (run: JobRun<Kind>) => Promise<void>;
export type JobHandlers = { [Kind in JobKind]: JobHandler<Kind> };

export const isEnded = ({ state }: Pick<Job, 'state'>): boolean => state !== 'queued' && state !== 'running';

/**
 * Why a running job has to end at once: an administrator cancelled it; this server stops, and gives the job back; or the
 * lock was lost, so that another server may be running it already.
 */
export type InterruptionCause = 'cancelled' | 'stopping' | 'lost';

const interruptions = {
  cancelled: 'The job was cancelled.',
  stopping: 'JetStream is shutting down.',
  lost: 'The job was lost to another server.',
} as const satisfies Record<InterruptionCause, string>;

export class JobInterruption extends Error {
  readonly interruption: InterruptionCause;

  constructor(interruption: InterruptionCause) {
    super(interruptions[interruption]);
    this.name = 'JobInterruption';
    this.interruption = interruption;
  }
}
