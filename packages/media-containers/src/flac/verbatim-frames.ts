import { crc16, crc8 } from '../bytes/crc.ts';
import { codeNumber } from './coded-number.ts';
import { rateCodeOf } from './frame-header.ts';

/** Sound in blocks of one size; the last may be shorter. */
export interface VerbatimSound {
  sampleRateHz: number;
  channels: number;
  bitDepth: 16 | 24;
  blockSamples: number;
  durationSamples: number;
}

type VerbatimShape = Pick<VerbatimSound, 'sampleRateHz' | 'channels' | 'bitDepth'>;

/** Sync, codes, depth and channels. */
const FIXED_HEADER_BYTES = 4;
const CRC8_BYTES = 1;
const CRC16_BYTES = 2;
const SUBFRAME_HEADER_BYTES = 1;
/** Subframe type 1, no wasted bits (RFC 9639, section 9.2.1). */
const VERBATIM = 0b0000_0010;
/** The block size follows in 16 bits, less one (section 9.1.1). */
const BLOCK_SIZE_FOLLOWS = 7;
const BLOCK_SIZE_BYTES = 2;
const RATE_FOLLOWS = 13;
const RATE_BYTES = 2;
const DEPTH_CODES = { 16: 4, 24: 6 } as const;
/** From these numbers on a coded number has one byte more (section 9.1.5). */
const LONGER_NUMBERS_FROM = [0, 2 ** 7, 2 ** 11, 2 ** 16, 2 ** 21, 2 ** 26] as const;

/** Where frames are that hold samples as they are: the only FLAC whose places are known before it is encoded. */
export interface VerbatimLayout {
  frameCount: number;
  /** Bytes before frame `index`, from the first frame on; at `frameCount`, of all. */
  offsetOf(index: number): number;
}

export function layOutVerbatim(sound: VerbatimSound): VerbatimLayout {
  const { blockSamples, durationSamples } = sound;
  const frameCount = Math.ceil(durationSamples / blockSamples);
  const lastSamples = durationSamples - (frameCount - 1) * blockSamples;
  const fullBytes = bytesBesideNumber(sound, blockSamples);
  const lastBytes = bytesBesideNumber(sound, lastSamples);
  return {
    frameCount,
    offsetOf: (index) => numberBytesOf(index) + index * fullBytes + (index === frameCount ? lastBytes - fullBytes : 0),
  };
}

function bytesBesideNumber({ sampleRateHz, channels, bitDepth }: VerbatimShape, samples: number): number {
  const sized = blockCodeOf(samples) === BLOCK_SIZE_FOLLOWS ? BLOCK_SIZE_BYTES : 0;
  const rated = rateCodeOf(sampleRateHz) === RATE_FOLLOWS ? RATE_BYTES : 0;
  const subframes = channels * (SUBFRAME_HEADER_BYTES + (samples * bitDepth) / 8);
  return FIXED_HEADER_BYTES + sized + rated + CRC8_BYTES + subframes + CRC16_BYTES;
}

/** Of the numbers of so many frames. */
const numberBytesOf = (count: number): number =>
  LONGER_NUMBERS_FROM.reduce((sum, from) => sum + Math.max(0, count - from), 0);

/** A power of two from 256 to 32768 has a code of its own. */
const blockCodeOf = (samples: number): number =>
  samples >= 256 && samples <= 2 ** 15 && Number.isInteger(Math.log2(samples))
    ? Math.log2(samples)
    : BLOCK_SIZE_FOLLOWS;

/** A frame of interleaved samples, as numbers of the bit depth (RFC 9639, sections 9.1 and 9.2.4). */
export function writeVerbatimFrame(
  shape: VerbatimShape,
  frameNumber: number,
  samples: Int16Array | Int32Array,
): Uint8Array {
  const { channels, bitDepth } = shape;
  const count = samples.length / channels;
  const header = writeHeader(shape, frameNumber, count);
  const sampleBytes = bitDepth / 8;
  const bytes = new Uint8Array(header.length + channels * (SUBFRAME_HEADER_BYTES + count * sampleBytes) + CRC16_BYTES);
  bytes.set(header);
  let position = header.length;
  for (let channel = 0; channel < channels; channel += 1) {
    bytes[position++] = VERBATIM;
    for (let at = channel; at < samples.length; at += channels) {
      const sample = samples[at] ?? 0;
      if (sampleBytes === 3) bytes[position++] = sample >> 16;
      bytes[position++] = sample >> 8;
      bytes[position++] = sample;
    }
  }
  new DataView(bytes.buffer).setUint16(position, crc16(bytes, 0, position));
  return bytes;
}

function writeHeader({ sampleRateHz, channels, bitDepth }: VerbatimShape, frameNumber: number, samples: number) {
  const [blockCode, rateCode] = [blockCodeOf(samples), rateCodeOf(sampleRateHz)];
  const header = [
    0xff,
    0xf8,
    (blockCode << 4) | rateCode,
    ((channels - 1) << 4) | (DEPTH_CODES[bitDepth] << 1),
    ...codeNumber(frameNumber),
    ...(blockCode === BLOCK_SIZE_FOLLOWS ? [(samples - 1) >> 8, (samples - 1) & 0xff] : []),
    ...(rateCode === RATE_FOLLOWS ? [sampleRateHz >> 8, sampleRateHz & 0xff] : []),
  ];
  return Uint8Array.of(...header, crc8(Uint8Array.from(header), 0, header.length));
}
