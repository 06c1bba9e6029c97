import { BitCursor } from '../bytes/bit-cursor.ts';
import { MediaContainerError } from '../media-container-error.ts';

export const STREAM_INFO_BYTES = 34;

/** RFC 9639, section 8.2. */
export interface StreamInfo {
  minBlockSamples: number;
  maxBlockSamples: number;
  /** 0 when the encoder did not know. */
  minFrameBytes: number;
  /** 0 when the encoder did not know. */
  maxFrameBytes: number;
  sampleRateHz: number;
  channels: number;
  bitDepth: number;
  /** 0 when the encoder did not know. */
  totalSamples: number;
}

/** Throws `damaged` when it is too short or describes no sound. */
export function readStreamInfo(block: Uint8Array): StreamInfo {
  const bits = new BitCursor(block.subarray(0, STREAM_INFO_BYTES));
  const minBlockSamples = bits.read(16);
  const maxBlockSamples = bits.read(16);
  const minFrameBytes = bits.read(24);
  const maxFrameBytes = bits.read(24);
  const sampleRateHz = bits.read(20);
  const channels = bits.read(3) + 1;
  const bitDepth = bits.read(5) + 1;
  const totalSamples = bits.read(4) * 2 ** 32 + bits.read(32);
  if (sampleRateHz === 0 || maxBlockSamples < 16 || minBlockSamples > maxBlockSamples) {
    throw new MediaContainerError('damaged', 'STREAMINFO describes no sound.');
  }
  return {
    minBlockSamples,
    maxBlockSamples,
    minFrameBytes,
    maxFrameBytes,
    sampleRateHz,
    channels,
    bitDepth,
    totalSamples,
  };
}

/** 34 bytes, without a checksum of the sound (RFC 9639, section 8.2: zeros where it is not known). */
export function writeStreamInfo(info: StreamInfo): Uint8Array {
  const bytes = new Uint8Array(STREAM_INFO_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, info.minBlockSamples);
  view.setUint16(2, info.maxBlockSamples);
  view.setUint16(4, info.minFrameBytes >> 8);
  view.setUint8(6, info.minFrameBytes & 0xff);
  view.setUint16(7, info.maxFrameBytes >> 8);
  view.setUint8(9, info.maxFrameBytes & 0xff);
  const format = (BigInt(info.sampleRateHz) << 8n) | BigInt(((info.channels - 1) << 5) | (info.bitDepth - 1));
  view.setBigUint64(10, (format << 36n) | BigInt(info.totalSamples));
  return bytes;
}
