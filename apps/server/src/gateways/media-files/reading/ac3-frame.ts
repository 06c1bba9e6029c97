import type { BareFrame } from './count-frames.ts';

export interface Ac3Frame extends BareFrame {
  codec: 'ac3' | 'eac3';
  sampleRateHz: number;
  channels: number;
}

/** As far as anything of interest goes. */
export const AC3_HEADER_BYTES = 8;

const SYNC = 0x0b77;
const RATES = [48_000, 44_100, 32_000];
/** In kbit/s. */
const BITRATES = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640];
const CHANNELS = [2, 1, 2, 3, 3, 4, 4, 5];
const SAMPLES_PER_BLOCK = 256;
const BLOCKS = [1, 2, 3, 6];
const ALL_BLOCKS = 6;
const LAST_AC3 = 10;
const LAST_EAC3 = 16;
/** A part of the frame before it, with further channels. */
const DEPENDENT = 1;

/** ETSI TS 102 366, sections 4.4.1 and 4.4.2 (syncinfo, bsi) and annex E.1.3. Null when no frame begins there. */
export function parseAc3Frame(bytes: Buffer, at: number): Ac3Frame | null {
  if (at + AC3_HEADER_BYTES > bytes.length || bytes.readUInt16BE(at) !== SYNC) return null;
  const version = bytes.readUInt8(at + 5) >> 3;
  if (version <= LAST_AC3) return parseAc3(bytes, at);
  return version <= LAST_EAC3 ? parseEac3(bytes, at) : null;
}

function parseAc3(bytes: Buffer, at: number): Ac3Frame | null {
  const [rateCode, sizeCode] = [bytes.readUInt8(at + 4) >> 6, bytes.readUInt8(at + 4) & 0x3f];
  const [sampleRateHz, bitrateKbps] = [RATES[rateCode], BITRATES[sizeCode >> 1]];
  if (sampleRateHz === undefined || bitrateKbps === undefined) return null;
  const samples = ALL_BLOCKS * SAMPLES_PER_BLOCK;
  const words = Math.floor((bitrateKbps * 1000 * samples) / sampleRateHz / 16);
  // At 44.1 kHz frames are not of whole words: some have one more.
  const lengthBytes = 2 * (words + (rateCode === 1 ? sizeCode & 1 : 0));
  const mode = bytes.readUInt8(at + 6) >> 5;
  const hasCentre = (mode & 1) !== 0 && mode !== 1;
  const skipped = 3 + (hasCentre ? 2 : 0) + ((mode & 4) !== 0 ? 2 : 0) + (mode === 2 ? 2 : 0);
  const lowChannels = (bytes.readUInt16BE(at + 6) >> (15 - skipped)) & 1;
  return { codec: 'ac3', sampleRateHz, channels: (CHANNELS[mode] ?? 2) + lowChannels, lengthBytes, samples };
}

function parseEac3(bytes: Buffer, at: number): Ac3Frame | null {
  const head = bytes.readUInt16BE(at + 2);
  const flags = bytes.readUInt8(at + 4);
  const isHalfRate = flags >> 6 === 3;
  const fullRateHz = RATES[isHalfRate ? (flags >> 4) & 3 : flags >> 6];
  if (fullRateHz === undefined) return null;
  const blocks = isHalfRate ? ALL_BLOCKS : (BLOCKS[(flags >> 4) & 3] ?? ALL_BLOCKS);
  const isOfFirst = head >> 14 !== DEPENDENT && ((head >> 11) & 7) === 0;
  return {
    codec: 'eac3',
    sampleRateHz: isHalfRate ? fullRateHz / 2 : fullRateHz,
    channels: (CHANNELS[(flags >> 1) & 7] ?? 2) + (flags & 1),
    lengthBytes: ((head & 0x7ff) + 1) * 2,
    samples: isOfFirst ? blocks * SAMPLES_PER_BLOCK : 0,
  };
}

/** Of the content of `dac3` or `dec3`, where MP4 describes the stream (ETSI TS 102 366, sections F.4 and F.6); null when it is cut. */
export function readDolbyChannels(kind: 'dac3' | 'dec3', content: Buffer): number | null {
  const at = kind === 'dac3' ? 0 : 2;
  if (content.length < at + 2) return null;
  const fields = content.readUInt16BE(at) >> (kind === 'dac3' ? 2 : 0);
  return (CHANNELS[(fields >> 1) & 7] ?? 2) + (fields & 1);
}
