import { parsePitch } from './pitch.ts';

/** A note on paper: beats, MIDI pitch, and velocity from 0 to 1. */
export type WrittenNote = {
  readonly beat: number;
  readonly beats: number;
  readonly pitch: number;
  readonly velocity: number;
};

/** Reads `F5/2.5 r/1 Eb5+G5/.5`: pitch, stroke, beats; `r` rests, `+` stacks. Higher notes sing a little louder. */
export function parsePhrase(text: string, velocity = 0.6): WrittenNote[] {
  let beat = 0;
  const notes = text
    .replaceAll('|', ' ')
    .trim()
    .split(/\s+/)
    .flatMap((token) => {
      const [names = '', length = '1'] = token.split('/');
      const start = beat;
      const beats = Number(length);
      beat += beats;
      if (names === 'r') return [];
      return names.split('+').map((name) => ({ beat: start, beats, pitch: parsePitch(name), velocity }));
    });
  const mean = notes.reduce((sum, note) => sum + note.pitch, 0) / Math.max(1, notes.length);
  return notes.map((note) => ({ ...note, velocity: clampVelocity(note.velocity + (note.pitch - mean) * 0.012) }));
}

/** Moves a phrase in time, pitch and loudness. */
export function shiftPhrase(
  notes: readonly WrittenNote[],
  by: { readonly beat?: number; readonly semitones?: number; readonly velocity?: number },
): WrittenNote[] {
  return notes.map((note) => ({
    beat: note.beat + (by.beat ?? 0),
    beats: note.beats,
    pitch: note.pitch + (by.semitones ?? 0),
    velocity: clampVelocity(note.velocity * (by.velocity ?? 1)),
  }));
}

/** Scales velocities by a line through `[beat, factor]` marks: crescendo and diminuendo. */
export function shapeDynamics(
  notes: readonly WrittenNote[],
  marks: readonly (readonly [beat: number, factor: number])[],
): WrittenNote[] {
  return notes.map((note) => ({ ...note, velocity: clampVelocity(note.velocity * factorAt(note.beat, marks)) }));
}

function factorAt(beat: number, marks: readonly (readonly [number, number])[]): number {
  let [fromBeat, fromFactor] = marks[0] ?? [0, 1];
  for (const [toBeat, toFactor] of marks) {
    if (beat < toBeat) {
      return toBeat === fromBeat
        ? toFactor
        : fromFactor + ((toFactor - fromFactor) * (beat - fromBeat)) / (toBeat - fromBeat);
    }
    [fromBeat, fromFactor] = [toBeat, toFactor];
  }
  return fromFactor;
}

function clampVelocity(velocity: number): number {
  return Math.min(1, Math.max(0.02, velocity));
}
