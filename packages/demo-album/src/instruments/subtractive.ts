import { toFrequencyHz } from '../music/pitch.ts';
import { type Envelope, levelAt, releaseTailSec } from '../synthesis/envelope.ts';
import { createOscillator, type Oscillator } from '../synthesis/oscillator.ts';
import { createLowpass } from '../synthesis/state-variable-filter.ts';
import type { Instrument, Note } from '../synthesis/voice.ts';

/** A subtractive synthesiser's panel: oscillators into a resonant lowpass, an envelope for each. */
export type Patch = {
  readonly oscillators: readonly Oscillator[];
  readonly cutoffHz: number;
  /** Octaves the filter rises per octave of pitch. */
  readonly tracking: number;
  /** Octaves the filter envelope opens at full velocity. */
  readonly sweep: number;
  readonly resonance: number;
  readonly amplitude: Envelope;
  readonly filter: Envelope;
  readonly vibrato?: { readonly cents: number; readonly hz: number; readonly delaySec: number };
  readonly level: number;
  /** How much velocity matters to loudness; 1 is linear. */
  readonly touch: number;
};

/** Envelopes, filter and vibrato move once per segment and glide within it. */
const SEGMENT = 32;

/** Plays a patch, one voice per note. */
export function createSubtractive(patch: Patch): Instrument {
  return {
    ringSec: releaseTailSec(patch.amplitude),
    start: (note, stage) => {
      const { sampleRate } = stage;
      const segment = new Float64Array(SEGMENT);
      const oscillators = patch.oscillators.map((oscillator) =>
        createOscillator(oscillator, stage.random(), sampleRate),
      );
      const filter = createLowpass(sampleRate, patch.resonance);
      const gain = patch.level * note.velocity ** patch.touch;
      const endSec = note.lengthSec + releaseTailSec(patch.amplitude);
      let played = 0;
      let level = 0;
      return (out, from, to) => {
        for (let start = from; start < to; start += SEGMENT) {
          const count = Math.min(SEGMENT, to - start);
          const atSec = played / sampleRate;
          const hz = toFrequencyHz(note.pitch + vibratoAt(patch, note, atSec));
          segment.fill(0);
          for (const oscillator of oscillators) oscillator(segment, count, hz);
          filter(segment, count, cutoffAt(patch, note, atSec));
          played += count;
          const next = gain * levelAt(patch.amplitude, played / sampleRate, note.lengthSec);
          mix(out, start, segment, { count, from: level, to: next });
          level = next;
        }
        return played / sampleRate < endSec;
      };
    },
  };
}

function mix(
  out: Float32Array,
  start: number,
  segment: Float64Array,
  ramp: { readonly count: number; readonly from: number; readonly to: number },
): void {
  const step = (ramp.to - ramp.from) / ramp.count;
  let level = ramp.from;
  for (let index = 0; index < ramp.count; index += 1) {
    out[start + index] = (out[start + index] ?? 0) + (segment[index] ?? 0) * level;
    level += step;
  }
}

function cutoffAt(patch: Patch, note: Note, atSec: number): number {
  const sweep = patch.sweep * note.velocity * levelAt(patch.filter, atSec, note.lengthSec);
  return patch.cutoffHz * 2 ** (sweep + (patch.tracking * (note.pitch - 60)) / 12);
}

function vibratoAt({ vibrato }: Patch, note: Note, atSec: number): number {
  if (vibrato === undefined || atSec < vibrato.delaySec) return 0;
  const depth = Math.min(1, (atSec - vibrato.delaySec) / 0.6) * (vibrato.cents / 100);
  return depth * Math.sin(2 * Math.PI * vibrato.hz * (atSec + note.startSec * 0.37));
}
