import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventually } from '#test/support/eventually.ts';
import { ChildPool, type Task } from './child-pool.ts';

const input = { url: 'file:/song.wma', key: 'song' };
const PROBE: Task = { order: { kind: 'probe', input }, lane: 'listening', affinity: null, limitMs: 600_000 };

const STALL_MS = 60_000;

const openPool = (child: string): ChildPool =>
  new ChildPool({
    backends: ['node-av'],
    ffmpegPath: 'ffmpeg',
    ffprobePath: 'ffprobe',
    memoryLimitBytes: 2 ** 30,
    sizes: { listening: 1, background: 1 },
    idleMs: 60_000,
    stallMs: STALL_MS,
    childUrl: new URL(`../../../test/transcoding/${child}.ts`, import.meta.url),
  });

test('background work rests while somebody listens, and goes on then', async (t) => {
  const pool = openPool('hushed-child');
  t.after(() => pool.close());
  const began = Promise.withResolvers<void>();
  const measured = pool.run({
    order: { kind: 'analyse', input },
    lane: 'background',
    affinity: null,
    limitMs: 60_000,
    onAnswer: () => began.resolve(),
  });
  await began.promise;
  await pool.run(PROBE);
  assert.deepEqual(await measured, [false, true, false]);
});

test('what is to be heard goes before sounds whose length is looked for', async (t) => {
  const pool = openPool('hushed-child');
  t.after(() => pool.close());
  const done: string[] = [];
  const run = async (name: string, order: Task['order']) => {
    await pool.run({ ...PROBE, order });
    done.push(name);
  };
  const target = { codec: 'opus', bitrateKbps: 128, sampleRateHz: 48_000, channels: 2, bitDepth: null } as const;
  const segment = { input, target, startSample: 0, endSample: 1, durationSamples: 1 };
  await Promise.all([
    run('probe 1', PROBE.order),
    run('probe 2', PROBE.order),
    run('probe 3', PROBE.order),
    run('segment 1', { kind: 'encode', order: segment }),
    run('segment 2', { kind: 'encode', order: segment }),
  ]);
  assert.deepEqual(done, ['probe 1', 'segment 1', 'segment 2', 'probe 2', 'probe 3']);
});

for (const [why, execPath] of [
  ['is refused', '/nowhere/node'],
  ['fails', 'no\0path'],
] as const)
  test(`an order fails as unstartable where starting a child ${why}, and the next one may do better`, async (t) => {
    const pool = openPool('hushed-child');
    t.after(() => pool.close());
    t.mock.property(process, 'execPath', execPath);
    await assert.rejects(pool.run(PROBE), { kind: 'unstartable' });
    t.mock.reset();
    assert.equal(await pool.run(PROBE), null);
  });

test('what a child that was given up said last is not taken for the words of the next one', async (t) => {
  const pool = openPool('wordy-child');
  t.after(() => pool.close());
  t.mock.timers.enable({ apis: ['setInterval'] });
  const folder = await mkdtemp(join(tmpdir(), 'jetstream-pool-'));
  t.after(() => rm(folder, { recursive: true }));
  const said = join(folder, 'said');
  const heard: number[] = [];
  let restarts = 0;
  await pool.run({
    ...PROBE,
    order: { kind: 'probe', input: { url: said, key: 'song' } },
    onAnswer(answer) {
      if (answer.kind === 'progress') heard.push(answer.share);
      if (restarts > 0) return;
      // The rest of its words is on the way by then.
      while (!existsSync(said));
      t.mock.timers.tick(STALL_MS);
    },
    onRestart() {
      restarts += 1;
      heard.length = 0;
    },
  });
  assert.equal(restarts, 1);
  assert.deepEqual(heard, [0.1, 0.2, 0.3]);
});

const isAbsent = process.platform !== 'linux' && 'Linux is needed';
test('what a child had that was stopped from outside is given to another soon', { skip: isAbsent }, async (t) => {
  const pool = openPool('hanging-child');
  t.after(() => pool.close());
  pool.run(PROBE).catch(() => {});
  const [first = 0] = pool.pids;
  process.kill(first, 'SIGSTOP');
  await eventually('another has its place', () => pool.pids.length === 1 && pool.pids[0] !== first);
  await eventually('the first is gone', () => !existsSync(`/proc/${first}`));
});

test('a pool that is closed right behind a loss leaves no timer', async () => {
  const pool = openPool('hanging-child');
  const refused = assert.rejects(pool.run(PROBE), { kind: 'closed' });
  await eventually('there is a child', () => pool.pids.length === 1);
  process.kill(pool.pids[0] ?? 0, 'SIGKILL');
  await eventually('it is missed', () => pool.pids.length === 0);
  const before = countTimers();
  await pool.close();
  await refused;
  assert.equal(countTimers(), before - 1);
});

const countTimers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
