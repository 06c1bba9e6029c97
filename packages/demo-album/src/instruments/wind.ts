import { toFrequencyHz } from '../music/pitch.ts';
import { createBandpass } from '../synthesis/state-variable-filter.ts';
import type { Instrument } from '../synthesis/voice.ts';

const SEGMENT = 64;

/** A gust: noise through a band that rises to the note's pitch and sinks again over the length of the note. */
export const wind: Instrument = {
  ringSec: 0.1,
  start: (note, { sampleRate, random }) => {
    const band = createBandpass(sampleRate, 0.78);
    const wide = createBandpass(sampleRate, 0.2);
    const segment = new Float64Array(SEGMENT);
    const length = Math.floor(note.lengthSec * sampleRate);
    const topHz = toFrequencyHz(note.pitch);
    let played = 0;
    return (out, from, to) => {
      for (let start = from; start < to && played < length; start += SEGMENT) {
        const count = Math.min(SEGMENT, to - start, length - played);
        const swell = Math.sin((Math.PI * played) / length) ** 2;
        const flutter = 1 + 0.12 * Math.sin((played / sampleRate) * 2.3) * Math.sin((played / sampleRate) * 0.9);
        for (let index = 0; index < count; index += 1) segment[index] = random() * 2 - 1;
        band(segment, count, topHz * (0.35 + 0.65 * swell) * flutter);
        wide(segment, count, topHz * (0.5 + 0.5 * swell));
        for (let index = 0; index < count; index += 1) {
          const level = Math.sin((Math.PI * (played + index)) / length) ** 2 * note.velocity;
          out[start + index] = (out[start + index] ?? 0) + (segment[index] ?? 0) * level;
        }
        played += count;
      }
      return played < length;
    };
  },
};
