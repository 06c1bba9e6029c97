/** A tone of one or more channels, which goes on where the one before it ended. */
export interface Tone {
  seconds: number;
  /** Of each channel; null is silence. */
  levelsDbfs: readonly (number | null)[];
  frequencyHz?: number;
}

const toGain = (levelDbfs: number | null): number => (levelDbfs === null ? 0 : 10 ** (levelDbfs / 20));

/** Interleaved tones one behind the other, in one phase on all channels. */
export function renderTones(tones: readonly Tone[], sampleRate: number): Float32Array {
  const channels = tones[0]?.levelsDbfs.length ?? 0;
  const lengths = tones.map(({ seconds }) => Math.round(seconds * sampleRate));
  const samples = new Float32Array(lengths.reduce((sum, length) => sum + length, 0) * channels);
  let frame = 0;
  for (const [index, { levelsDbfs, frequencyHz = 1000 }] of tones.entries()) {
    const gains = levelsDbfs.map(toGain);
    for (const end = frame + (lengths[index] ?? 0); frame < end; frame += 1) {
      const wave = Math.sin((2 * Math.PI * frequencyHz * frame) / sampleRate);
      for (const [channel, gain] of gains.entries()) samples[frame * channels + channel] = gain * wave;
    }
  }
  return samples;
}

export const stereo = (levelDbfs: number | null, seconds: number): Tone => ({
  seconds,
  levelsDbfs: [levelDbfs, levelDbfs],
});

/** Noise of an even distribution up to `amplitude`, the same for each seed. */
export function renderNoise(length: number, amplitude: number, seed = 1): Float32Array {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 31 - 1) * amplitude;
  });
}

/** Hands a signal over in blocks of a size that divides nothing. */
export function pushInBlocks(
  meter: { push(block: Float32Array, sampleRate: number, channels: number): void },
  samples: Float32Array,
  { sampleRate, channels, blockFrames = 1013 }: { sampleRate: number; channels: number; blockFrames?: number },
): void {
  const size = blockFrames * channels;
  for (let from = 0; from < samples.length; from += size)
    meter.push(samples.subarray(from, from + size), sampleRate, channels);
}
