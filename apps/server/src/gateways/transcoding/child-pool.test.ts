import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ChildPool } from './child-pool.ts';

test('background work rests while somebody listens, and goes on then', async (t) => {
  const pool = new ChildPool({
    backends: ['node-av'],
    ffmpegPath: 'ffmpeg',
    ffprobePath: 'ffprobe',
    memoryLimitBytes: 2 ** 30,
    sizes: { listening: 1, background: 1 },
    idleMs: 60_000,
    stallMs: 60_000,
    childUrl: new URL('../../../test/transcoding/hushed-child.ts', import.meta.url),
  });
  t.after(() => pool.close());
  const input = { url: 'file:/song.wma', key: 'song' };
  const began = Promise.withResolvers<void>();
  const measured = pool.run({
    order: { kind: 'analyse', input },
    lane: 'background',
    affinity: null,
    limitMs: 60_000,
    onAnswer: () => began.resolve(),
  });
  await began.promise;
  await pool.run({ order: { kind: 'probe', input }, lane: 'listening', affinity: null, limitMs: 60_000 });
  assert.deepEqual(await measured, [false, true, false]);
});
