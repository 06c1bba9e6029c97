import { alignResampling } from '../segment-plan.ts';
import { Resampler } from './resampler.ts';
import type { SoundSource } from './sound-source.ts';

export interface TargetShape {
  sampleRateHz: number;
  channels: number;
}

/**
 * The sound at another rate and with other channels, from exactly `startSample` of the target on to the end of the source; undefined
 * while there is nothing to tell. The same place has the same samples wherever reading began.
 */
export function* readTargetSound(
  source: SoundSource,
  target: TargetShape,
  startSample: number,
): Generator<Float32Array | undefined> {
  const { shape } = source;
  // FFmpeg would give a single channel to two speakers 3 dB quieter.
  const mixed = shape.channels === 1 ? 1 : target.channels;
  const isSame = shape.sampleRateHz === target.sampleRateHz && shape.channels === mixed;
  const blocks = isSame
    ? readPlain(source, startSample)
    : readResampled(source, { ...target, channels: mixed }, startSample);
  for (const block of blocks) yield block === undefined ? undefined : spread(block, mixed, target.channels);
}

function* readPlain(source: SoundSource, startSample: number): Generator<Float32Array | undefined> {
  for (const block of source.read(startSample)) yield block?.samples;
}

function* readResampled(
  source: SoundSource,
  target: TargetShape,
  startSample: number,
): Generator<Float32Array | undefined> {
  const start = alignResampling(startSample, source.shape.sampleRateHz, target.sampleRateHz);
  let skipped = (startSample - start.targetSample) * target.channels;
  const resampler = new Resampler(source.shape, target);
  const cut = (samples: Float32Array): Float32Array => {
    const rest = samples.subarray(Math.min(skipped, samples.length));
    skipped -= samples.length - rest.length;
    return rest;
  };
  try {
    for (const block of source.read(start.sourceSample)) yield block && cut(resampler.convert(block.samples));
    yield cut(resampler.convert(null));
  } finally {
    resampler.close();
  }
}

function spread(samples: Float32Array, from: number, to: number): Float32Array {
  if (from === to || from !== 1) return samples;
  const target = new Float32Array(samples.length * to);
  // More than two speakers: only the front ones.
  for (let at = 0; at < samples.length; at++) {
    target[at * to] = samples[at] ?? 0;
    target[at * to + 1] = samples[at] ?? 0;
  }
  return target;
}
