import { toFrequencyHz } from '../music/pitch.ts';
import { type Envelope, levelAt, releaseTailSec } from '../synthesis/envelope.ts';
import { sineOf } from '../synthesis/sine-table.ts';
import type { Instrument, Note } from '../synthesis/voice.ts';

const body: Envelope = { attack: 0.003, decay: 1.3, sustain: 0, release: 0.09 };
const tine: Envelope = { attack: 0.001, decay: 0.16, sustain: 0, release: 0.05 };
const TWO_PI = 2 * Math.PI;
const SEGMENT = 16;

/** Electric piano by frequency modulation: a 1:1 pair for the body, a 14:1 pair for the tine (Chowning 1973). */
export const electricPiano: Instrument = {
  ringSec: releaseTailSec(body),
  start: (note, { sampleRate }) => {
    const hz = toFrequencyHz(note.pitch);
    const step = hz / sampleRate;
    const tineRatio = hz * 14 < Math.min(10000, sampleRate * 0.4) ? 14 : 5;
    let [reached, played] = [0, 0];
    let levels = levelsAt(note, 0);
    return (out, from, to) => {
      let phase = reached;
      for (let start = from; start < to; start += SEGMENT) {
        const count = Math.min(SEGMENT, to - start);
        const next = levelsAt(note, (played + count) / sampleRate);
        const glide = { body: (next.body - levels.body) / count, tine: (next.tine - levels.tine) / count };
        let { body: bodyLevel, tine: tineLevel } = levels;
        for (let index = start; index < start + count; index += 1) {
          const bodyIndex = (bodyLevel / TWO_PI) * (0.9 + 0.9 * note.velocity) * 3.2;
          const tone = sineOf(phase + bodyIndex * sineOf(phase));
          const ping = sineOf(phase + (tineLevel / TWO_PI) * sineOf(phase * tineRatio));
          out[index] = (out[index] ?? 0) + bodyLevel * (0.72 * tone + 0.28 * ping);
          bodyLevel += glide.body;
          tineLevel += glide.tine;
          phase += step;
          if (phase >= 1) phase -= 1;
        }
        played += count;
        levels = next;
      }
      reached = phase;
      return levels.body > 1e-5 || played < sampleRate * 0.01;
    };
  },
};

function levelsAt(note: Note, atSec: number): { body: number; tine: number } {
  return {
    body: 0.32 * note.velocity ** 1.3 * levelAt(body, atSec, note.lengthSec),
    tine: 1.1 * note.velocity ** 2 * levelAt(tine, atSec, note.lengthSec),
  };
}
