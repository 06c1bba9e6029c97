import { highCut, lowCut } from '../effects/tone.ts';
import { cymbal, hat, kick, snare, tom } from '../instruments/drums.ts';
import { perform, type Part } from '../music/performance.ts';
import type { WrittenNote } from '../music/phrase.ts';
import { parseSteps } from '../music/step-pattern.ts';
import type { TempoMap } from '../music/tempo-map.ts';
import { createRandom } from '../random.ts';

const SEED = 2206;
const KICK_PITCH = 30;

const kicks: readonly WrittenNote[] = [
  ...parseSteps('9...8...9...8...', { pitch: KICK_PITCH, beat: 16, repeats: 4 }),
  ...parseSteps('9...8...9...8... 9...8...9..58.5.', { pitch: KICK_PITCH, beat: 32, repeats: 4 }),
  ...parseSteps('9...8...9...8..4 9...8..69...8.5.', { pitch: KICK_PITCH, beat: 64, repeats: 4 }),
  ...parseSteps('9...8...9...8..4 9...8..69...8.5.', { pitch: KICK_PITCH, beat: 112, repeats: 4 }),
  ...parseSteps('9...8...9...8...', { pitch: KICK_PITCH, beat: 144, repeats: 4 }),
  ...parseSteps('9', { pitch: KICK_PITCH, beat: 160 }),
];

const snares: readonly WrittenNote[] = [
  ...parseSteps('....8.......8... ....8.......8..3', { pitch: 55, beat: 32, repeats: 4 }),
  ...parseSteps('....9..2....9..3 ....9..2.2..9..4', { pitch: 55, beat: 64, repeats: 4 }),
  ...parseSteps('2.2.3.3.4.445566', { pitch: 55, beat: 108 }),
  ...parseSteps('....9..2....9..3 ....9..2.2..9..4', { pitch: 55, beat: 112, repeats: 4 }),
  ...parseSteps('....8.......8...', { pitch: 55, beat: 144, repeats: 3 }),
];

const closedHats: readonly WrittenNote[] = [
  ...parseSteps('..4...4...4...4.', { pitch: 42, beat: 8, repeats: 2 }),
  ...parseSteps('5.626.725.626.73', { pitch: 42, beat: 16, repeats: 12 }),
  ...parseSteps('5362636253626373', { pitch: 42, beat: 64, repeats: 8 }),
  ...parseSteps('5362636253626373', { pitch: 42, beat: 112, repeats: 8 }),
  ...parseSteps('5.626.625.626.62', { pitch: 42, beat: 144, repeats: 3 }),
];

const openHats: readonly WrittenNote[] = [
  ...parseSteps('..5...5...5...5.', { pitch: 46, beat: 64, repeats: 8 }),
  ...parseSteps('..5...5...5...5.', { pitch: 46, beat: 112, repeats: 8 }),
];

const toms: readonly WrittenNote[] = [
  ...parseSteps('8.6', { pitch: 52, beat: 62.5 }),
  ...parseSteps('8.6', { pitch: 47, beat: 63.25 }),
  ...parseSteps('7.7.', { pitch: 53, beat: 110 }),
  ...parseSteps('8.8.', { pitch: 48, beat: 111 }),
  ...parseSteps('7.6.', { pitch: 45, beat: 143 }),
];

const cymbals: readonly WrittenNote[] = [32, 64, 112, 128, 144, 160].map((beat) => ({
  beat,
  beats: 4,
  pitch: 49,
  velocity: beat === 112 ? 0.85 : 0.6,
}));

/** When the kick falls, for whatever must make room. */
export function listKicks(tempo: TempoMap): number[] {
  return kicks.filter(({ velocity }) => velocity > 0.7).map(({ beat }) => tempo(beat));
}

/** The kit: kick and snare in the middle, hats to one side, toms across. */
export function playDrums(tempo: TempoMap): Part[] {
  const random = createRandom(SEED);
  const play = (notes: readonly WrittenNote[], looseMs: number) => perform(notes, { tempo, random, looseMs });
  return [
    { name: 'kick', instrument: kick, gainDb: -7.5, notes: play(kicks, 0) },
    {
      name: 'snare',
      instrument: snare,
      gainDb: -6,
      pan: 0.04,
      reverbDb: -13,
      notes: play(snares, 2),
      effects: [lowCut(110)],
    },
    {
      name: 'hats',
      instrument: hat,
      gainDb: -7.5,
      pan: 0.3,
      reverbDb: -24,
      effects: [highCut(11_000)],
      notes: play([...closedHats, ...openHats], 3),
    },
    { name: 'toms', instrument: tom, gainDb: -9, pan: -0.3, reverbDb: -13, notes: play(toms, 3) },
    { name: 'cymbals', instrument: cymbal, gainDb: -6, pan: -0.2, reverbDb: -18, notes: play(cymbals, 0) },
  ];
}
