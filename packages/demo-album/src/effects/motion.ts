import type { EffectFactory } from './effect.ts';

/** Dips a part at each of the given moments, so that the kick has room. */
export function duckAt(momentsSec: readonly number[], { depth = 0.6, recoverSec = 0.26 } = {}): EffectFactory {
  const moments = [...momentsSec].sort((a, b) => a - b);
  return (sampleRate) => {
    let next = 0;
    let latest = -Infinity;
    return (left, right, count, frame) => {
      for (let index = 0; index < count; index += 1) {
        const atSec = (frame + index) / sampleRate;
        for (let moment = moments[next]; moment !== undefined && moment <= atSec; moment = moments[next]) {
          latest = moment;
          next += 1;
        }
        const gain = duckGain(atSec - latest, depth, recoverSec);
        left[index] = (left[index] ?? 0) * gain;
        right[index] = (right[index] ?? 0) * gain;
      }
    };
  };
}

/** Follows a line through `[second, gain in dB]` marks: the mixing engineer's hand on the fader. */
export function rideGain(marks: readonly (readonly [atSec: number, gainDb: number])[]): EffectFactory {
  return (sampleRate) => (left, right, count, frame) => {
    let gain = gainAt(marks, frame / sampleRate);
    const glide = (gainAt(marks, (frame + count) / sampleRate) - gain) / count;
    for (let index = 0; index < count; index += 1) {
      left[index] = (left[index] ?? 0) * gain;
      right[index] = (right[index] ?? 0) * gain;
      gain += glide;
    }
  };
}

function duckGain(sinceSec: number, depth: number, recoverSec: number): number {
  if (sinceSec >= recoverSec) return 1;
  const recovered = sinceSec / recoverSec;
  const dip = 1 - depth * (1 - recovered * recovered * (3 - 2 * recovered));
  // The first six milliseconds lead down into the dip; a step there would click.
  const entry = Math.min(1, sinceSec / 0.006);
  return 1 + (dip - 1) * entry;
}

function gainAt(marks: readonly (readonly [number, number])[], atSec: number): number {
  let [fromSec, fromDb] = marks[0] ?? [0, 0];
  for (const [toSec, toDb] of marks) {
    if (atSec < toSec) {
      const share = toSec === fromSec ? 1 : (atSec - fromSec) / (toSec - fromSec);
      return 10 ** ((fromDb + (toDb - fromDb) * share) / 20);
    }
    [fromSec, fromDb] = [toSec, toDb];
  }
  return 10 ** (fromDb / 20);
}
