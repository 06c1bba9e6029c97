import type { Random } from '../random.ts';

/** A sounding note. Pitch is a MIDI number, velocity runs from 0 to 1. */
export type Note = {
  readonly startSec: number;
  readonly lengthSec: number;
  readonly pitch: number;
  readonly velocity: number;
};

/** Adds its sound to `out[from…to)`, continuing where it stopped; answers false once it is silent for good. */
export type Voice = (out: Float32Array, from: number, to: number) => boolean;

/** What a voice is built with. */
export type Stage = { readonly sampleRate: number; readonly random: Random };

/** Makes one voice per note. `ringSec` bounds how long a voice sounds after its note is released. */
export type Instrument = {
  readonly ringSec: number;
  readonly start: (note: Note, stage: Stage) => Voice;
};
