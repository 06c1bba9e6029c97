import type { EffectFactory } from './effect.ts';

/** Echoes that answer from side to side, each darker than the one before. */
export function pingPongDelay({ delaySec = 0.36, feedback = 0.38, mix = 0.3, darkHz = 2600 }): EffectFactory {
  return (sampleRate) => {
    const length = Math.max(1, Math.round(delaySec * sampleRate));
    const [memoryLeft, memoryRight] = [new Float32Array(length), new Float32Array(length)];
    const smoothing = Math.exp((-2 * Math.PI * darkHz) / sampleRate);
    let reached = { at: 0, darkLeft: 0, darkRight: 0 };
    return (left, right, count) => {
      let { at, darkLeft, darkRight } = reached;
      for (let index = 0; index < count; index += 1) {
        const dryLeft = left[index] ?? 0;
        const dryRight = right[index] ?? 0;
        const echoLeft = memoryLeft[at] ?? 0;
        const echoRight = memoryRight[at] ?? 0;
        darkLeft = echoLeft + smoothing * (darkLeft - echoLeft);
        darkRight = echoRight + smoothing * (darkRight - echoRight);
        memoryLeft[at] = 0.5 * (dryLeft + dryRight) + feedback * darkRight;
        memoryRight[at] = feedback * darkLeft + 0.12 * dryRight;
        at = at + 1 === length ? 0 : at + 1;
        left[index] = dryLeft + mix * darkLeft;
        right[index] = dryRight + mix * darkRight;
      }
      reached = { at, darkLeft, darkRight };
    };
  };
}
