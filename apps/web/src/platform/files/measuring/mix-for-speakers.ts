/** By the number of channels, in the order of Web Audio: how much of each the left and the right loudspeaker get. */
const HALF_POWER = Math.SQRT1_2;
const mixes: Readonly<Record<number, readonly [left: readonly number[], right: readonly number[]]>> = {
  4: [
    [0.5, 0, 0.5, 0],
    [0, 0.5, 0, 0.5],
  ],
  6: [
    [1, 0, HALF_POWER, 0, HALF_POWER, 0],
    [0, 1, HALF_POWER, 0, 0, HALF_POWER],
  ],
};

/**
 * Interleaved stereo of what has more channels, as Web Audio mixes for two loudspeakers (Web Audio API 1.1, "Channel up-mixing and
 * down-mixing": quad and 5.1 by matrices, of others the first two); undefined for what they play as it is.
 */
export function mixForSpeakers(channels: readonly Float32Array[]): Float32Array | undefined {
  if (channels.length <= 2) return undefined;
  const sides = mixes[channels.length] ?? [[1], [0, 1]];
  const mixed = new Float32Array((channels[0]?.length ?? 0) * sides.length);
  for (const [side, weights] of sides.entries())
    for (const [channel, weight] of weights.entries()) {
      const samples = weight === 0 ? [] : (channels[channel] ?? []);
      for (let at = 0, to = side; at < samples.length; at += 1, to += sides.length)
        mixed[to] = (mixed[to] ?? 0) + weight * (samples[at] ?? 0);
    }
  return mixed;
}
