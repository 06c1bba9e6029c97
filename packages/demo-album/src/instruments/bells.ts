import { toFrequencyHz } from '../music/pitch.ts';
import { createResonatorBank } from '../synthesis/resonator-bank.ts';
import type { Instrument } from '../synthesis/voice.ts';

type Bar = { readonly ratio: number; readonly gain: number; readonly decaySec: number };

/** Partials of a free bar (Fletcher and Rossing, "The Physics of Musical Instruments", chapter 2). */
const glockenspielBars: readonly Bar[] = [
  { ratio: 1, gain: 1, decaySec: 2.6 },
  { ratio: 2.756, gain: 0.32, decaySec: 1.1 },
  { ratio: 5.404, gain: 0.12, decaySec: 0.45 },
];

/** A bowl rather than a bar: slow, with a hum under the strike and beating partials. */
const bowlPartials: readonly Bar[] = [
  { ratio: 0.5, gain: 0.3, decaySec: 7 },
  { ratio: 1, gain: 1, decaySec: 6 },
  { ratio: 2.004, gain: 0.34, decaySec: 4 },
  { ratio: 2.42, gain: 0.1, decaySec: 2.4 },
  { ratio: 3.98, gain: 0.14, decaySec: 1.6 },
  { ratio: 5.42, gain: 0.05, decaySec: 0.8 },
];

/** Small bright bars, struck with a soft mallet. */
export const glockenspiel: Instrument = createBells(glockenspielBars, { attackSec: 0.002, ringSec: 1.2, level: 0.3 });

/** Bowls that bloom and beat for seconds. */
export const singingBowl: Instrument = createBells(bowlPartials, { attackSec: 0.012, ringSec: 6, level: 0.3 });

function createBells(
  bars: readonly Bar[],
  { attackSec, ringSec, level }: { attackSec: number; ringSec: number; level: number },
): Instrument {
  return {
    ringSec: ringSec * 2,
    start: (note, { sampleRate, random }) => {
      const baseHz = toFrequencyHz(note.pitch);
      const partials = bars.map(({ ratio, gain, decaySec }) => ({
        hz: baseHz * ratio,
        twinHz: baseHz * ratio + 0.3 + 0.8 * random(),
        gain: level * gain * note.velocity ** (1.2 + 0.25 * ratio) * Math.min(1, 5200 / (baseHz * ratio)),
        decaySec: decaySec * 2 ** ((72 - note.pitch) / 36),
      }));
      return createResonatorBank(partials, { sampleRate, attackSec, heldSec: note.lengthSec, releaseSec: ringSec });
    },
  };
}
