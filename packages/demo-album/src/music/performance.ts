import type { EffectFactory } from '../effects/effect.ts';
import type { ReverbSettings } from '../effects/reverb.ts';
import type { Random } from '../random.ts';
import type { Instrument, Note } from '../synthesis/voice.ts';
import type { WrittenNote } from './phrase.ts';
import type { TempoMap } from './tempo-map.ts';

/** One player: an instrument, the notes it plays, and its place in the room. */
export type Part = {
  readonly name: string;
  readonly instrument: Instrument;
  readonly notes: readonly Note[];
  readonly gainDb: number;
  /** From -1 (left) to 1 (right). */
  readonly pan?: number;
  /** How far pitches spread around `pan`, as the strings of a piano do; per octave away from middle C. */
  readonly spread?: number;
  /** Level sent to the shared reverb. */
  readonly reverbDb?: number;
  readonly effects?: readonly EffectFactory[];
};

/** Everything that sounds, in the room it sounds in. */
export type Performance = {
  readonly seed: number;
  readonly parts: readonly Part[];
  readonly reverb: ReverbSettings;
  readonly masterGainDb: number;
};

/** How loosely a player follows the page. */
export type Playing = {
  readonly tempo: TempoMap;
  readonly random: Random;
  /** Largest error of an onset, either way. */
  readonly looseMs?: number;
  /** Share of the written length that is held; above 1 the notes overlap. */
  readonly legato?: number;
};

/** Turns written notes into sounding ones: beats become seconds, onsets and touch become human. */
export function perform(written: readonly WrittenNote[], playing: Playing): Note[] {
  const { tempo, random, looseMs = 6, legato = 0.95 } = playing;
  return written
    .map((note) => {
      const startSec = Math.max(0, tempo(note.beat) + ((random() * 2 - 1) * looseMs) / 1000);
      const lengthSec = (tempo(note.beat + note.beats) - tempo(note.beat)) * legato;
      return { startSec, lengthSec, pitch: note.pitch, velocity: note.velocity * (0.94 + random() * 0.12) };
    })
    .sort((a, b) => a.startSec - b.startSec);
}
