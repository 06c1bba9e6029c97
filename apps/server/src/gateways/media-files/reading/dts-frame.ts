import type { BareFrame } from './count-frames.ts';

export interface DtsFrame extends BareFrame {
  sampleRateHz: number;
  channels: number;
}

export const DTS_HEADER_BYTES = 12;

const SYNC = 0x7ffe8001;
const EXTENSION_SYNC = 0x64582025;
const EXTENSION_HEADER_BYTES = 10;
const SAMPLES_PER_BLOCK = 32;
const RATES = [0, 8_000, 16_000, 32_000, 0, 0, 11_025, 22_050, 44_100, 0, 0, 12_000, 24_000, 48_000, 96_000, 192_000];
const CHANNELS = [1, 2, 2, 2, 2, 3, 3, 4, 4, 5, 6, 6, 6, 7, 8, 8];

/** ETSI TS 102 114, section 5.3 (core frame header), with the extension substream behind it. Null when no frame begins there. */
export function parseDtsFrame(bytes: Buffer, at: number): DtsFrame | null {
  if (at + DTS_HEADER_BYTES > bytes.length || bytes.readUInt32BE(at) !== SYNC) return null;
  const head = bytes.readUIntBE(at + 4, 6);
  const bitsOf = (from: number, count: number) => Math.floor(head / 2 ** (48 - from - count)) % 2 ** count;
  const sampleRateHz = RATES[bitsOf(34, 4)] ?? 0;
  const channels = CHANNELS[bitsOf(28, 6)];
  const coreBytes = bitsOf(14, 14) + 1;
  if (sampleRateHz === 0 || channels === undefined || coreBytes < DTS_HEADER_BYTES) return null;
  const hasLow = (bytes.readUInt16BE(at + 10) & 0x600) !== 0;
  return {
    sampleRateHz,
    channels: channels + (hasLow ? 1 : 0),
    lengthBytes: coreBytes + measureExtension(bytes, at + coreBytes),
    samples: (bitsOf(7, 7) + 1) * SAMPLES_PER_BLOCK,
  };
}

/** ETSI TS 102 114, section 7.4: 0 when none follows. */
function measureExtension(bytes: Buffer, at: number): number {
  if (at + EXTENSION_HEADER_BYTES > bytes.length || bytes.readUInt32BE(at) !== EXTENSION_SYNC) return 0;
  const head = bytes.readUIntBE(at + 5, 5);
  const isLong = Math.floor(head / 2 ** 37) % 2 === 1;
  return isLong ? (Math.floor(head / 2 ** 5) % 2 ** 20) + 1 : (Math.floor(head / 2 ** 13) % 2 ** 16) + 1;
}
