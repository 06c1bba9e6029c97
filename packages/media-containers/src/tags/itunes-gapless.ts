import { indexOfAscii } from '../bytes/byte-arrays.ts';

export interface ItunesGapless {
  delaySamples: number;
  paddingSamples: number;
  durationSamples: number;
}

/** Behind the name: encoding, language, zeros of UTF-16, the head of the atom `data`. */
const SEARCHED_BYTES = 400;
const FIELDS = /([0-9A-F]{8}) ([0-9A-F]{8}) ([0-9A-F]{8}) ([0-9A-F]{16})/;

/**
 * Finds `iTunSMPB` in a comment of ID3v2 or in an atom of iTunes: four numbers in hexadecimal, of which the second to fourth
 * are delay, padding and samples heard. Text may be of one or two bytes for each character.
 */
export function findItunesGapless(bytes: Uint8Array): ItunesGapless | undefined {
  const compact = (from: number) =>
    String.fromCharCode(...bytes.subarray(from, from + SEARCHED_BYTES).filter((byte) => byte !== 0));
  const position = indexOfAscii(bytes, 'iTunSMPB');
  const wide = position === -1 ? indexOfAscii(bytes, 'i\0T\0u\0n\0S\0M\0P\0B') : position;
  if (wide === -1) return undefined;
  const match = FIELDS.exec(compact(wide));
  if (!match) return undefined;
  const [delaySamples = 0, paddingSamples = 0, durationSamples = 0] = match
    .slice(2)
    .map((hex) => Number.parseInt(hex, 16));
  return { delaySamples, paddingSamples, durationSamples };
}
