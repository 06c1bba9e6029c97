import { FakeEnvironment } from '@jetstream/app-core/testing';
import { expect, it } from 'vitest';
import { Fader } from './fader.ts';

/** A gain of a graph whose clock is told by the test: a curve is at `share` of its way. */
class FakeGain {
  value = 1;
  readonly curves: { values: Float32Array; seconds: number }[] = [];
  cancelScheduledValues(): void {}
  setValueCurveAtTime(values: Float32Array, _startSeconds: number, seconds: number): void {
    this.curves.push({ values, seconds });
  }
  reach(share: number): void {
    const { values } = this.curves.at(-1) ?? { values: new Float32Array([1]) };
    this.value = values[Math.round(share * (values.length - 1))] ?? 0;
  }
}

function build() {
  const environment = new FakeEnvironment();
  const gain = new FakeGain();
  const node = { gain, context: { currentTime: 0 } } as unknown as GainNode;
  const fader = new Fader(
    (task, delayMs) => environment.schedule(task, delayMs),
    () => undefined,
  );
  return { environment, gain, node, fader };
}

it('falls by steps without a graph, and tells when it is silent', async () => {
  const { environment, fader } = build();
  let isSilent = false;
  fader.sink({ durationMs: 30 }, () => (isSilent = true));
  await environment.pass(10);
  expect(fader.level).toBeLessThan(0.8);
  expect(isSilent).toBe(false);
  await environment.pass(40);
  expect([fader.level, isSilent]).toEqual([0, true]);
});

it('waits for the clock of the graph, and not for ever', async () => {
  const { environment, gain, node, fader } = build();
  fader.wire(node);
  let silences = 0;
  fader.sink({ durationMs: 30 }, () => (silences += 1));
  await environment.pass(50);
  expect(silences).toBe(0);
  gain.reach(1);
  await environment.pass(10);
  expect(silences).toBe(1);
  fader.set(1);
  fader.sink({ durationMs: 30 }, () => (silences += 1));
  await environment.pass(500);
  expect(silences).toBe(2);
});

it('goes on in the graph with a fade that began by steps', async () => {
  const { environment, gain, node, fader } = build();
  fader.fadeTo({ to: 0, durationMs: 80 });
  await environment.pass(20);
  const before = fader.level;
  fader.wire(node);
  const [curve] = gain.curves;
  expect(curve?.values[0]).toBeCloseTo(before);
  expect(curve?.values.at(-1)).toBe(0);
  expect(curve?.seconds).toBeGreaterThan(0.03);
  expect(curve?.seconds).toBeLessThan(0.08);
});
