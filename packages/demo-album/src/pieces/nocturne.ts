import { bell, lowCut } from '../effects/tone.ts';
import { cello, subBass, warmPad } from '../instruments/patches.ts';
import { piano } from '../instruments/piano.ts';
import { parseChart, shiftChart, type Chord } from '../music/chord-chart.ts';
import { figure, holdBass, sustain, type Harmony } from '../music/figuration.ts';
import { toLrc } from '../music/lyric-sheet.ts';
import { perform, type Part, type Performance } from '../music/performance.ts';
import { parsePhrase, shapeDynamics, shiftPhrase, type WrittenNote } from '../music/phrase.ts';
import { createTempoMap } from '../music/tempo-map.ts';
import { leadBass, leadVoices } from '../music/voicing.ts';
import { createRandom } from '../random.ts';
import type { Piece } from './piece.ts';

const SEED = 1871;
/** First beats of the sections; four beats to the bar. */
const at = { theme: 8, middle: 40, reprise: 72, coda: 96, end: 112 };

const tempo = createTempoMap(
  [
    [0, 66],
    [8, 72],
    [36, 74],
    [39, 64],
    [41, 75],
    [64, 78],
    [71.5, 56],
    [73, 72],
    [92, 72],
    [104, 58],
    [110, 44],
  ],
  0.12,
);

const chart: readonly Chord[] = [
  ...parseChart('Db | Gbmaj7/Db', 4),
  ...shiftChart(parseChart('Db | Bbm7 | Gbmaj7 | Ab7sus Ab7 | Db/F | Gbmaj7 | Ebm7 Ab7 | Db', 4), at.theme),
  ...shiftChart(parseChart('Bbm | F7/A | Bbm/Ab | Eb9/G | Gbm6 | Db/F | Ebm7 | Ab7sus Ab7', 4), at.middle),
  ...shiftChart(parseChart('Db | Bbm7 | Gbmaj7 | Ab7sus Ab7 | Db/F | Ebm7 Ab7', 4), at.reprise),
  ...shiftChart(parseChart('Gbmaj7 | Gbm6 | Dbadd9 | Db', 4), at.coda),
];

const theme = parsePhrase(`
  F5/2.5 Eb5/.5 F5/.5 Ab5/.5 | Db6/1.5 C6/.5 Bb5/1 Ab5/1 | Bb5/1.5 Ab5/.5 Gb5/1 F5/1 | Eb5/1.5 F5/.5 Db5/1 C5/1 |
  F5/2.5 Eb5/.5 F5/.5 Ab5/.5 | Db6/1.5 Eb6/.5 F6/1 Db6/1 | Bb5/1 Ab5/.5 Gb5/.5 F5/1 Eb5/1 | Db5/3 r/1`);

const middle = parsePhrase(
  `Db4/2 C4/1 Bb3/1 | C4/2 Eb4/1 C4/1 | Db4/1.5 Eb4/.5 F4/2 | F4/1 G4/1 Bb4/1.5 F4/.5 |
  A4/1.5 Ab4/.5 Gb4/1 Eb4/1 | F4/2 Ab4/2 | Gb4/1.5 F4/.5 Eb4/1 Gb4/1 | Db4/2 C4/2`,
  0.68,
);

/** The theme again, with turns and passing notes in its long ones. */
const reprise = parsePhrase(`
  F5/2 Gb5/.25 F5/.25 Eb5/.25 F5/.25 Ab5/1 | Db6/1 Eb6/.5 Db6/.5 C6/.5 Bb5/.5 Ab5/1 |
  Bb5/1 C6/.5 Bb5/.5 Ab5/.5 Gb5/.5 F5/1 | Eb5/1 F5/.5 Eb5/.5 Db5/1 C5/1 | F5/2 Ab5/1 Db6/1 |
  Bb5/1.5 Ab5/.5 Gb5/1 Eb5/1`);

const coda = parsePhrase('F5/3 Db5/1 | Eb5/2 Db5/2 | Ab4/1 Db5/1 Eb5/1 Ab5/1 | F5+Db6/4', 0.5);

const lines: readonly (readonly [number, string])[] = [
  [0, '(instrumental)'],
  [8, 'The town lets go of the wing,'],
  [16, 'one window, then none.'],
  [24, 'We are carried by a thing'],
  [32, 'nobody has spun.'],
  [40, 'Below us the rivers keep talking,'],
  [48, 'in silver, of where they have been,'],
  [56, 'and someone who cannot sleep, walking,'],
  [64, 'looks up at a light, and is seen.'],
  [72, 'So little to hold to: a number, a seat,'],
  [80, 'a hum in the dark like a hand.'],
  [88, 'The night has the sound of a slow heartbeat'],
  [96, 'and then, all at once,'],
  [102, 'land.'],
];

