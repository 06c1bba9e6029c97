import type { Chord } from './chord-chart.ts';
import type { WrittenNote } from './phrase.ts';

/** A figure repeats over each chord: indices pick voices from the bottom, `b` is the bass, `.` a rest, `^` an octave up. */
export type Figure = {
  readonly steps: string;
  readonly stepBeats: number;
  readonly velocity: number;
  /** How many beats a note is held; `pedal` holds it until the chord changes. */
  readonly hold: number | 'pedal';
};

/** The voices a figure is made from: one voicing and one bass note per chord. */
export type Harmony = {
  readonly chords: readonly Chord[];
  readonly voicings: readonly (readonly number[])[];
  readonly bass: readonly number[];
};

/** Breaks chords into a moving accompaniment. */
export function figure(harmony: Harmony, { steps, stepBeats, velocity, hold }: Figure): WrittenNote[] {
  const tokens = steps.trim().split(/\s+/);
  return harmony.chords.flatMap((chord, index) => {
    const count = Math.round(chord.beats / stepBeats);
    return Array.from({ length: count }, (_, step) => {
      const token = tokens[step % tokens.length] ?? '.';
      const pitch = pitchOf(token, harmony.voicings[index] ?? [], harmony.bass[index] ?? 48);
      if (pitch === undefined) return [];
      const beat = chord.beat + step * stepBeats;
      const beats = hold === 'pedal' ? chord.beat + chord.beats - beat : hold;
      const accent = token.startsWith('b') ? 1.2 : step % tokens.length === 0 ? 1.12 : 1;
      return [{ beat, beats, pitch, velocity: velocity * accent }];
    }).flat();
  });
}

/** Holds each chord for its whole length; common tones are struck again only when asked to be. */
export function sustain(harmony: Harmony, velocity: number, isTied = true): WrittenNote[] {
  const notes: WrittenNote[] = [];
  let held = new Map<number, number>();
  harmony.chords.forEach((chord, index) => {
    const next = new Map<number, number>();
    for (const pitch of harmony.voicings[index] ?? []) {
      const at = isTied ? held.get(pitch) : undefined;
      const tied = at === undefined ? undefined : notes[at];
      if (at !== undefined && tied !== undefined) {
        notes[at] = { ...tied, beats: chord.beat + chord.beats - tied.beat };
        next.set(pitch, at);
      } else {
        next.set(pitch, notes.push({ beat: chord.beat, beats: chord.beats, pitch, velocity }) - 1);
      }
    }
    held = next;
  });
  return notes;
}

/** The bass line in whole notes. */
export function holdBass({ chords, bass }: Harmony, velocity: number): WrittenNote[] {
  return chords.map(({ beat, beats }, index) => ({ beat, beats, pitch: bass[index] ?? 36, velocity }));
}

function pitchOf(token: string, voicing: readonly number[], bass: number): number | undefined {
  const lift = token.endsWith('^') ? 12 : 0;
  if (token.startsWith('b')) return bass + lift;
  const voice = Number.parseInt(token, 10);
  if (Number.isNaN(voice)) return undefined;
  const pitch = voicing[voice % Math.max(1, voicing.length)];
  return pitch === undefined ? undefined : pitch + lift;
}
