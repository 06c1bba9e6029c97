import type { JobId } from '#models/ids.ts';
import type { JobKind } from '#models/job-kinds.ts';
import type { Job, JobPriority, JobProgress, JobState } from '#models/job.ts';

export interface JobRow {
  rid: number;
  id: string;
  kind: string;
  state: string;
  priority: number;
  payload: string;
  progress: string | null;
  tries: number;
  max_tries: number;
  error: string | null;
  server: string | null;
  is_cancelled: number;
  queued_at_ms: number;
  due_at_ms: number;
  started_at_ms: number | null;
  ended_at_ms: number | null;
}

const priorities: readonly JobPriority[] = ['urgent', 'normal', 'background'];

/** 1 is taken first. */
export const toRank = (priority: JobPriority): number => priorities.indexOf(priority) + 1;

export const toJob = (row: JobRow): Job => ({
  id: row.id as JobId,
  kind: row.kind as JobKind,
  payload: JSON.parse(row.payload) as Job['payload'],
  state: row.state as JobState,
  priority: priorities[row.priority - 1] ?? 'normal',
  progress: row.progress === null ? null : (JSON.parse(row.progress) as JobProgress),
  tries: row.tries,
  maxTries: row.max_tries,
  error: row.error,
  server: row.server,
  queuedAtMs: row.queued_at_ms,
  dueAtMs: row.due_at_ms,
  startedAtMs: row.started_at_ms,
  endedAtMs: row.ended_at_ms,
});
