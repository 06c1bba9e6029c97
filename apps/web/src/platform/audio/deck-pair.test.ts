import type { AudioSource } from '@jetstream/app-core/services';
import { buildSource, settled } from '@jetstream/app-core/testing';
import { describe, expect, it } from 'vitest';
import { createBench, DURATION_SECONDS, type Bench } from './test-support/engine-bench.ts';

/** A second before the next track is heard. */
async function playToFade(next: AudioSource): Promise<Bench & { spare: Bench['elements'][number] }> {
  const bench = createBench({ hasGraph: true });
  bench.engine.setCrossfade(4);
  await bench.playAt(174_900);
  bench.engine.prepareNext(next);
  await bench.playOn(250);
  await bench.deliver();
  const [, spare] = bench.elements;
  if (!spare) throw new Error('two elements expected');
  return { ...bench, spare };
}

describe('a crossfade', () => {
  it('does not begin with what does not follow any more', async () => {
    const { engine, spare, playOn } = await playToFade(buildSource({ key: 'item-2' }));
    const advanced: string[] = [];
    engine.on('advanced', ({ source }) => advanced.push(source.key));
    const sound = spare.play.bind(spare);
    let isAsked = false;
    spare.play = async () => {
      isAsked = true;
    };
    await playOn(1_000);
    expect(isAsked).toBe(true);
    engine.prepareNext(buildSource({ key: 'item-3' }));
    void sound();
    await settled();
    expect(advanced).toEqual([]);
  });

  it('ends with the sound that the platform takes away', async () => {
    const { spare, heard, playOn, environment } = await playToFade(buildSource({ key: 'item-2' }));
    await playOn(1_000);
    expect(heard()).toHaveLength(2);
    spare.pause();
    await environment.pass(200);
    expect(heard()).toEqual([]);
  });

  it('has a repeated track played on that is sought to its end before the fade is over', async () => {
    const again = buildSource();
    const { engine, spare, heard, playOn, deliver, environment } = await playToFade(again);
    await playOn(1_000);
    engine.prepareNext(again);
    spare.reachEnd();
    await deliver();
    await environment.pass(10_000);
    expect(heard()).toHaveLength(1);
    expect(engine.positionMs).toBeLessThan(DURATION_SECONDS * 1000);
  });
});
