import type { Voice } from './voice.ts';

/** One partial: a sine that starts at zero and dies away. `twinHz` is the second string, for beating. */
export type Overtone = {
  readonly hz: number;
  readonly twinHz: number;
  readonly gain: number;
  readonly decaySec: number;
};

/** How the bank is struck and damped. Decays are times to fall by 60 dB. */
export type Strike = {
  readonly sampleRate: number;
  readonly attackSec: number;
  readonly heldSec: number;
  readonly releaseSec: number;
};

const SILENT = 2e-6;

/** Sum of damped sines, each a two-pole recurrence: four operations a sample instead of a sine. */
export function createResonatorBank(partials: readonly Overtone[], strike: Strike): Voice {
  const { sampleRate } = strike;
  const strings = partials
    .filter((partial) => partial.hz < sampleRate * 0.45)
    .map((partial) => createString(partial, sampleRate));
  const scratch = new Float64Array(2048);
  let played = 0;
  return (out, from, to) => {
    const count = to - from;
    scratch.fill(0, 0, count);
    let isSounding = false;
    for (const string of strings) isSounding = string(scratch, count) || isSounding;
    const level = applyStrike(scratch, count, played, strike);
    for (let index = 0; index < count; index += 1) out[from + index] = (out[from + index] ?? 0) + (scratch[index] ?? 0);
    played += count;
    return isSounding && level > SILENT;
  };
}

function createString(partial: Overtone, sampleRate: number): (out: Float64Array, count: number) => boolean {
  const radius = 10 ** (-3 / (partial.decaySec * sampleRate));
  const angle = (2 * Math.PI * partial.hz) / sampleRate;
  const twinAngle = (2 * Math.PI * partial.twinHz) / sampleRate;
  const feedback = 2 * radius * Math.cos(angle);
  const twinFeedback = 2 * radius * Math.cos(twinAngle);
  const loss = radius * radius;
  let [now, before, twinNow, twinBefore] = [0, -partial.gain * 0.6 * Math.sin(angle), 0, -partial.gain * 0.4 * Math.sin(twinAngle)];
  let level = Math.abs(partial.gain);
  return (out, count) => {
    if (level < SILENT) return false;
    for (let index = 0; index < count; index += 1) {
      const next = feedback * now - loss * before;
      const twinNext = twinFeedback * twinNow - loss * twinBefore;
      out[index] = (out[index] ?? 0) + next + twinNext;
      before = now;
      now = next;
      twinBefore = twinNow;
      twinNow = twinNext;
    }
    level *= radius ** count;
    return true;
  };
}

function applyStrike(scratch: Float64Array, count: number, played: number, strike: Strike): number {
  const attack = strike.attackSec * strike.sampleRate;
  const released = strike.heldSec * strike.sampleRate;
  if (played < attack) {
    for (let index = 0; index < count && played + index < attack; index += 1) {
      scratch[index] = (scratch[index] ?? 0) * (0.5 - 0.5 * Math.cos((Math.PI * (played + index)) / attack));
    }
  }
  if (played + count <= released) return 1;
  const fall = 10 ** (-3 / (strike.releaseSec * strike.sampleRate));
  const first = Math.max(0, Math.ceil(released - played));
  let level = fall ** (played + first - released);
  for (let index = first; index < count; index += 1) {
    scratch[index] = (scratch[index] ?? 0) * level;
    level *= fall;
  }
  return level;
}
