import { chorus } from '../effects/chorus.ts';
import { duckAt } from '../effects/motion.ts';
import { pingPongDelay } from '../effects/ping-pong-delay.ts';
import { bell, highCut, lowCut } from '../effects/tone.ts';
import { glockenspiel } from '../instruments/bells.ts';
import { electricPiano } from '../instruments/electric-piano.ts';
import { arpeggiator, lead, synthBass, synthChords } from '../instruments/patches.ts';
import { wind } from '../instruments/wind.ts';
import { figure, sustain, type Harmony } from '../music/figuration.ts';
import { perform, type Part, type Performance } from '../music/performance.ts';
import { shapeDynamics } from '../music/phrase.ts';
import { createTempoMap } from '../music/tempo-map.ts';
import { leadBass, leadVoices } from '../music/voicing.ts';
import { createRandom } from '../random.ts';
import type { Piece } from './piece.ts';
import { playDrums, listKicks } from './tailwind-drums.ts';
import { tailwindChart as chart, tailwindForm as at, writeTunes } from './tailwind-score.ts';

const SEED = 1944;
const BPM = 124;
const tempo = createTempoMap([[0, BPM]], 0.06);

/** Uptempo: sequencer, bass, drums, and a tune that climbs a tone for its last time round. */
export const tailwind: Piece = {
  title: 'Tailwind',
  bpm: BPM,
  key: 'C minor',
  genre: 'Synthwave',
  durationMs: 83_000,
  startMs: 0,
  fadeOutMs: 1_500,
  compose,
};

function compose(): Performance {
  const harmony: Harmony = {
    chords: chart,
    voicings: leadVoices(chart, { voices: 4, low: 52, high: 75 }),
    bass: leadBass(chart, 33),
  };
  const kicks = listKicks(tempo);
  return {
    seed: SEED,
    parts: [...playDrums(tempo), ...playBassAndChords(harmony, kicks), ...playSequence(harmony, kicks), ...playTunes()],
    reverb: { decaySec: 1.7, size: 0.95, dampingHz: 5200, preDelayMs: 18 },
    masterGainDb: 0,
  };
}

function playBassAndChords(harmony: Harmony, kicks: readonly number[]): Part[] {
  const random = createRandom(SEED + 1);
  const line = figure(harmony, {
    steps: 'b . . b . . b^ . b . b . b^ b . b^',
    stepBeats: 0.25,
    velocity: 0.66,
    hold: 0.3,
  });
  const bass = line
    .filter(({ beat }) => (beat >= at.build && beat < at.pause) || beat >= at.lift)
    .filter(({ beat }) => beat <= at.end);
  const held = shapeDynamics(sustain(harmony, 0.6), [
    [0, 0.85],
    [15, 1],
    [62, 0.8],
    [64, 1],
    [96, 0.75],
    [111, 1.25],
    [112, 1.1],
    [144, 0.9],
    [160, 0.8],
  ]);
  const chords = { instrument: synthChords, gainDb: -1.5, reverbDb: -13 };
  const ducked = [lowCut(160), duckAt(kicks, { depth: 0.62 })];
  return [
    {
      name: 'bass',
      instrument: synthBass,
      gainDb: -4,
      notes: perform(bass, { tempo, random, looseMs: 2, legato: 0.9 }),
      effects: [duckAt(kicks, { depth: 0.45, recoverSec: 0.14 }), bell(90, 1.5, 0.8)],
    },
    {
      ...chords,
      name: 'chords left',
      pan: -0.8,
      effects: ducked,
      notes: perform(held, { tempo, random, looseMs: 5, legato: 0.99 }),
    },
    {
      ...chords,
      name: 'chords right',
      pan: 0.8,
      effects: ducked,
      notes: perform(held, { tempo, random, looseMs: 5, legato: 0.99 }),
    },
  ];
}

function playSequence(harmony: Harmony, kicks: readonly number[]): Part[] {
  const random = createRandom(SEED + 2);
  // Accents fall 3+3+3+3+4 over the even sixteenths.
  const steps = '0 2 1 3 0^ 2 1 2^ 3 0 2 1 3 1^ 2 3';
  const sequence = figure(harmony, { steps, stepBeats: 0.25, velocity: 0.5, hold: 0.24 }).map((note) => ({
    ...note,
    velocity: note.velocity * ([0, 0.75, 1.5, 2.25, 3].includes(note.beat % 4) ? 1.25 : 0.85),
  }));
  const opening = shapeDynamics(
    sequence.filter(({ beat }) => beat < at.end),
    [
      [0, 0.66],
      [31, 1.1],
      [32, 0.8],
      [63, 1],
      [64, 0.95],
      [96, 0.55],
      [111, 1.3],
      [112, 1.05],
      [143, 1],
      [159, 0.4],
    ],
  );
  const offBeats = figure(harmony, {
    steps: '. . 1 . . 2 . . . . 1 . 3 . . .',
    stepBeats: 0.25,
    velocity: 0.6,
    hold: 0.4,
  });
  const stabs = offBeats
    .filter(({ beat }) => (beat >= at.verse && beat < at.pause) || (beat >= at.lift && beat < at.end))
    .flatMap((note) => [note, { ...note, pitch: note.pitch + 5 > 74 ? note.pitch - 12 : note.pitch }]);
  const closing = sustain({ ...harmony, chords: chart.slice(-1), voicings: harmony.voicings.slice(-1) }, 0.6);
  return [
    {
      name: 'sequence',
      instrument: arpeggiator,
      gainDb: -1.5,
      pan: -0.12,
      reverbDb: -16,
      notes: perform(opening, { tempo, random, looseMs: 2, legato: 0.9 }),
      effects: [
        pingPongDelay({ delaySec: (60 / BPM) * 0.75, feedback: 0.42, mix: 0.5 }),
        duckAt(kicks, { depth: 0.3 }),
        lowCut(180),
      ],
    },
    {
      name: 'keys',
      instrument: electricPiano,
      gainDb: -10,
      pan: 0.25,
      reverbDb: -12,
      notes: perform([...stabs, ...closing], { tempo, random, looseMs: 5 }),
      effects: [chorus({ mix: 0.5 }), lowCut(150)],
    },
  ];
}

function playTunes(): Part[] {
  const random = createRandom(SEED + 3);
  const { tune, counter, sparkle } = writeTunes();
  const echo = pingPongDelay({ delaySec: 60 / BPM, feedback: 0.3, mix: 0.26 });
  return [
    {
      name: 'lead',
      instrument: lead,
      gainDb: 2.5,
      pan: 0.05,
      reverbDb: -11,
      effects: [chorus({ mix: 0.3 }), echo, highCut(7500)],
      notes: perform(tune, { tempo, random, looseMs: 5, legato: 0.96 }),
    },
    {
      name: 'counter',
      instrument: lead,
      gainDb: -2.5,
      pan: -0.35,
      reverbDb: -9,
      effects: [highCut(4000)],
      notes: perform(counter, { tempo, random, looseMs: 6, legato: 0.98 }),
    },
    {
      name: 'sparkle',
      instrument: glockenspiel,
      gainDb: -6,
      pan: 0.4,
      reverbDb: -6,
      notes: perform(sparkle, { tempo, random }),
    },
    {
      name: 'rise',
      instrument: wind,
      gainDb: -14,
      reverbDb: -12,
      notes: [riseTo(at.verse, 3), riseTo(at.chorus, 2), riseTo(at.lift, 5.5)],
    },
  ];
}

function riseTo(beat: number, lengthSec: number) {
  return { startSec: tempo(beat) - lengthSec * 0.72, lengthSec, pitch: 100, velocity: 0.8 };
}
