import type { EffectFactory } from './effect.ts';

const BASE_MS = 11;
const STEP = 32;

/** Thickens a part: each side gains a copy whose delay wanders, a quarter turn apart. */
export function chorus({ depthMs = 2.4, rateHz = 0.42, mix = 0.4 } = {}): EffectFactory {
  return (sampleRate) => {
    const sides = [0, Math.PI / 2].map((phase) => createWanderingDelay(sampleRate, { depthMs, rateHz, mix, phase }));
    return (left, right, count, frame) => {
      sides[0]?.(left, count, frame);
      sides[1]?.(right, count, frame);
    };
  };
}

type Wander = { readonly depthMs: number; readonly rateHz: number; readonly mix: number; readonly phase: number };

function createWanderingDelay(sampleRate: number, { depthMs, rateHz, mix, phase }: Wander) {
  const size = 2 ** Math.ceil(Math.log2(((BASE_MS + depthMs) / 1000) * sampleRate + 8));
  const memory = new Float32Array(size);
  const delayAt = (frame: number) =>
    ((BASE_MS + depthMs * Math.sin(2 * Math.PI * rateHz * (frame / sampleRate) + phase)) / 1000) * sampleRate;
  let write = 0;
  return (samples: Float32Array, count: number, frame: number): void => {
    for (let start = 0; start < count; start += STEP) {
      const end = Math.min(count, start + STEP);
      let delay = delayAt(frame + start);
      const glide = (delayAt(frame + end) - delay) / (end - start);
      for (let index = start; index < end; index += 1) {
        const dry = samples[index] ?? 0;
        memory[write] = dry;
        const position = write - delay + size;
        const whole = Math.floor(position);
        const here = memory[whole & (size - 1)] ?? 0;
        const next = memory[(whole + 1) & (size - 1)] ?? 0;
        samples[index] = dry * (1 - mix * 0.4) + mix * (here + (next - here) * (position - whole));
        delay += glide;
        write = (write + 1) & (size - 1);
      }
    }
  };
}
