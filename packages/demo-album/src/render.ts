import { createLimiter } from './effects/limiter.ts';
import { createReverb } from './effects/reverb.ts';
import { lowCut } from './effects/tone.ts';
import type { Performance } from './music/performance.ts';
import { createChannel } from './part-channel.ts';

/** Stereo sound, samples from -1 to 1. */
export type StereoAudio = { readonly left: Float32Array; readonly right: Float32Array; readonly sampleRate: number };

/** Which part of a performance to render, and how. */
export type Span = {
  readonly fromSec: number;
  readonly toSec: number;
  readonly sampleRate: number;
  readonly onProgress?: (fraction: number) => void;
};

const BLOCK = 1024;
const CEILING_DB = -1.6;
/** By then the longest reverb here has fallen below the last bit of 16. */
const MEMORY_SEC = 9;
const PROGRESS_STEPS = 100;

/**
 * Renders a span as it sounds within the whole: whatever still rings from before is played in first, so two spans
 * that meet join without a seam.
 */
export function renderSpan(performance: Performance, span: Span): StereoAudio {
  const { sampleRate, onProgress } = span;
  const first = Math.round(span.fromSec * sampleRate);
  const length = Math.round(span.toSec * sampleRate) - first;
  const left = new Float32Array(length);
  const right = new Float32Array(length);
  const mixer = createMixer(performance, sampleRate);
  // Blocks lie on one grid for the whole performance: envelopes are sampled per block and must agree between spans.
  const start = Math.floor((findEarliestNote(performance, span.fromSec) * sampleRate) / BLOCK) * BLOCK;
  const end = first + length + mixer.latency;
  let reported = 0;
  for (let frame = start; frame < end; frame += BLOCK) {
    const count = Math.min(BLOCK, end - frame);
    const block = mixer.mix(frame, count);
    copyInto(left, block.left, { at: frame - first - mixer.latency, count });
    copyInto(right, block.right, { at: frame - first - mixer.latency, count });
    const step = Math.floor((PROGRESS_STEPS * (frame + count - start)) / (end - start));
    if (step > reported) onProgress?.((reported = step) / PROGRESS_STEPS);
  }
  return { left, right, sampleRate };
}

function createMixer(performance: Performance, sampleRate: number) {
  const channels = performance.parts.map((part, index) =>
    createChannel(part, { sampleRate, seed: performance.seed, index }),
  );
  const reverb = createReverb(performance.reverb, sampleRate);
  const rumbleFilter = lowCut(24)(sampleRate);
  const limiter = createLimiter(sampleRate, CEILING_DB);
  const gain = 10 ** (performance.masterGainDb / 20);
  const [left, right] = [new Float32Array(BLOCK), new Float32Array(BLOCK)];
  const [wetLeft, wetRight] = [new Float32Array(BLOCK), new Float32Array(BLOCK)];
  const mix = (frame: number, count: number) => {
    for (const bus of [left, right, wetLeft, wetRight]) bus.fill(0);
    for (const channel of channels) channel({ left, right, wetLeft, wetRight }, frame, count);
    reverb(wetLeft, wetRight, count, frame);
    for (let index = 0; index < count; index += 1) {
      left[index] = ((left[index] ?? 0) + (wetLeft[index] ?? 0)) * gain;
      right[index] = ((right[index] ?? 0) + (wetRight[index] ?? 0)) * gain;
    }
    rumbleFilter(left, right, count, frame);
    limiter.process(left, right, count);
    return { left, right };
  };
  return { mix, latency: limiter.latency };
}

function findEarliestNote({ parts }: Performance, fromSec: number): number {
  const heardFromSec = Math.max(0, fromSec - MEMORY_SEC);
  const onsets = parts.flatMap(({ notes, instrument }) =>
    notes
      .filter(
        (note) => note.startSec < heardFromSec && note.startSec + note.lengthSec + instrument.ringSec > heardFromSec,
      )
      .map((note) => note.startSec),
  );
  return Math.min(heardFromSec, ...onsets);
}

function copyInto(
  target: Float32Array,
  source: Float32Array,
  span: { readonly at: number; readonly count: number },
): void {
  const skipped = Math.max(0, -span.at);
  const count = Math.min(span.count, target.length - span.at);
  if (skipped < count) target.set(source.subarray(skipped, count), span.at + skipped);
}
