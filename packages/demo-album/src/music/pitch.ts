const semitonesOf: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

/** Pitch class (0 = C … 11 = B) of a note name such as `Eb` or `F#`. Throws on anything else. */
export function parsePitchClass(name: string): number {
  const semitones = semitonesOf[name.charAt(0)];
  if (semitones === undefined || !/^[A-G][b#]?$/.test(name)) throw new RangeError(`Not a note name: ${name}`);
  const accidental = name.charAt(1);
  return (semitones + (accidental === '#' ? 1 : accidental === 'b' ? 11 : 0)) % 12;
}

/** MIDI number of a scientific pitch name; `C4` is 60. Throws on anything else. */
export function parsePitch(name: string): number {
  const match = /^([A-G])([b#]?)(-?\d)$/.exec(name);
  if (match === null) throw new RangeError(`Not a pitch: ${name}`);
  const [, letter = '', accidental = '', octave = ''] = match;
  const shift = accidental === '#' ? 1 : accidental === 'b' ? -1 : 0;
  return (Number(octave) + 1) * 12 + parsePitchClass(letter) + shift;
}

/** Frequency in Hz of a MIDI number, fractions allowed, in equal temperament at A4 = 440 Hz. */
export function toFrequencyHz(pitch: number): number {
  return 440 * 2 ** ((pitch - 69) / 12);
}
