import { startsWithAscii } from '../bytes/byte-arrays.ts';
import { ByteCursor } from '../bytes/byte-cursor.ts';
import { MediaContainerError } from '../media-container-error.ts';

export interface VorbisHeaders {
  sampleRateHz: number;
  channels: number;
  /** Short and long block of the identification header. */
  blockSamples: readonly [short: number, long: number];
  /** Block size of each mode of the setup header. */
  modeBlockSamples: readonly number[];
  headers: readonly Uint8Array[];
}

const MODE_BITS = 41;
const MOST_MODES = 64;
const HEADERS = 3;
const NOT_VORBIS = 'The three headers of Vorbis are not there.';

/** Takes identification, comment and setup header, Xiph-laced as in Matroska. Throws `damaged` when they are none. */
export function readVorbisHeaders(laced: Uint8Array): VorbisHeaders {
  return describeVorbisHeaders(unlaceHeaders(laced));
}

/** Vorbis I, sections 4.2.2 and 4.2.4. Throws `damaged` when they are no headers of Vorbis. */
export function describeVorbisHeaders(headers: readonly Uint8Array[]): VorbisHeaders {
  const [identification, comment, setup] = headers;
  if (!identification || !comment || !setup) throw new MediaContainerError('damaged', NOT_VORBIS);
  [identification, comment, setup].forEach((header, index) => {
    if (header[0] !== index * 2 + 1 || !startsWithAscii(header, 'vorbis', 1)) {
      throw new MediaContainerError('damaged', NOT_VORBIS);
    }
  });
  const cursor = new ByteCursor(identification, 7);
  if (cursor.u32le() !== 0) throw new MediaContainerError('unsupported', 'This Vorbis is not of version I.');
  const channels = cursor.u8();
  const sampleRateHz = cursor.u32le();
  cursor.skip(12);
  const sizes = cursor.u8();
  const [short, long] = [2 ** (sizes & 15), 2 ** (sizes >> 4)];
  if (channels === 0 || sampleRateHz === 0 || short < 64 || long > 8192 || short > long) {
    throw new MediaContainerError('damaged', 'The identification header of Vorbis describes no sound.');
  }
  const modeBlockSamples = readModeFlags(setup).map((isLong) => (isLong ? long : short));
  return { sampleRateHz, channels, blockSamples: [short, long], modeBlockSamples, headers: headers.slice(0, HEADERS) };
}

/** The block size of a packet of sound, or undefined when it is none. */
export function vorbisBlockSamples(modeBlockSamples: readonly number[], packet: Uint8Array): number | undefined {
  const first = packet[0];
  if (first === undefined || (first & 1) === 1) return undefined;
  const width = 32 - Math.clz32(modeBlockSamples.length - 1);
  const bits = (first | ((packet[1] ?? 0) << 8)) >> 1;
  return modeBlockSamples[bits & ((1 << width) - 1)];
}

/**
 * Modes are the last thing of the setup header, behind codebooks whose lengths only their decoding tells: so they are read from
 * the end. Each has 41 bits (block flag, two fields that have to be 0, a mapping of at most 63), and their number stands before
 * them; the longest row that its number agrees with is taken.
 */
function readModeFlags(setup: Uint8Array): boolean[] {
  let end = setup.length * 8;
  while (end > 0 && bitAt(setup, end - 1) === 0) end -= 1;
  // The framing bit itself.
  end -= 1;
  let flags: boolean[] = [];
  let agreed: boolean[] | undefined;
  for (let start = end - MODE_BITS; start >= 6 && flags.length < MOST_MODES; start -= MODE_BITS) {
    if (bitsAt(setup, start + 1, 16) !== 0 || bitsAt(setup, start + 17, 16) !== 0) break;
    if (bitsAt(setup, start + 33, 8) > 63) break;
    flags = [bitAt(setup, start) === 1, ...flags];
    if (bitsAt(setup, start - 6, 6) + 1 === flags.length) agreed = flags;
  }
  if (!agreed) throw new MediaContainerError('damaged', 'The setup header of Vorbis has no modes.');
  return agreed;
}

function unlaceHeaders(laced: Uint8Array): Uint8Array[] {
  const cursor = new ByteCursor(laced);
  if (cursor.u8() !== HEADERS - 1) throw new MediaContainerError('damaged', NOT_VORBIS);
  const lengths = Array.from({ length: HEADERS - 1 }, () => readLacedLength(cursor));
  return [...lengths.map((length) => cursor.take(length)), cursor.take(cursor.remaining)];
}

function readLacedLength(cursor: ByteCursor): number {
  let length = 0;
  for (;;) {
    const byte = cursor.u8();
    length += byte;
    if (byte < 255) return length;
  }
}

/** Vorbis counts bits from the least significant of each byte. */
function bitAt(bytes: Uint8Array, position: number): number {
  return ((bytes[position >> 3] ?? 0) >> (position & 7)) & 1;
}

function bitsAt(bytes: Uint8Array, position: number, width: number): number {
  let value = 0;
  for (let bit = 0; bit < width; bit += 1) value |= bitAt(bytes, position + bit) << bit;
  return value;
}
