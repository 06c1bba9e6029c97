/** One MPEG audio frame header (ISO 11172-3, 13818-3, and Fraunhofer's 2.5). */
export interface MpegFrame {
  layer: 1 | 2 | 3;
  version: 1 | 2 | 2.5;
  bitrateKbps: number;
  sampleRateHz: number;
  channels: number;
  samples: number;
  lengthBytes: number;
  /** Bytes from the header's start to the Xing tag of a Layer III frame. */
  sideInfoEnd: number;
}

const V1_L1 = [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448];
const V1_L2 = [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384];
const V1_L3 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const V2_L1 = [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256];
const V2_L23 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const RATES = [44_100, 48_000, 32_000];
const VERSIONS = [2.5, null, 2, 1] as const;
const LAYERS = [null, 3, 2, 1] as const;
const RATE_DIVISORS = { 1: 1, 2: 2, 2.5: 4 } as const;
/** Where the side information ends, by channels. */
const SIDE_INFO_ENDS_V1 = { 1: 21, 2: 36 } as const;
const SIDE_INFO_ENDS_V2 = { 1: 13, 2: 21 } as const;

/** The frame at `at`, or null when no valid header is there. */
export function parseMpegFrame(bytes: Buffer, at: number): MpegFrame | null {
  if (at + 4 > bytes.length || bytes[at] !== 0xff) return null;
  const head = bytes.readUInt32BE(at);
  const version = VERSIONS[(head >>> 19) & 3];
  const layer = LAYERS[(head >>> 17) & 3];
  const fullRate = RATES[(head >>> 10) & 3];
  if (head >>> 21 !== 0x7ff || !version || !layer || fullRate === undefined) return null;
  const bitrateKbps = bitratesOf(version, layer)[(head >>> 12) & 15];
  if (!bitrateKbps) return null;
  const channels = ((head >>> 6) & 3) === 3 ? 1 : 2;
  const sampleRateHz = fullRate / RATE_DIVISORS[version];
  const samples = countSamples(version, layer);
  const slotBytes = layer === 1 ? 4 : 1;
  const slots = Math.floor((samples / 8 / slotBytes) * ((bitrateKbps * 1000) / sampleRateHz)) + ((head >>> 9) & 1);
  const sideInfoEnd = (version === 1 ? SIDE_INFO_ENDS_V1 : SIDE_INFO_ENDS_V2)[channels];
  return { layer, version, bitrateKbps, sampleRateHz, channels, samples, lengthBytes: slots * slotBytes, sideInfoEnd };
}

function countSamples(version: MpegFrame['version'], layer: MpegFrame['layer']): number {
  if (layer === 1) return 384;
  return layer === 3 && version !== 1 ? 576 : 1152;
}

function bitratesOf(version: MpegFrame['version'], layer: MpegFrame['layer']): readonly number[] {
  if (version === 1) return layer === 1 ? V1_L1 : layer === 2 ? V1_L2 : V1_L3;
  return layer === 1 ? V2_L1 : V2_L23;
}

/** Whether two headers can be of one stream. */
export const isSameStream = (a: MpegFrame, b: MpegFrame): boolean =>
  a.layer === b.layer && a.version === b.version && a.sampleRateHz === b.sampleRateHz;
