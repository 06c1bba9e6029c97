import type { BareFrame } from './count-frames.ts';

/** What the major sync at the start of a stream tells of all of it. */
export interface MlpStream {
  codec: 'truehd' | 'mlp';
  sampleRateHz: number;
  channels: number;
  bitDepth: number;
  parse(bytes: Buffer, at: number): BareFrame | null;
}

export const MLP_HEADER_BYTES = 12;

const TRUEHD_SYNC = 0xf8726fba;
const MLP_SYNC = 0xf8726fbb;
const SAMPLES_PER_UNIT = 40;
const NO_RATE = 15;
const MLP_CHANNELS = [1, 2, 3, 4, 3, 4, 5, 3, 4, 5, 4, 5, 6, 4, 5, 4, 5, 6, 5, 5, 6];
/** Loudspeakers of each bit of an arrangement. */
const TRUEHD_CHANNELS = [2, 1, 1, 2, 2, 2, 2, 1, 1, 2, 2, 1, 1];
const TRUEHD_BITS = 24;
const MLP_BITS = [16, 20, 24];

/** Dolby TrueHD (MLP) high-level bitstream description, section 3.2: a unit with the major sync. Null when there is none. */
export function parseMlpStream(head: Buffer): MlpStream | null {
  const sync = head.length < MLP_HEADER_BYTES ? 0 : head.readUInt32BE(4);
  if (sync !== TRUEHD_SYNC && sync !== MLP_SYNC) return null;
  const isTrueHd = sync === TRUEHD_SYNC;
  const rateCode = head.readUInt8(isTrueHd ? 8 : 9) >> 4;
  if (rateCode === NO_RATE) return null;
  const samples = SAMPLES_PER_UNIT << (rateCode & 7);
  return {
    codec: isTrueHd ? 'truehd' : 'mlp',
    sampleRateHz: ((rateCode & 8) === 0 ? 48_000 : 44_100) << (rateCode & 7),
    channels: isTrueHd ? countLoudspeakers(head.readUInt32BE(8)) : (MLP_CHANNELS[head.readUInt8(11) & 31] ?? 2),
    bitDepth: isTrueHd ? TRUEHD_BITS : (MLP_BITS[head.readUInt8(8) >> 4] ?? TRUEHD_BITS),
    parse: (bytes, at) => {
      const lengthBytes = at + 2 > bytes.length ? 0 : (bytes.readUInt16BE(at) & 0xfff) * 2;
      return lengthBytes === 0 ? null : { lengthBytes, samples };
    },
  };
}

/** The arrangement of eight channels, or of six where there are no more. */
function countLoudspeakers(formatInfo: number): number {
  const arrangement = formatInfo & 0x1fff || (formatInfo >>> 15) & 0x1f;
  return TRUEHD_CHANNELS.reduce((sum, count, bit) => sum + ((arrangement >> bit) & 1) * count, 0);
}
