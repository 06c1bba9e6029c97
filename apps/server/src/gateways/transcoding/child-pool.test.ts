import assert from 'node:assert/strict';
import { test } from 'node:test';
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