/** A calm nocturne: a piano over slow strings, a cello for the middle. */
export const nocturne: Piece = {
  title: 'Lights Below the Wing',
  bpm: 72,
  key: 'D♭ major',
  genre: 'Modern Classical',
  durationMs: 98_500,
  startMs: 0,
  fadeOutMs: 2_500,
  lyrics: toLrc(lines, tempo),
  compose,
};

function compose(): Performance {
  const tenor: Harmony = {
    chords: chart,
    voicings: leadVoices(chart, { voices: 3, low: 53, high: 69 }),
    bass: leadBass(chart, 37),
  };
  const strings: Harmony = { ...tenor, voicings: leadVoices(chart, { voices: 4, low: 55, high: 75 }) };
  return {
    seed: SEED,
    parts: [...playPiano(tenor), ...playStrings(strings)],
    reverb: { decaySec: 2.9, size: 1.15, dampingHz: 4200, preDelayMs: 24 },
    masterGainDb: 2.2,
  };
}

function playPiano(tenor: Harmony): Part[] {
  const random = createRandom(SEED);
  const rolling = figure(tenor, { steps: 'b 0 1 2 1 0', stepBeats: 1 / 3, velocity: 0.33, hold: 'pedal' });
  const leftHand = shapeDynamics(
    rolling.filter((note) => note.beat < at.end - 3),
    [
      [0, 0.8],
      [8, 1],
      [28, 1.2],
      [38, 0.9],
      [60, 1.3],
      [71, 0.85],
      [80, 1.1],
      [96, 0.9],
      [112, 0.45],
    ],
  );
  const rightHand: WrittenNote[] = [
    ...shapeDynamics(theme, [
      [0, 0.92],
      [12, 1],
      [21, 1.22],
      [30, 0.85],
    ]).map((note) => ({ ...note, beat: note.beat + at.theme })),
    ...shiftPhrase(reprise, { beat: at.reprise, velocity: 1.02 }),
    ...shapeDynamics(shiftPhrase(coda, { beat: at.coda }), [
      [96, 0.95],
      [112, 0.6],
    ]),
    ...answerHigh(tenor),
  ];
  const room = { instrument: piano, spread: 0.16, reverbDb: -12, effects: [bell(320, -2.5, 0.8), lowCut(45)] };
  return [
    { ...room, name: 'left hand', notes: perform(leftHand, { tempo, random, looseMs: 7, legato: 1.02 }), gainDb: -6 },
    { ...room, name: 'right hand', notes: perform(rightHand, { tempo, random, looseMs: 9, legato: 1.08 }), gainDb: 4 },
  ];
}

/** While the cello sings, the piano only answers from above, off the beat. */
function answerHigh({ chords, voicings }: Harmony): WrittenNote[] {
  return chords.flatMap(({ beat, beats }, index) => {
    const [, middleVoice = 60, top = 64] = voicings[index] ?? [];
    if (beat < at.middle || beat >= at.reprise || beats < 4) return [];
    return [
      { beat: beat + 1.5, beats: 2.5, pitch: top + 12, velocity: 0.42 },
      { beat: beat + 2.5, beats: 1.5, pitch: middleVoice + 12, velocity: 0.36 },
      { beat: beat + 3, beats: 1, pitch: top + 12, velocity: 0.32 },
    ];
  });
}

function playStrings(strings: Harmony): Part[] {
  const random = createRandom(SEED + 1);
  const swell: readonly [number, number][] = [
    [0, 0.55],
    [8, 0.5],
    [24, 0.75],
    [38, 0.6],
    [58, 1],
    [70, 0.75],
    [84, 0.85],
    [112, 0.6],
  ];
  const chords = shapeDynamics(sustain(strings, 0.8), swell);
  const floor = shapeDynamics(holdBass(strings, 0.8), [
    [0, 0],
    [23, 0],
    [24, 0.8],
    [58, 1.1],
    [72, 0.8],
    [112, 0.7],
  ]);
  const song = shiftPhrase(middle, { beat: at.middle });
  const pad = { instrument: warmPad, reverbDb: -9, gainDb: -7, effects: [lowCut(110)] };
  return [
    { ...pad, name: 'strings left', pan: -0.75, notes: perform(chords, { tempo, random, looseMs: 40, legato: 1.02 }) },
    { ...pad, name: 'strings right', pan: 0.75, notes: perform(chords, { tempo, random, looseMs: 40, legato: 1.02 }) },
    { name: 'floor', instrument: subBass, gainDb: -13.5, notes: perform(floor, { tempo, random, legato: 0.97 }) },
    {
      name: 'cello',
      instrument: cello,
      gainDb: -0.5,
      pan: 0.18,
      reverbDb: -9,
      effects: [bell(280, 2, 1), bell(1500, -3, 0.7)],
      notes: perform(song, { tempo, random, looseMs: 12, legato: 1.0 }),
    },
  ];
}
