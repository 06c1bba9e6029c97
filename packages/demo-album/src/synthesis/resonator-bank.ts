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

const SILENT = 1e-5;
/** A partial this quiet is left out or dropped: 88 dB under full scale. */
const INAUDIBLE = 4e-5;

const SILENT_STRING = { feedback: 0, loss: 0, before: 0 };

type StringPair = (out: Float64Array, count: number) => boolean;

/** Sum of damped sines, each a two-pole recurrence: four operations a sample instead of a sine. */
export function createResonatorBank(partials: readonly Overtone[], strike: Strike): Voice {
  const { sampleRate } = strike;
  const audible = partials.filter(({ hz, gain }) => hz < sampleRate * 0.45 && gain > INAUDIBLE);
  let pairs = Array.from({ length: Math.ceil(audible.length / 2) }, (_, index) =>
    createStringPair(audible.slice(index * 2, index * 2 + 2), sampleRate),
  );
  const scratch = new Float64Array(1024);
  let played = 0;
  return (out, from, to) => {
    let level = 1;
    for (let start = from; start < to; start += scratch.length) {
      const count = Math.min(scratch.length, to - start);
      scratch.fill(0, 0, count);
      pairs = pairs.filter((pair) => pair(scratch, count));
      level = applyStrike(scratch, count, played, strike);
      for (let index = 0; index < count; index += 1) {
        out[start + index] = (out[start + index] ?? 0) + (scratch[index] ?? 0);
      }
      played += count;
    }
    return pairs.length > 0 && level > SILENT;
  };
}

/** Two partials of two strings each in one loop: four independent recurrences keep the processor busy. */
function createStringPair(partials: readonly Overtone[], sampleRate: number): StringPair {
  const strings = partials.map((partial) => toRecurrence(partial, partial.hz, sampleRate));
  const twins = partials.map((partial) => toRecurrence(partial, partial.twinHz, sampleRate));
  const all = [strings[0], strings[1], twins[0], twins[1]].map((string) => string ?? SILENT_STRING);
  const losses = all.slice(0, 2).map(({ loss }) => loss);
  const factors = Float64Array.from([...all.map(({ feedback }) => feedback), ...losses]);
  const state = Float64Array.from(all.flatMap(({ before }) => [0, before]));
  let age = 0;
  return (out, count) => {
    runStringPair(out, count, factors, state);
    age += count;
    return partials.some(({ gain, decaySec }) => gain * 10 ** ((-3 * age) / sampleRate / decaySec) > INAUDIBLE);
  };
}

/** Spelled out and read into locals once: this loop is most of what a piano costs. */
function runStringPair(out: Float64Array, count: number, factors: Float64Array, state: Float64Array): void {
  const [ka, kb, kc] = [read(factors, 0), read(factors, 1), read(factors, 2)];
  const [kd, lossA, lossB] = [read(factors, 3), read(factors, 4), read(factors, 5)];
  let [a1, a2, b1, b2] = [read(state, 0), read(state, 1), read(state, 2), read(state, 3)];
  let [c1, c2, d1, d2] = [read(state, 4), read(state, 5), read(state, 6), read(state, 7)];
  for (let index = 0; index < count; index += 1) {
    const an = ka * a1 - lossA * a2;
    const bn = kb * b1 - lossB * b2;
    const cn = kc * c1 - lossA * c2;
    const dn = kd * d1 - lossB * d2;
    out[index] = (out[index] ?? 0) + (an + cn + (bn + dn));
    a2 = a1;
    a1 = an;
    b2 = b1;
    b1 = bn;
    c2 = c1;
    c1 = cn;
    d2 = d1;
    d1 = dn;
  }
  state.set([a1, a2, b1, b2, c1, c2, d1, d2]);
}

function read(values: Float64Array, index: number): number {
  return values[index] ?? 0;
}

function toRecurrence({ gain, decaySec }: Overtone, hz: number, sampleRate: number) {
  const radius = 10 ** (-3 / (decaySec * sampleRate));
  const angle = (2 * Math.PI * hz) / sampleRate;
  return { feedback: 2 * radius * Math.cos(angle), loss: radius * radius, before: -0.5 * gain * Math.sin(angle) };
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
