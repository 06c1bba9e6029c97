import { describe, expect, it } from 'vitest';
import { createBench } from '../test-support/engine-bench.ts';

const EQUALIZER = [3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

async function playByGraph() {
  const bench = createBench({ hasGraph: true });
  bench.engine.setEqualizer(EQUALIZER);
  await bench.playAt(0);
  const [context] = bench.contexts;
  if (!context) throw new Error('a graph expected');
  return { ...bench, context };
}

describe('the graph', () => {
  it('is not taken apart while a band of the equaliser is moved', async () => {
    const { engine, context } = await playByGraph();
    const before = context.changes;
    engine.setEqualizer(EQUALIZER.with(1, 6));
    expect(context.changes).toBe(before);
    engine.setEqualizer(null);
    expect(context.changes).toBeGreaterThan(before);
  });

  it('is woken by a press while it still falls asleep', async () => {
    const { engine, context, environment } = await playByGraph();
    context.tellState();
    engine.pause();
    await environment.pass(200);
    engine.play();
    context.tellState();
    expect(context.state).toBe('running');
  });

  it('rests when nothing can be played', async () => {
    const { engine, context, head, environment, sounding } = await playByGraph();
    context.tellState();
    head.status = 410;
    sounding().fail(2);
    await environment.pass(1_000);
    context.tellState();
    expect(engine.positionMs).toBe(0);
    expect(context.state).toBe('suspended');
  });
});
