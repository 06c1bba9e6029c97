import { parsePitchClass } from './pitch.ts';

/** One chord of a chart: where it starts, how long it lasts, and the pitch classes it is made of. */
export type Chord = {
  readonly beat: number;
  readonly beats: number;
  readonly bass: number;
  readonly tones: readonly number[];
};

/** Intervals in the order of their importance: a thin voicing keeps the first ones. */
const intervalsOf: Readonly<Record<string, readonly number[]>> = {
  '': [0, 4, 7],
  m: [0, 3, 7],
  6: [4, 9, 0, 7],
  m6: [3, 9, 0, 7],
  7: [4, 10, 0, 7],
  m7: [3, 10, 0, 7],
  maj7: [4, 11, 0, 7],
  9: [4, 10, 2, 7],
  m9: [3, 10, 2, 7],
  maj9: [4, 11, 2, 7],
  add9: [4, 0, 2, 7],
  madd9: [3, 0, 2, 7],
  sus: [0, 5, 7],
  sus2: [0, 2, 7],
  '7sus': [5, 10, 0, 7],
  '9sus': [5, 10, 2, 7],
  m7b5: [3, 6, 10, 0],
  lydian: [4, 11, 6, 2],
};

/** Reads `Db | Ab7sus Ab7 | Gm7/F`: bars between strokes, chords of a bar share it evenly. */
export function parseChart(text: string, beatsPerBar: number): Chord[] {
  return text.split('|').flatMap((bar, barIndex) => {
    const symbols = bar.trim().split(/\s+/);
    const beats = beatsPerBar / symbols.length;
    return symbols.map((symbol, index) => ({
      ...parseChord(symbol),
      beat: barIndex * beatsPerBar + index * beats,
      beats,
    }));
  });
}

/** Moves a chart to another place and, when asked, into another key. */
export function shiftChart(chords: readonly Chord[], beat: number, semitones = 0): Chord[] {
  const move = (tone: number) => (tone + semitones + 24) % 12;
  return chords.map((chord) => ({
    beats: chord.beats,
    beat: chord.beat + beat,
    bass: move(chord.bass),
    tones: chord.tones.map(move),
  }));
}

function parseChord(symbol: string): Pick<Chord, 'bass' | 'tones'> {
  const match = /^([A-G][b#]?)([^/]*)(?:\/([A-G][b#]?))?$/.exec(symbol);
  const [, rootName = '', quality = '', bassName] = match ?? [];
  const intervals = intervalsOf[quality];
  if (match === null || intervals === undefined) throw new RangeError(`Not a chord: ${symbol}`);
  const root = parsePitchClass(rootName);
  return {
    bass: bassName === undefined ? root : parsePitchClass(bassName),
    tones: intervals.map((interval) => (root + interval) % 12),
  };
}
