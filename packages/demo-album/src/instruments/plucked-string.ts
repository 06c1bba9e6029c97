import { toFrequencyHz } from '../music/pitch.ts';
import type { Instrument, Note, Stage } from '../synthesis/voice.ts';

/** What the string is made of and how it is plucked. */
export type StringBuild = {
  /** Time for the open C4 string to fall by 60 dB. */
  readonly decaySec: number;
  /** 0 keeps the treble, 0.5 loses it fastest. */
  readonly softness: number;
  /** Where the finger plucks, as a share of the string. */
  readonly pluckAt: number;
  /** Cutoff of the pluck itself at full velocity. */
  readonly brightHz: number;
  readonly releaseSec: number;
};

/** Strings whose loop ends in a delay of whole samples plus an allpass for the fraction. */
type Loop = { readonly line: Float32Array; readonly allpass: number; readonly softness: number; readonly gain: number };

/**
 * A plucked string by delay loop (Karplus and Strong 1983, tuned as in Jaffe and Smith, "Extensions of the
 * Karplus-Strong plucked-string algorithm", CMJ 1983).
 */
export function createPluckedString(build: StringBuild): Instrument {
  return {
    ringSec: build.releaseSec * 2,
    start: (note, stage) => {
      const { line, allpass, softness, gain } = createLoop(build, note, stage);
      const held = Math.round(note.lengthSec * stage.sampleRate);
      const fall = 10 ** (-3 / (build.releaseSec * stage.sampleRate));
      let reached = { at: 0, previous: 0, allpassIn: 0, allpassOut: 0, release: 1, played: 0, peak: 1 };
      return (out, from, to) => {
        let { at, previous, allpassIn, allpassOut, release, played, peak } = reached;
        peak *= 0.5;
        for (let index = from; index < to; index += 1) {
          const sample = line[at] ?? 0;
          const damped = gain * (sample + softness * (previous - sample));
          previous = sample;
          allpassOut = allpass * (damped - allpassOut) + allpassIn;
          allpassIn = damped;
          line[at] = allpassOut;
          at = at + 1 === line.length ? 0 : at + 1;
          if (played > held) release *= fall;
          played += 1;
          const heard = sample * release;
          peak = Math.max(peak, Math.abs(heard));
          out[index] = (out[index] ?? 0) + heard;
        }
        reached = { at, previous, allpassIn, allpassOut, release, played, peak };
        return peak > 3e-6;
      };
    },
  };
}

function createLoop(build: StringBuild, note: Note, stage: Stage): Loop {
  const hz = toFrequencyHz(note.pitch);
  const period = stage.sampleRate / hz;
  // Treble strings lose too much in a two-point average: each pass is shorter, so the average weighs less.
  const softness = Math.min(0.5, build.softness * Math.min(1, 330 / hz) ** 0.6);
  const angle = (2 * Math.PI * hz) / stage.sampleRate;
  const filterDelay = Math.atan2(softness * Math.sin(angle), 1 - softness + softness * Math.cos(angle)) / angle;
  const whole = Math.floor(period - filterDelay - 0.3);
  const rest = period - filterDelay - whole;
  const decaySec = build.decaySec * 2 ** ((60 - note.pitch) / 24);
  const filterGain = Math.hypot(1 - softness + softness * Math.cos(angle), softness * Math.sin(angle));
  return {
    line: pluck(build, note, { ...stage, length: whole }),
    allpass: Math.sin(((1 - rest) * angle) / 2) / Math.sin(((1 + rest) * angle) / 2),
    softness,
    gain: Math.min(0.99999, 10 ** (-3 / (hz * decaySec)) / filterGain),
  };
}

function pluck(build: StringBuild, { velocity, pitch }: Note, stage: Stage & { length: number }): Float32Array {
  const { sampleRate, random, length } = stage;
  const brightHz = build.brightHz * (0.35 + 0.65 * velocity) + toFrequencyHz(pitch);
  const smoothing = Math.exp((-2 * Math.PI * brightHz) / sampleRate);
  const noise = new Float32Array(length);
  let [first, second] = [0, 0];
  // Twice round the loop, so that the filter meets its own end without a step.
  for (let index = 0; index < length * 2; index += 1) {
    const fresh = index < length ? (noise[index] = random() * 2 - 1) : (noise[index - length] ?? 0);
    first = fresh + smoothing * (first - fresh);
    second = first + smoothing * (second - first);
    if (index >= length) noise[index - length] = second;
  }
  const offset = Math.max(1, Math.round(length * build.pluckAt));
  const line = noise.map((sample, index) => sample - (noise[(index + length - offset) % length] ?? 0));
  return scaleToLevel(line, 0.3 * velocity ** 1.4);
}

function scaleToLevel(line: Float32Array, level: number): Float32Array {
  const mean = line.reduce((sum, sample) => sum + sample, 0) / line.length;
  const power = line.reduce((sum, sample) => sum + (sample - mean) ** 2, 0) / line.length;
  const scale = level / Math.max(1e-6, Math.sqrt(power));
  return line.map((sample) => (sample - mean) * scale);
}
