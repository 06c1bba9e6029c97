import { buildSource, settled } from '@jetstream/app-core/testing';
import { expect, it } from 'vitest';
import { createBench, NETWORK, NOT_SUPPORTED } from './test-support/engine-bench.ts';

it('goes on where the person has sought meanwhile', async () => {
  const bench = createBench();
  bench.environment.goOnline(false);
  await bench.playAt(30_000);
  bench.sounding().fail(NETWORK);
  bench.engine.seek(90_000);
  bench.environment.goOnline(true);
  await settled();
  await bench.deliver();
  expect(bench.engine.positionMs).toBe(90_000);
});

it('begins where the person has sought in what could not be loaded while it was paused', async () => {
  const bench = createBench();
  bench.engine.load(buildSource(), { positionMs: 50_000, isPaused: true });
  bench.elements[0]?.fail(NOT_SUPPORTED);
  bench.engine.seek(120_000);
  bench.engine.play();
  await bench.deliver();
  expect(bench.engine.positionMs).toBe(120_000);
});

it('asks nothing of the server for a track that was left', async () => {
  const bench = createBench();
  bench.environment.goOnline(false);
  await bench.playAt(30_000);
  bench.sounding().fail(NETWORK);
  bench.engine.load(buildSource({ key: 'item-2' }));
  bench.environment.goOnline(true);
  await bench.environment.pass(5_000);
  expect(bench.head.count).toBe(0);
});
