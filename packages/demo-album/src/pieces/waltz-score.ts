import { parseChart, shiftChart, type Chord } from '../music/chord-chart.ts';
import { figure, sustain, type Harmony } from '../music/figuration.ts';
import { parsePhrase, shapeDynamics, shiftPhrase, type WrittenNote } from '../music/phrase.ts';
import { suiteForm as at } from './suite.ts';

const themeChart =
  'G | G/B | C | D7 | Em | Bm7 | Cmaj7 | D7sus | G | B7/D# | Em | Cm/Eb | G/D | A9/C# | Am7/C D7/C | G/B';
/** The harmony up to the chord that is left in the air. */
export const waltzChart: readonly Chord[] = [
  ...parseChart('G | Cmaj7/G | G | D7sus', 3),
  ...shiftChart(parseChart(themeChart, 3), at.theme),
  ...shiftChart(parseChart('Em | Am7 | D9 | G | Cmaj7 | F#m7b5 | B7 | Em', 3), at.middle),
  ...shiftChart(parseChart('Em9 | Am7 | D9 | Gmaj7/B | C#m7b5 | Cmaj7 | Am7 | D7sus', 3), at.middle + 24),
  ...shiftChart(parseChart(themeChart, 3).slice(0, 15), at.reprise),
];

const theme = parsePhrase(
  `D5/1 B4/1 D5/1 | G5/2 F#5/1 | E5/1 C5/1 E5/1 | A5/2 G5/1 | G5/1 F#5/1 E5/1 | D5/2 B4/1 | C5/1 D5/1 E5/1 |
  D5/1.5 E5/.5 C5/1 | D5/1 B4/1 D5/1 | A5/2 F#5/1 | G5/1 B5/1 G5/1 | G5/1 Eb5/1 C5/1 | B4/1 D5/1 G5/1 | B5/2 A5/1 |
  G5/1 F#5/1 A5/1 | G5/3`,
  0.68,
);

const middleTune = parsePhrase(
  `E5/.5 F#5/.5 G5/1 B5/1 | A5/1.5 G5/.5 E5/1 | D5/.5 E5/.5 F#5/1 A5/1 | G5/1.5 F#5/.5 D5/1 | C5/.5 D5/.5 E5/1 G5/1 |
  F#5/1.5 E5/.5 C5/1 | D#5/1 F#5/1 A5/1 | G5/2 E5/1`,
  0.66,
);

const fluteTune = parsePhrase(
  `G5/.5 A5/.5 B5/1 E6/1 | D6/1 C6/1 A5/1 | C6/.5 B5/.5 A5/1 F#5/1 | B5/2 G5/1 | E5/.5 G5/.5 B5/1 A5/1 | G5/1 E5/1 B5/1 |
  A5/1 G5/1 E5/1 | D5/1 E5/1 F#5/1`,
  0.62,
);

/** The theme in running eighths. */
const variation = parsePhrase(
  `D5/.5 E5/.5 D5/.5 B4/.5 D5/.5 F#5/.5 | G5/.5 A5/.5 G5/.5 F#5/.5 E5/.5 D5/.5 | E5/.5 D5/.5 C5/.5 D5/.5 E5/.5 G5/.5 |
  A5/.5 B5/.5 A5/.5 G5/.5 F#5/.5 A5/.5 | G5/.5 F#5/.5 E5/.5 F#5/.5 G5/.5 B5/.5 | D5/.5 E5/.5 F#5/.5 D5/.5 B4/1 |
  C5/.5 B4/.5 C5/.5 D5/.5 E5/.5 G5/.5 | D5/1 E5/.5 D5/.5 C5/1`,
  0.66,
);

/** The tune, its second voice, the bells above and the air for flute. */
export function writeMelodies(): Record<'tune' | 'second' | 'chimes' | 'air', WrittenNote[]> {
  const written: WrittenNote[] = [
    ...shiftPhrase(theme, { beat: at.theme }),
    ...shiftPhrase(middleTune, { beat: at.middle }),
    ...shiftPhrase(variation, { beat: at.reprise }),
    ...shiftPhrase(
      theme.filter(({ beat }) => beat >= 24 && beat < 45),
      { beat: at.reprise },
    ),
  ];
  const tune = shapeDynamics(written, [
    [12, 0.85],
    [40, 1.1],
    [58, 0.9],
    [78, 1.1],
    [108, 0.95],
    [146, 1.15],
    [153, 0.8],
  ]);
  const high = theme.filter(({ beats, beat }) => beats >= 2 || beat % 12 === 0);
  const chimes = [
    ...shiftPhrase(
      high.filter(({ beat }) => beat >= 24),
      { beat: at.theme, semitones: 12, velocity: 0.5 },
    ),
    ...shiftPhrase(high, { beat: at.reprise, semitones: 12, velocity: 0.6 }).filter(({ beat }) => beat < at.drift - 3),
  ];
  const opening = middleTune.filter(({ beat }) => beat < 12);
  return {
    tune,
    chimes,
    second: shiftPhrase(opening, { beat: at.middle + 24, semitones: -12, velocity: 0.62 }),
    air: shiftPhrase(fluteTune, { beat: at.middle + 24 }),
  };
}

/** What lies under the tune: harp, strums, bass and, from the middle on, strings. */
export function writeAccompaniment(harmony: Harmony): Record<'harpNotes' | 'strums' | 'bass' | 'pad', WrittenNote[]> {
  const waltzing = figure(harmony, { steps: '. . 0 1 2 .', stepBeats: 0.5, velocity: 0.4, hold: 0.9 });
  const strummed = figure(harmony, { steps: '. 0 1', stepBeats: 1, velocity: 0.36, hold: 0.8 });
  const upper = figure(harmony, { steps: '. 2 2', stepBeats: 1, velocity: 0.36, hold: 0.8 });
  const flowing = figure(harmony, { steps: '0 1 2 0^ 2 1', stepBeats: 0.5, velocity: 0.42, hold: 'pedal' });
  const harpNotes = [
    ...between(flowing, 0, at.theme),
    ...between(waltzing, at.theme + 24, at.middle),
    ...between(flowing, at.middle, at.drift),
  ];
  const strums = [
    ...between([...strummed, ...upper], at.theme, at.middle),
    ...between([...strummed, ...upper], at.middle + 24, at.drift),
  ];
  const plucked = figure(harmony, { steps: 'b . .', stepBeats: 1, velocity: 0.62, hold: 1.7 });
  const bass = between(plucked, at.theme, at.drift);
  const pad = shapeDynamics(between(sustain(harmony, 0.8), at.middle, at.drift), [
    [60, 0.4],
    [84, 0.8],
    [106, 0.7],
    [108, 0.4],
    [140, 0.8],
    [153, 1],
  ]);
  return { harpNotes, strums, bass, pad };
}

function between(notes: readonly WrittenNote[], from: number, to: number): WrittenNote[] {
  return notes.filter(({ beat }) => beat >= from && beat < to);
}
