import { DomainError } from '#models/errors.ts';
import type { JobId } from '#models/ids.ts';
import { jobKindNames, jobKinds, toBackoffMs, type JobKind } from '#models/job-kinds.ts';
import type { Job, JobOrder, JobProgress, JobSchedule, ScheduledJob } from '#models/job.ts';
import type { JobFilter } from '../job-queue.ts';
import { type JobRow, toJob, toRank } from './job-rows.ts';
import { type SqliteDatabase, toJsonList } from './sqlite-database.ts';

/** What a job that a worker holds has come to. `given-back` is not counted as a try. */
export type JobOutcome = { kind: 'completed' | 'cancelled' | 'given-back' } | { kind: 'failed'; error: string };

export interface JobTaker {
  server: string;
  /** Nobody else's: jobs that it took are known by it. */
  token: string;
  lockMs: number;
}

interface ScheduleRow {
  name: string;
  kind: string;
  payload: string;
  every_ms: number;
  next_run_at_ms: number;
}

const MOST_ENDED = 200;
const MOST_DEAD = 1000;
const LOST = 'The server that ran it ended before the job did.';

/** The tables of the embedded queue. Each method is a transaction; `SqliteJobQueue` runs what they hand out. */
export class SqliteJobRepository {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  async createJob(order: JobOrder, nowMs: number): Promise<Job> {
    return this.#database.transaction(() => {
      const waiting = order.dedupeKey === undefined ? undefined : this.#findWaiting(order.kind, order.dedupeKey);
      const known = waiting ?? this.#find(order.id);
      if (known) return toJob(known);
      this.#insert(order, nowMs);
      return this.#get(order.id);
    });
  }

  async findJob(id: JobId): Promise<Job | undefined> {
    const row = this.#find(id);
    return row && toJob(row);
  }

  async findWaitingJob(kind: JobKind, dedupeKey: string): Promise<Job | undefined> {
    const row = this.#findWaiting(kind, dedupeKey);
    return row && toJob(row);
  }

  async listJobs({ states, kind }: JobFilter, limit: number): Promise<Job[]> {
    const kinds = kind === undefined ? jobKindNames : [kind];
    return this.#database
      .all<JobRow>(
        `SELECT * FROM jobs WHERE state IN (SELECT value FROM json_each(?)) AND kind IN (SELECT value FROM json_each(?))
         ORDER BY state <> 'running', state <> 'queued', ended_at_ms DESC, priority, due_at_ms, rid LIMIT ?`,
        toJsonList(states),
        toJsonList(kinds),
        limit,
      )
      .map(toJob);
  }

  async updatePayload(id: JobId, payload: Job['payload']): Promise<boolean> {
    const sql = "UPDATE jobs SET payload = ? WHERE id = ? AND state = 'queued' AND tries = 0";
    return this.#database.run(sql, JSON.stringify(payload), id) > 0;
  }

  /** Ends a waiting job, and marks a running one, whose worker learns it when it renews its lock. */
  async cancelJob(id: JobId, nowMs: number): Promise<Job | undefined> {
    return this.#database.transaction(() => {
      this.#database.run(
        "UPDATE jobs SET state = 'cancelled', dedupe_key = NULL, ended_at_ms = ? WHERE id = ? AND state = 'queued'",
        nowMs,
        id,
      );
      this.#database.run("UPDATE jobs SET is_cancelled = 1 WHERE id = ? AND state = 'running'", id);
      const row = this.#find(id);
      return row && toJob(row);
    });
  }

  async retryJob(id: JobId, nowMs: number): Promise<Job | undefined> {
    const changes = this.#database.run(
      `UPDATE jobs SET state = 'queued', tries = 0, due_at_ms = ?, progress = NULL, ended_at_ms = NULL
       WHERE id = ? AND state = 'failed'`,
      nowMs,
      id,
    );
    return changes > 0 ? this.#get(id) : undefined;
  }

  async deleteJob(id: JobId): Promise<boolean> {
    return this.#database.run('DELETE FROM jobs WHERE id = ? AND ended_at_ms IS NOT NULL', id) > 0;
  }

  /** Takes all that may run now, and hands on what others lost or the clock demands. */
  async takeJobs(taker: JobTaker, nowMs: number): Promise<Job[]> {
    return this.#database.transaction(() => {
      this.#takeBackLost(nowMs);
      this.#queueScheduled(nowMs);
      return jobKindNames.flatMap((kind) => this.#takeOfKind(kind, taker, nowMs));
    });
  }

  /** Keeps a job, with its progress. Returns whether it is still this worker's, and whether somebody cancelled it. */
  async renewJob(
    id: JobId,
    { token, lockMs }: JobTaker,
    { nowMs, progress }: { nowMs: number; progress: JobProgress | null },
  ): Promise<'held' | 'cancelled' | 'lost'> {
    const changes = this.#database.run(
      "UPDATE jobs SET locked_until_ms = ?, progress = ? WHERE id = ? AND lock_token = ? AND state = 'running'",
      nowMs + lockMs,
      progress === null ? null : JSON.stringify(progress),
      id,
      token,
    );
    if (changes === 0) return 'lost';
    return this.#find(id)?.is_cancelled === 1 ? 'cancelled' : 'held';
  }

  /** Undefined when the job is not this worker's any more. */
  async endJob(id: JobId, token: string, outcome: JobOutcome, nowMs: number): Promise<Job | undefined> {
    return this.#database.transaction(() => {
      const sql = "SELECT * FROM jobs WHERE id = ? AND lock_token = ? AND state = 'running'";
      const row = this.#database.get<JobRow>(sql, id, token);
      if (!row) return undefined;
      if (outcome.kind === 'given-back') this.#queueAgain(row, { nowMs, tries: row.tries - 1, dueAtMs: row.due_at_ms });
      else if (outcome.kind === 'failed') this.#fail(row, outcome.error, nowMs);
      else this.#end(row, outcome.kind, nowMs);
      return this.#get(id);
    });
  }

  /** For the only process at work on the file: whatever is locked was left by one that has ended. */
  async releaseLocks(): Promise<void> {
    this.#database.run("UPDATE jobs SET locked_until_ms = 0 WHERE state = 'running'");
  }

  /** When `takeJobs` may find something that it did not find now; undefined while nothing waits. */
  async findNextDueAtMs(): Promise<number | undefined> {
    const row = this.#database.get<{ at: number | null }>(
      `SELECT min(at) AS at FROM (
         SELECT min(due_at_ms) AS at FROM jobs WHERE state = 'queued'
         UNION ALL SELECT min(locked_until_ms) FROM jobs WHERE state = 'running'
         UNION ALL SELECT min(next_run_at_ms) FROM job_schedules)`,
    );
    return row?.at ?? undefined;
  }

  async saveSchedule({ name, kind, payload, everyMs }: JobSchedule, nowMs: number): Promise<void> {
    this.#database.run(
      `INSERT INTO job_schedules (name, kind, payload, every_ms, next_run_at_ms) VALUES (?1, ?2, ?3, ?4, ?5 + ?4)
       ON CONFLICT (name) DO UPDATE SET kind = ?2, payload = ?3, every_ms = ?4,
         next_run_at_ms = iif(every_ms = ?4, next_run_at_ms, ?5 + ?4)`,
      name,
      kind,
      JSON.stringify(payload),
      everyMs,
      nowMs,
    );
  }

  async deleteSchedule(name: string): Promise<void> {
    this.#database.run('DELETE FROM job_schedules WHERE name = ?', name);
  }

  async listSchedules(): Promise<ScheduledJob[]> {
    return this.#listSchedules('SELECT * FROM job_schedules ORDER BY name');
  }

  #listSchedules(sql: string, ...values: number[]): ScheduledJob[] {
    return this.#database.all<ScheduleRow>(sql, ...values).map((row) => ({
      name: row.name,
      kind: row.kind as JobKind,
      payload: JSON.parse(row.payload) as ScheduledJob['payload'],
      everyMs: row.every_ms,
      nextRunAtMs: row.next_run_at_ms,
    }));
  }

  #takeBackLost(nowMs: number): void {
    const sql = "SELECT * FROM jobs WHERE state = 'running' AND locked_until_ms <= ?";
    for (const row of this.#database.all<JobRow>(sql, nowMs)) {
      if (row.is_cancelled === 1) this.#end(row, 'cancelled', nowMs);
      else if (row.tries >= row.max_tries) this.#end(row, 'failed', nowMs, LOST);
      else this.#queueAgain(row, { nowMs, tries: row.tries, dueAtMs: nowMs, error: LOST });
    }
  }

  /** A server that slept through several turns makes up for them once. */
  #queueScheduled(nowMs: number): void {
    for (const due of this.#listSchedules('SELECT * FROM job_schedules WHERE next_run_at_ms <= ?', nowMs)) {
      const dedupeKey = `schedule/${due.name}`;
      const id = `schedule-${due.name}-${due.nextRunAtMs}` as JobId;
      if (!this.#findWaiting(due.kind, dedupeKey) && !this.#find(id))
        this.#insert({ id, kind: due.kind, payload: due.payload, dedupeKey }, nowMs);
      const missed = Math.floor((nowMs - due.nextRunAtMs) / due.everyMs);
      const nextRunAtMs = due.nextRunAtMs + (missed + 1) * due.everyMs;
      this.#database.run('UPDATE job_schedules SET next_run_at_ms = ? WHERE name = ?', nextRunAtMs, due.name);
    }
  }

  #takeOfKind(kind: JobKind, { server, token, lockMs }: JobTaker, nowMs: number): Job[] {
    const running = this.#database.get<{ count: number }>(
      "SELECT count(*) AS count FROM jobs WHERE kind = ? AND state = 'running'",
      kind,
    );
    const rows = this.#database.all<JobRow>(
      "SELECT * FROM jobs WHERE kind = ? AND state = 'queued' AND due_at_ms <= ? ORDER BY priority, rid LIMIT ?",
      kind,
      nowMs,
      Math.max(0, jobKinds[kind].concurrency - (running?.count ?? 0)),
    );
    return rows.map((row) => {
      this.#database.run(
        `UPDATE jobs SET state = 'running', dedupe_key = NULL, tries = tries + 1, progress = NULL, server = ?,
           lock_token = ?, locked_until_ms = ?, started_at_ms = ?, ended_at_ms = NULL WHERE rid = ?`,
        server,
        token,
        nowMs + lockMs,
        nowMs,
        row.rid,
      );
      return this.#get(row.id);
    });
  }

  #insert({ id, kind, payload, priority = 'normal', dedupeKey }: JobOrder, nowMs: number): void {
    this.#database.run(
      `INSERT INTO jobs (id, kind, state, priority, dedupe_key, payload, max_tries, queued_at_ms, due_at_ms)
       VALUES (?1, ?2, 'queued', ?3, ?4, ?5, ?6, ?7, ?7)`,
      id,
      kind,
      toRank(priority),
      dedupeKey ?? null,
      JSON.stringify(payload),
      jobKinds[kind].maxTries,
      nowMs,
    );
  }

  #fail(row: JobRow, error: string, nowMs: number): void {
    if (row.tries >= row.max_tries) this.#end(row, 'failed', nowMs, error);
    else {
      const dueAtMs = nowMs + toBackoffMs(jobKinds[row.kind as JobKind], row.tries);
      this.#queueAgain(row, { nowMs, tries: row.tries, dueAtMs, error });
    }
  }

  #queueAgain(
    row: JobRow,
    { tries, dueAtMs, error = row.error }: { nowMs: number; tries: number; dueAtMs: number; error?: string | null },
  ): void {
    this.#database.run(
      `UPDATE jobs SET state = 'queued', tries = ?, due_at_ms = ?, error = ?, lock_token = NULL, locked_until_ms = NULL,
         is_cancelled = 0 WHERE rid = ?`,
      tries,
      dueAtMs,
      error,
      row.rid,
    );
  }

  #end(row: JobRow, state: 'completed' | 'cancelled' | 'failed', nowMs: number, error = row.error): void {
    this.#database.run(
      `UPDATE jobs SET state = ?, error = ?, ended_at_ms = ?, lock_token = NULL, locked_until_ms = NULL, is_cancelled = 0
       WHERE rid = ?`,
      state,
      state === 'completed' ? null : error,
      nowMs,
      row.rid,
    );
    this.#database.run(
      `DELETE FROM jobs WHERE rid IN (
         SELECT rid FROM jobs WHERE state = ? AND ended_at_ms IS NOT NULL ORDER BY ended_at_ms DESC, rid DESC LIMIT -1 OFFSET ?)`,
      state,
      state === 'failed' ? MOST_DEAD : MOST_ENDED,
    );
  }

  #find(id: string): JobRow | undefined {
    return this.#database.get<JobRow>('SELECT * FROM jobs WHERE id = ?', id);
  }

  #findWaiting(kind: JobKind, dedupeKey: string): JobRow | undefined {
    return this.#database.get<JobRow>('SELECT * FROM jobs WHERE kind = ? AND dedupe_key = ?', kind, dedupeKey);
  }

  #get(id: string): Job {
    const row = this.#find(id);
    if (!row) throw new DomainError('not-found', 'There is no such job.');
    return toJob(row);
  }
}
