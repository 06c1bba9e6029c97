import { aacSampleRatesHz } from '../codecs/audio-specific-config.ts';

/** ISO 14496-3, section 1.A.2.2. */
export interface AdtsHeader {
  /** As in `mp4a.40.x`. */
  objectType: number;
  rateIndex: number;
  sampleRateHz: number;
  channels: number;
  headerBytes: number;
  frameBytes: number;
  /** Raw data blocks in the frame; only frames of one can be taken out as a packet. */
  blocks: number;
}

export const ADTS_HEADER_BYTES = 7;
const CRC_BYTES = 2;

/** The header at `offset`, or undefined when there is none. */
export function findAdtsHeader(bytes: Uint8Array, offset: number): AdtsHeader | undefined {
  if (offset + ADTS_HEADER_BYTES > bytes.length) return undefined;
  const at = (index: number) => bytes[offset + index] ?? 0;
  if (at(0) !== 0xff || (at(1) & 0xf6) !== 0xf0) return undefined;
  const rateIndex = (at(2) >> 2) & 15;
  const sampleRateHz = aacSampleRatesHz[rateIndex];
  const channelConfiguration = ((at(2) & 1) << 2) | (at(3) >> 6);
  const headerBytes = ADTS_HEADER_BYTES + (at(1) & 1 ? 0 : CRC_BYTES);
  const frameBytes = ((at(3) & 3) << 11) | (at(4) << 3) | (at(5) >> 5);
  if (sampleRateHz === undefined || frameBytes <= headerBytes) return undefined;
  return {
    objectType: (at(2) >> 6) + 1,
    rateIndex,
    sampleRateHz,
    channels: channelConfiguration === 7 ? 8 : channelConfiguration,
    headerBytes,
    frameBytes,
    blocks: (at(6) & 3) + 1,
  };
}
