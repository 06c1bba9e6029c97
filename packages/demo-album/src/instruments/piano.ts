import { toFrequencyHz } from '../music/pitch.ts';
import { createResonatorBank, type Overtone } from '../synthesis/resonator-bank.ts';
import type { Instrument, Note, Stage, Voice } from '../synthesis/voice.ts';

const RELEASE_SEC = 0.55;
const MOST_PARTIALS = 16;

/** A felt piano: stiff strings in slightly detuned pairs, a soft hammer, treble that dies before bass. */
export const piano: Instrument = {
  ringSec: RELEASE_SEC * 2,
  start: (note, stage) => {
    const strings = createResonatorBank(listPartials(note, stage), {
      sampleRate: stage.sampleRate,
      attackSec: 0.004 + 0.004 * (1 - note.velocity),
      heldSec: note.lengthSec,
      releaseSec: RELEASE_SEC,
    });
    const hammer = createHammer(note, stage);
    return (out, from, to) => {
      hammer(out, from, to);
      return strings(out, from, to);
    };
  },
};

function listPartials({ pitch, velocity }: Note, { sampleRate, random }: Stage): Overtone[] {
  const baseHz = toFrequencyHz(pitch);
  const stiffness = 0.00025 * 2 ** ((pitch - 60) / 9);
  const decaySec = 8.5 * 2 ** ((48 - pitch) / 22);
  const brightHz = 700 + 2600 * velocity + baseHz * 0.9;
  const level = 0.34 * velocity ** 1.5 * 2 ** ((60 - pitch) / 48);
  const partials: Overtone[] = [];
  for (let order = 1; order <= MOST_PARTIALS; order += 1) {
    const hz = baseHz * order * Math.sqrt((1 + stiffness * order * order) / (1 + stiffness));
    if (hz > Math.min(9000, sampleRate * 0.42)) break;
    // The hammer meets the string at an eighth of its length and silences what has a node there.
    const struck = Math.abs(Math.sin((Math.PI * order) / 8.2)) / Math.sin(Math.PI / 8.2);
    const gain = level * struck * order ** -1.15 * Math.exp(-hz / brightHz) * (0.9 + 0.2 * random());
    const cents = 0.5 + 0.9 * random();
    partials.push({ hz, twinHz: hz * 2 ** (cents / 1200), gain, decaySec: decaySec / (1 + 0.16 * (order - 1)) });
  }
  return partials;
}

function createHammer({ velocity, pitch }: Note, { sampleRate, random }: Stage): Voice {
  const fall = Math.exp(-1 / (0.011 * sampleRate));
  const smoothing = Math.exp((-2 * Math.PI * (280 + 4 * pitch)) / sampleRate);
  const attack = 0.0015 * sampleRate;
  let reached = { level: 0.16 * velocity ** 2, smooth: 0, played: 0 };
  return (out, from, to) => {
    if (reached.level < 1e-6) return false;
    let { level, smooth, played } = reached;
    for (let index = from; index < to; index += 1) {
      const noise = random() - 0.5;
      smooth = noise + smoothing * (smooth - noise);
      out[index] = (out[index] ?? 0) + smooth * level * Math.min(1, played / attack);
      level *= fall;
      played += 1;
    }
    reached = { level, smooth, played };
    return true;
  };
}
