import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';

const MAIN = join(import.meta.dirname, '../../src/main.ts');
const REFUSE_DRIVERS = join(import.meta.dirname, '../support/refuse-drivers.ts');
const databases = {
  JETSTREAM_MONGODB_URL: 'mongodb://127.0.0.1:1/x',
  JETSTREAM_POSTGRES_URL: 'postgres://127.0.0.1:1/x',
  JETSTREAM_REDIS_URL: 'redis://127.0.0.1:1',
};

async function startAndStop(directory: string, env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--import', REFUSE_DRIVERS, MAIN], {
    cwd: directory,
    env: { JETSTREAM_DATA: join(directory, 'data'), JETSTREAM_PORT: '0', ...env },
  });
  const faults = text(child.stderr);
  let log = '';
  let isAsked = false;
  for await (const chunk of child.stdout) {
    log += String(chunk);
    // A second signal would end it at once.
    if (!isAsked && log.includes('JetStream is ready')) isAsked = child.kill('SIGTERM');
  }
  if (child.exitCode === null) await once(child, 'exit');
  return { log: log + (await faults), code: child.exitCode };
}

test('a server on one folder starts without the driver of any database or bucket', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'jetstream-embedded-'));
  t.after(() => rm(directory, { recursive: true }));
  const { log, code } = await startAndStop(directory);
  assert.doesNotMatch(log, /was loaded by/);
  assert.equal(code, 0, log);
  const overServers = await startAndStop(directory, databases);
  assert.match(overServers.log, /(?:mongodb|pg|ioredis|bullmq|cockatiel) was loaded by/, 'this guard would see them');
});
