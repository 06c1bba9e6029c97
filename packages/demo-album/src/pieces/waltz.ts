import { bell, highCut, lowCut } from '../effects/tone.ts';
import { glockenspiel } from '../instruments/bells.ts';
import { flute, guitar, harp, pizzicatoBass, warmPad } from '../instruments/patches.ts';
import type { Harmony } from '../music/figuration.ts';
import { perform, type Part } from '../music/performance.ts';
import { leadBass, leadVoices } from '../music/voicing.ts';
import { createRandom } from '../random.ts';
import { suiteTempo as tempo } from './suite.ts';
import { waltzChart as chart, writeAccompaniment, writeMelodies } from './waltz-score.ts';

const SEED = 1843;

/** What the waltz adds to the suite. */
export function playWaltz(): Part[] {
  const harmony: Harmony = {
    chords: chart,
    voicings: leadVoices(chart, { voices: 3, low: 55, high: 72 }),
    bass: leadBass(chart, 36),
  };
  return [...playMelody(), ...playAccompaniment(harmony)];
}

function playMelody(): Part[] {
  const random = createRandom(SEED);
  const { tune, second, chimes, air } = writeMelodies();
  const body = [bell(196, 2.5, 1.6), bell(420, -2, 1), bell(1300, -2, 0.7), lowCut(80)];
  const solo = { instrument: guitar, gainDb: -1, pan: -0.16, reverbDb: -13, effects: body };
  return [
    { ...solo, name: 'guitar', notes: perform(tune, { tempo, random, looseMs: 7, legato: 1.15 }) },
    {
      ...solo,
      name: 'second guitar',
      pan: -0.45,
      gainDb: -4,
      notes: perform(second, { tempo, random, looseMs: 8, legato: 1.1 }),
    },
    {
      name: 'chimes',
      instrument: glockenspiel,
      gainDb: -5,
      pan: 0.45,
      reverbDb: -6,
      effects: [highCut(9000)],
      notes: perform(chimes, { tempo, random, looseMs: 6 }),
    },
    {
      name: 'flute',
      instrument: flute,
      gainDb: -2,
      pan: 0.2,
      reverbDb: -9,
      notes: perform(air, { tempo, random, looseMs: 8, legato: 0.98 }),
    },
  ];
}

function playAccompaniment(harmony: Harmony): Part[] {
  const random = createRandom(SEED + 1);
  const { harpNotes, strums, bass, pad } = writeAccompaniment(harmony);
  const harpSound = {
    instrument: harp,
    gainDb: -8,
    pan: 0.3,
    spread: 0.12,
    reverbDb: -10,
    effects: [lowCut(90), bell(250, -1.5, 0.8)],
  };
  const strings = { instrument: warmPad, gainDb: -9, reverbDb: -9, effects: [lowCut(120)] };
  const bowing = { tempo, random, looseMs: 30, legato: 1.02 };
  return [
    { ...harpSound, name: 'harp', notes: perform(harpNotes, { tempo, random, looseMs: 6, legato: 1.1 }) },
    {
      name: 'strum',
      instrument: guitar,
      gainDb: -7,
      pan: -0.5,
      reverbDb: -14,
      effects: [lowCut(110)],
      notes: perform(strums, { tempo, random, looseMs: 9 }),
    },
    {
      name: 'double bass',
      instrument: pizzicatoBass,
      gainDb: -3.5,
      reverbDb: -20,
      notes: perform(bass, { tempo, random, looseMs: 5 }),
    },
    { ...strings, name: 'waltz strings left', pan: -0.7, notes: perform(pad, bowing) },
    { ...strings, name: 'waltz strings right', pan: 0.7, notes: perform(pad, bowing) },
  ];
}
