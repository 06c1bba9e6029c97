import { parseChart, shiftChart, type Chord } from '../music/chord-chart.ts';
import { parsePhrase, shiftPhrase, type WrittenNote } from '../music/phrase.ts';

/** The page is in E minor; it sounds in C minor, and after the break in D minor. */
const HOME = -4;
const LIFTED = -2;

/** First beats of the sections; four beats to the bar. */
export const tailwindForm = { build: 16, verse: 32, chorus: 64, pause: 96, lift: 112, outro: 144, end: 160 } as const;
const at = tailwindForm;

const loop = 'Em9 | Cmaj9 | G | D/F#';
const chorusChart = 'C | D | Em7 | G/B | C | D | B7/D# | Em';
/** The harmony from beginning to end. */
export const tailwindChart: readonly Chord[] = [
  ...shiftChart(parseChart(loop, 4), 0, HOME),
  ...shiftChart(parseChart(loop, 4), at.build, HOME),
  ...shiftChart(parseChart('Em9 | Cmaj9 | G | D/F# | Em9 | Cmaj9 | Am9 | B7sus B7', 4), at.verse, HOME),
  ...shiftChart(parseChart(chorusChart, 4), at.chorus, HOME),
  ...shiftChart(parseChart('Cmaj9 | Am9 | F#m7b5 | C#7', 4), at.pause, HOME),
  ...shiftChart(parseChart(chorusChart, 4), at.lift, LIFTED),
  ...shiftChart(parseChart(loop, 4), at.outro, LIFTED),
  ...shiftChart(parseChart('Emadd9', 8), at.end, LIFTED),
];

const verse = parsePhrase(`
  B4/1.5 D5/.5 E5/1 F#5/.5 G5/.5 | E5/1.5 D5/.5 B4/2 | D5/1 B4/.5 D5/1 E5/.5 G5/1 | F#5/1.5 E5/.5 D5/1 A4/1 |
  B4/1.5 D5/.5 E5/1 F#5/.5 G5/.5 | B5/1.5 A5/.5 G5/1 E5/1 | C6/1.5 B5/.5 A5/.5 G5/.5 E5/1 | E5/2 D#5/1.5 r/.5`);

const chorusTune = parsePhrase(
  `G5/1.5 E5/.5 G5/1 B5/1 | A5/1.5 F#5/.5 D5/1 A5/1 | B5/1.5 A5/.5 G5/.5 A5/.5 B5/1 | D6/2 B5/1 G5/1 |
  E6/1.5 D6/.5 B5/1 G5/1 | A5/1 B5/.5 A5/1 F#5/.5 D5/1 | F#5/1 A5/1 B5/1 D#6/1 | E6/3 r/1`,
  0.72,
);

/** Sung under the second chorus, mostly in contrary motion. */
const counterTune = parsePhrase(
  `E5/2 D5/2 | D5/2 F#5/2 | G5/2 E5/2 | B4/2 D5/2 | C5/2 E5/2 | F#5/2 A5/2 | D#5/2 F#5/2 | G5/1 F#5/1 E5/2`,
  0.55,
);

/** The melody, the second voice under the choruses, and the bells above. */
export function writeTunes(): Record<'tune' | 'counter' | 'sparkle', WrittenNote[]> {
  const farewell = verse.filter(({ beat }) => beat < 14.5);
  const tune: WrittenNote[] = [
    ...shiftPhrase(verse, { beat: at.verse, semitones: HOME }),
    ...shiftPhrase(chorusTune, { beat: at.chorus, semitones: HOME }),
    ...shiftPhrase(chorusTune, { beat: at.lift, semitones: LIFTED, velocity: 1.08 }),
    ...shiftPhrase(farewell, { beat: at.outro, semitones: LIFTED, velocity: 0.8 }),
    { beat: at.end, beats: 4, pitch: 74, velocity: 0.5 },
  ];
  const counter = [
    ...shiftPhrase(counterTune, { beat: at.lift, semitones: LIFTED }),
    ...shiftPhrase(
      counterTune.filter(({ beat }) => beat >= 16),
      { beat: at.chorus, semitones: HOME, velocity: 0.8 },
    ),
  ];
  const sparkle = [
    ...shiftPhrase(
      verse.filter(({ beat }) => beat % 1 === 0 && beat >= 16),
      { beat: at.pause - 16, semitones: 12 + HOME },
    ).filter(({ beat }) => beat < at.pause + 7),
    ...shiftPhrase(
      chorusTune.filter(({ beats }) => beats >= 1.5),
      { beat: at.lift, semitones: 12 + LIFTED, velocity: 0.7 },
    ),
  ];
  return { tune, counter, sparkle };
}
