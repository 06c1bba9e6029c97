import { AV_NOPTS_VALUE } from 'node-av/constants';
import type { Packet } from 'node-av/lib';
import type { SoundIndex } from '#gateways/sound-index-store.ts';

/** Where decoding may begin: a packet, and the sample that comes first once it was given to a decoder that has run for a while. */
export interface SoundPlace {
  /** As a number of the stream's units: those that are asked for are far below 2^53. */
  label: number;
  /** Of the packet in the file; -1 when the demuxer does not tell. */
  position: number;
  sample: number;
}

const NUMBERS = 3;
const PLACE_SECONDS = 1;
/** Of what is decoded so slowly that as little as possible shall be decoded for nothing. */
const DENSE_SECONDS = 0.25;
const DENSE_CODECS = /^(?:truehd$|mlp$|dsd_)/;

export class SoundIndexWriter {
  readonly #leastSamples: number;
  readonly #numbers: number[] = [];
  #nextSample = 0;

  /** `codec`: in FFmpeg's words. */
  constructor(codec: string, sampleRateHz: number) {
    this.#leastSamples = (DENSE_CODECS.test(codec) ? DENSE_SECONDS : PLACE_SECONDS) * sampleRateHz;
  }

  /** So many samples come before what is decoded from a packet on. Returns whether its place is kept. */
  add({ label, position }: Omit<SoundPlace, 'sample'>, sample: number): boolean {
    if (sample < this.#nextSample || Number.isNaN(label)) return false;
    this.#numbers.push(label, position, sample);
    this.#nextSample = sample + this.#leastSamples;
    return true;
  }

  finish(durationSamples: number): SoundIndex {
    return { durationSamples, places: Float64Array.from(this.#numbers) };
  }
}

/**
 * The last place at or before a sample, and the one before it, from which a decoder runs up; the same for every reading of that
 * sample. Undefined near the start.
 */
export function findPlaces(
  index: SoundIndex,
  startSample: number,
): { runUp: SoundPlace; start: SoundPlace } | undefined {
  let [low, high] = [0, placeCountOf(index)];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (placeAt(index, middle).sample <= startSample) low = middle + 1;
    else high = middle;
  }
  return low < 2 ? undefined : { runUp: placeAt(index, low - 2), start: placeAt(index, low - 1) };
}

/** `byPosition`: after a seek to a byte labels begin anew. */
export const isPacketAt = (packet: Packet, { label, position }: SoundPlace, byPosition: boolean): boolean =>
  Number(packet.pos) === position && (byPosition || labelOf(packet) === label);

export const placeCountOf = ({ places }: SoundIndex): number => places.length / NUMBERS;

export function placeAt({ places }: SoundIndex, number: number): SoundPlace {
  const [label = 0, position = 0, sample = 0] = places.subarray(number * NUMBERS, (number + 1) * NUMBERS);
  return { label, position, sample };
}

export const labelOf = ({ pts }: Packet): number => (pts === AV_NOPTS_VALUE ? -1 : Number(pts));
