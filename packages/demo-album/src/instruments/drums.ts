import type { Random } from '../random.ts';
import { sineOf } from '../synthesis/sine-table.ts';
import { createBandpass, createHighpass } from '../synthesis/state-variable-filter.ts';
import type { Instrument } from '../synthesis/voice.ts';

type Hit = { readonly sampleRate: number; readonly random: Random; readonly velocity: number; readonly pitch: number };
type HitSound = (atSec: number) => number;

/** A sine that falls from the click into the chest. The note's pitch is the one it lands on. */
export const kick: Instrument = createDrum(0.42, ({ velocity, pitch, sampleRate }) => {
  const landHz = 440 * 2 ** ((pitch - 69) / 12);
  let phase = 0;
  return (atSec) => {
    phase += (landHz * (1 + 3.4 * Math.exp(-atSec / 0.022) + 5 * Math.exp(-atSec / 0.004))) / sampleRate;
    const fade = Math.min(1, (0.42 - atSec) / 0.06);
    return 0.9 * velocity * sineOf(phase) * Math.exp(-atSec / 0.15) * fade * Math.min(1, atSec / 0.0008);
  };
});

/** Two skin modes and a band of wires. */
export const snare: Instrument = createDrum(0.34, ({ velocity, pitch, random, sampleRate }) => {
  const skinHz = 440 * 2 ** ((pitch - 69) / 12);
  const wires = createNoiseBand(sampleRate, random, { hz: 2900, resonance: 0.25 });
  let phase = 0;
  return (atSec) => {
    phase += (skinHz * (1 + 0.5 * Math.exp(-atSec / 0.012))) / sampleRate;
    const skin = sineOf(phase) * 0.55 + sineOf(phase * 1.78) * 0.25;
    const fade = Math.min(1, (0.34 - atSec) / 0.05) * Math.min(1, atSec / 0.0007);
    const noise = wires() * (1.1 * Math.exp(-atSec / 0.075) + 0.25 * Math.exp(-atSec / 0.012));
    return velocity * fade * (skin * Math.exp(-atSec / 0.06) * 0.6 + noise * 0.75);
  };
});

/** A hi-hat; pitch 42 closed, 46 open. */
export const hat: Instrument = createDrum(
  0.5,
  ({ velocity, pitch, random, sampleRate }) => {
    const metal = createNoiseBand(sampleRate, random, { hz: 7600, resonance: 0.35 });
    const decaySec = pitch >= 46 ? 0.13 : 0.022 + 0.02 * velocity;
    const lengthSec = hatLengthSec(pitch);
    return (atSec) => {
      const fade = Math.min(1, (lengthSec - atSec) / 0.1) * Math.min(1, atSec / 0.001);
      return 0.55 * velocity ** 1.2 * metal() * Math.exp(-atSec / decaySec) * fade;
    };
  },
  hatLengthSec,
);

function hatLengthSec(pitch: number): number {
  return pitch >= 46 ? 0.5 : 0.24;
}

/** A dark cymbal, two and a half seconds long. */
export const cymbal: Instrument = createDrum(2.6, ({ velocity, random, sampleRate }) => {
  const high = createNoiseBand(sampleRate, random, { hz: 6200, resonance: 0.1 });
  const low = createNoiseBand(sampleRate, random, { hz: 3100, resonance: 0.3 });
  return (atSec) => {
    const fade = Math.min(1, (2.6 - atSec) / 0.6) * Math.min(1, atSec / 0.004);
    return 0.4 * velocity * fade * (high() * Math.exp(-atSec / 0.55) + 0.5 * low() * Math.exp(-atSec / 0.3));
  };
});

/** A tom; the note's pitch is the one it lands on. */
export const tom: Instrument = createDrum(0.6, ({ velocity, pitch, sampleRate }) => {
  const landHz = 440 * 2 ** ((pitch - 69) / 12);
  let phase = 0;
  return (atSec) => {
    phase += (landHz * (1 + 0.7 * Math.exp(-atSec / 0.04))) / sampleRate;
    const fade = Math.min(1, (0.6 - atSec) / 0.1) * Math.min(1, atSec / 0.0012);
    return 0.7 * velocity * sineOf(phase) * Math.exp(-atSec / 0.17) * fade;
  };
});

/** `lengthOf` may shorten a hit; the sound must have faded by then. */
function createDrum(
  lengthSec: number,
  prepare: (hit: Hit) => HitSound,
  lengthOf: (pitch: number) => number = () => lengthSec,
): Instrument {
  return {
    ringSec: lengthSec,
    start: ({ velocity, pitch }, { sampleRate, random }) => {
      const sound = prepare({ velocity, pitch, sampleRate, random });
      const length = Math.floor(lengthOf(pitch) * sampleRate);
      let reached = 0;
      return (out, from, to) => {
        let played = reached;
        const end = Math.min(to, from + length - played);
        for (let index = from; index < end; index += 1) {
          out[index] = (out[index] ?? 0) + sound(played / sampleRate);
          played += 1;
        }
        reached = played;
        return played < length;
      };
    },
  };
}

function createNoiseBand(
  sampleRate: number,
  random: Random,
  band: { readonly hz: number; readonly resonance: number },
): () => number {
  const chunk = new Float64Array(64);
  const bandpass = createBandpass(sampleRate, band.resonance);
  const highpass = createHighpass(sampleRate, 0.3);
  let at = chunk.length;
  return () => {
    if (at === chunk.length) {
      for (let index = 0; index < chunk.length; index += 1) chunk[index] = random() * 2 - 1;
      bandpass(chunk, chunk.length, band.hz);
      highpass(chunk, chunk.length, band.hz * 0.45);
      at = 0;
    }
    at += 1;
    return chunk[at - 1] ?? 0;
  };
}
