-- Work that outlives a request: repositories/sqlite/sqlite-job-repository.ts.

CREATE TABLE jobs (
  rid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  -- 1 is taken first.
  priority INTEGER NOT NULL,
  -- While it waits for its first start.
  dedupe_key TEXT,
  payload TEXT NOT NULL,
  progress TEXT,
  tries INTEGER NOT NULL DEFAULT 0,
  max_tries INTEGER NOT NULL,
  error TEXT,
  server TEXT,
  lock_token TEXT,
  locked_until_ms INTEGER,
  is_cancelled INTEGER NOT NULL DEFAULT 0,
  queued_at_ms INTEGER NOT NULL,
  due_at_ms INTEGER NOT NULL,
  started_at_ms INTEGER,
  ended_at_ms INTEGER
);
CREATE UNIQUE INDEX jobs_waiting_once ON jobs (kind, dedupe_key) WHERE dedupe_key IS NOT NULL;
CREATE INDEX jobs_waiting ON jobs (kind, priority, rid) WHERE state = 'queued';
CREATE INDEX jobs_running ON jobs (kind, locked_until_ms) WHERE state = 'running';
CREATE INDEX jobs_ended ON jobs (state, ended_at_ms, rid) WHERE ended_at_ms IS NOT NULL;

CREATE TABLE job_schedules (
  name TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  every_ms INTEGER NOT NULL,
  next_run_at_ms INTEGER NOT NULL
) WITHOUT ROWID;
