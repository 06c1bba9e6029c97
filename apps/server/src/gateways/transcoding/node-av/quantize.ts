/** Samples as integers of so many bits; what is louder than full scale is cut off. */
export function quantize(samples: Float32Array, bitDepth: 16 | 24): Int16Array | Int32Array {
  const target = bitDepth === 16 ? new Int16Array(samples.length) : new Int32Array(samples.length);
  const scale = 2 ** (bitDepth - 1);
  for (let at = 0; at < samples.length; at++) {
    target[at] = Math.max(-scale, Math.min(scale - 1, Math.round((samples[at] ?? 0) * scale)));
  }
  return target;
}
