import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';

const MAIN = join(import.meta.dirname, '../../src/main.mjs');
const REFUSE_DRIVERS = join(import.meta.dirname, '../support/refuse-drivers.ts');
interface Start {
  env?: Record<string, string>;
  preload?: string;
}

const databases = {
  JETSTREAM_MONGODB_URL: 'mongodb://127.0.0.1:1/x',
  JETSTREAM_POSTGRES_URL: 'postgres://127.0.0.1:1/x',
  JETSTREAM_REDIS_URL: 'redis://127.0.0.1:1',
};

/** By Node's own name. */
const TELL_STRIPPER = `data:text/javascript,process.on('exit', () => {
  const isLoaded = process.moduleLoadList.some((name) => name.includes('amaro'));
  process.stderr.write(isLoaded ? 'the stripper of types is loaded' : 'no stripper of types is loaded');
})`;

async function startAndStop(directory: string, { env, preload = REFUSE_DRIVERS }: Start = {}) {
  const child = spawn(process.execPath, ['--import', preload, MAIN], {
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
  const overServers = await startAndStop(directory, { env: databases });
  assert.match(overServers.log, /(?:mongodb|pg|ioredis|bullmq|cockatiel) was loaded by/, 'this guard would see them');
});

test('a start after the first one keeps no stripper of types in its memory', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'jetstream-embedded-'));
  t.after(() => rm(directory, { recursive: true }));
  // The first one compiles what is new.
  await startAndStop(directory, { preload: TELL_STRIPPER });
  const { log, code } = await startAndStop(directory, { preload: TELL_STRIPPER });
  assert.match(log, /no stripper of types is loaded/);
  assert.equal(code, 0, log);
});
