import { chorus } from '../effects/chorus.ts';
import { bell, highCut, lowCut } from '../effects/tone.ts';
import { singingBowl } from '../instruments/bells.ts';
import { glassPad, harp, subBass, warmPad } from '../instruments/patches.ts';
import { piano } from '../instruments/piano.ts';
import { wind } from '../instruments/wind.ts';
import { parseChart, shiftChart, type Chord } from '../music/chord-chart.ts';
import { figure, holdBass, sustain, type Harmony } from '../music/figuration.ts';
import { perform, type Part } from '../music/performance.ts';
import { parsePhrase, shapeDynamics, shiftPhrase, type WrittenNote } from '../music/phrase.ts';
import { leadBass, leadVoices } from '../music/voicing.ts';
import { createRandom } from '../random.ts';
import type { Note } from '../synthesis/voice.ts';
import { suiteForm as at, suiteTempo as tempo } from './suite.ts';

const SEED = 1968;

/** The first chord is the waltz's last, held over the join. */
const chart: readonly Chord[] = [
  ...shiftChart(parseChart('Cmaj9', at.closer - at.drift), at.drift),
  ...shiftChart(parseChart('Gadd9/B | Am9 | Em9 | Clydian | Gadd9/B | Am9 | Fmaj9 | D9sus', 9), at.closer),
  ...shiftChart(parseChart('Gadd9', at.end - at.closer - 72), at.closer + 72),
];

/** The waltz's tune remembered at a third of its speed. */
const memory = parsePhrase(
  `D5/3 B4/3 D5/3 | G5/6 E5/3 | F#5/6 D5/3 | E5/3 B4/3 F#5/3 | D5/3 G5/3 A5/3 | B5/6 G5/3 | A5/6 E5/3 | G5/3 E5/3 D5/3 |
  B4/3 D5/3 G5/6`,
  0.52,
);

/** What the closer adds to the suite. */
export function playCloser(): Part[] {
  const harmony: Harmony = {
    chords: chart,
    voicings: leadVoices(chart, { voices: 4, low: 55, high: 76 }),
    bass: leadBass(chart, 36),
  };
  return [...playAir(harmony), ...playGlimmer(harmony)];
}

function playAir(harmony: Harmony): Part[] {
  const random = createRandom(SEED);
  const arch: readonly [number, number][] = [
    [153, 0.75],
    [171, 0.8],
    [198, 0.95],
    [234, 1.15],
    [243, 0.9],
    [258, 0.7],
  ];
  const chords = shapeDynamics(sustain(harmony, 0.8), arch);
  const glass = shapeDynamics(
    sustain(
      { ...harmony, voicings: harmony.voicings.map((voicing) => voicing.slice(1).map((pitch) => pitch + 12)) },
      0.6,
    ),
    arch,
  );
  const pad = { instrument: warmPad, gainDb: -6, reverbDb: -6, effects: [chorus({ mix: 0.35 }), lowCut(100)] };
  const shine = { instrument: glassPad, gainDb: -11, reverbDb: -3, effects: [highCut(6000), lowCut(200)] };
  const held = { tempo, random, looseMs: 60, legato: 1.03 };
  return [
    { ...pad, name: 'air left', pan: -0.8, notes: perform(chords, held) },
    { ...pad, name: 'air right', pan: 0.8, notes: perform(chords, held) },
    { ...shine, name: 'glass left', pan: 0.6, notes: perform(glass, held) },
    { ...shine, name: 'glass right', pan: -0.6, notes: perform(glass, held) },
    {
      name: 'ground',
      instrument: subBass,
      gainDb: -9,
      notes: perform(shapeDynamics(holdBass(harmony, 0.8), arch), { ...held, looseMs: 10, legato: 0.97 }),
    },
    { name: 'wind', instrument: wind, gainDb: -16, reverbDb: -8, notes: listGusts() },
  ];
}

function playGlimmer(harmony: Harmony): Part[] {
  const random = createRandom(SEED + 1);
  const flowing = figure(harmony, { steps: '0 1 2 3 2 1', stepBeats: 0.5, velocity: 0.4, hold: 2.5 });
  const farewell = shapeDynamics(
    flowing.filter(({ beat }) => beat < at.closer + 18),
    [
      [153, 1],
      [171, 0.8],
      [189, 0.25],
    ],
  );
  const sparse = figure(harmony, { steps: '. . . 3^ . . 1^ . . . 2^ .', stepBeats: 1.5, velocity: 0.5, hold: 5 });
  const bowls: WrittenNote[] = sparse.filter(({ beat }) => beat > at.closer + 4 && beat < at.end - 4);
  const song = shapeDynamics(shiftPhrase(memory, { beat: at.closer }), [
    [171, 0.9],
    [216, 1.1],
    [234, 1.1],
    [258, 0.7],
  ]);
  return [
    {
      name: 'drifting harp',
      instrument: harp,
      gainDb: -8,
      pan: 0.3,
      spread: 0.12,
      reverbDb: -7,
      effects: [lowCut(90)],
      notes: perform(farewell, { tempo, random, looseMs: 10, legato: 1 }),
    },
    {
      name: 'bowls',
      instrument: singingBowl,
      gainDb: -6,
      pan: -0.35,
      spread: 0.2,
      reverbDb: -3,
      notes: perform(bowls, { tempo, random, looseMs: 40 }),
    },
    {
      name: 'memory',
      instrument: piano,
      gainDb: 3,
      pan: 0.05,
      reverbDb: -5,
      effects: [bell(320, -2, 0.8)],
      notes: perform(song, { tempo, random, looseMs: 20, legato: 1.1 }),
    },
  ];
}

/** Gusts that cross the join and come back, each over a different crest. */
function listGusts(): Note[] {
  const crests: readonly (readonly [beat: number, lengthSec: number, pitch: number])[] = [
    [162, 13, 84],
    [178, 11, 79],
    [196, 14, 86],
    [214, 12, 81],
    [231, 15, 88],
    [250, 12, 78],
  ];
  return crests.map(([beat, lengthSec, pitch]) => ({
    startSec: tempo(beat) - lengthSec / 2,
    lengthSec,
    pitch,
    velocity: 0.8,
  }));
}
