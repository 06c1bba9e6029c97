import { asciiBytes } from '../bytes/byte-arrays.ts';
import { box, fullBox, u32, zeros } from './box.ts';

const UTF8 = u32(1);
const NO_LOCALE = u32(0);
/** `iTunSMPB` is twelve numbers: nothing, delay, padding and length, then nothing that anybody reads. */
const REST = ' 00000000'.repeat(8);

/**
 * The delay of an encoder as iTunes notes it, in a `udta` of the movie: FFmpeg, and what is made with it, heeds no edit list of a
 * fragmented file with AAC, but this.
 */
export function gaplessNote(sound: {
  durationSamples: number;
  delaySamples: number;
  paddingSamples: number;
}): Uint8Array {
  const { durationSamples, delaySamples, paddingSamples } = sound;
  const lengths = `${hex(delaySamples, 8)} ${hex(paddingSamples, 8)} ${hex(durationSamples, 16)}`;
  const item = box(
    '----',
    fullBox('mean', [0, 0], asciiBytes('com.apple.iTunes')),
    fullBox('name', [0, 0], asciiBytes('iTunSMPB')),
    box('data', UTF8, NO_LOCALE, asciiBytes(` 00000000 ${lengths}${REST}`)),
  );
  const handler = fullBox('hdlr', [0, 0], u32(0), asciiBytes('mdirappl'), zeros(9));
  return box('udta', fullBox('meta', [0, 0], handler, box('ilst', item)));
}

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0');
