/** ISO 11172-3, section 2.4.2.3, and ISO 13818-3 for the lower sample rates; MPEG 2.5 halves those once more. */
export interface MpegHeader {
  version: 1 | 2 | 2.5;
  layer: 1 | 2 | 3;
  bitrateKbps: number;
  sampleRateHz: number;
  channels: number;
  frameBytes: number;
  frameSamples: number;
  /** Between header (with its CRC) and main data, of layer III. */
  sideInfoBytes: number;
  hasCrc: boolean;
}

export interface Mp3Header extends MpegHeader {
  layer: 3;
}

export const MP3_HEADER_BYTES = 4;

const VERSIONS = [2.5, undefined, 2, 1] as const;
const LAYERS = [undefined, 3, 2, 1] as const;
const RATES_HZ = [44_100, 48_000, 32_000];
const RATE_DIVISORS = { 1: 1, 2: 2, 2.5: 4 } as const;
const LOW_KBPS = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
/** By layer. */
const MPEG1_KBPS = {
  1: [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  2: [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  3: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
} as const;
const MPEG2_KBPS = {
  1: [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  2: LOW_KBPS,
  3: LOW_KBPS,
} as const;
const MONO = 3;
const CRC_BYTES = 2;

/** The header at `offset`, or undefined when there is none with a known bit rate. */
export function findMpegHeader(bytes: Uint8Array, offset: number): MpegHeader | undefined {
  if (bytes[offset] !== 0xff || offset + MP3_HEADER_BYTES > bytes.length) return undefined;
  const [second, third, fourth] = [bytes[offset + 1] ?? 0, bytes[offset + 2] ?? 0, bytes[offset + 3] ?? 0];
  const version = VERSIONS[(second >> 3) & 3];
  const layer = LAYERS[(second >> 1) & 3];
  const baseRateHz = RATES_HZ[(third >> 2) & 3];
  if ((second & 0xe0) !== 0xe0 || !version || !layer || baseRateHz === undefined) return undefined;
  const bitrateKbps = (version === 1 ? MPEG1_KBPS : MPEG2_KBPS)[layer][third >> 4] ?? 0;
  if (bitrateKbps === 0) return undefined;
  const sampleRateHz = baseRateHz / RATE_DIVISORS[version];
  const frameSamples = countSamples(version, layer);
  const channels = fourth >> 6 === MONO ? 1 : 2;
  const slotBytes = layer === 1 ? 4 : 1;
  const slots = Math.floor((frameSamples * bitrateKbps * 125) / sampleRateHz / slotBytes) + ((third >> 1) & 1);
  return {
    version,
    layer,
    bitrateKbps,
    sampleRateHz,
    channels,
    frameBytes: slots * slotBytes,
    frameSamples,
    sideInfoBytes: sideInfoBytes(version, channels),
    hasCrc: (second & 1) === 0,
  };
}

/** As `findMpegHeader`, of layer III alone. */
export function findMp3Header(bytes: Uint8Array, offset: number): Mp3Header | undefined {
  const header = findMpegHeader(bytes, offset);
  return header && isMp3(header) ? header : undefined;
}

const isMp3 = (header: MpegHeader): header is Mp3Header => header.layer === 3;

function countSamples(version: MpegHeader['version'], layer: MpegHeader['layer']): number {
  if (layer === 1) return 384;
  return layer === 3 && version !== 1 ? 576 : 1152;
}

function sideInfoBytes(version: number, channels: number): number {
  if (version === 1) return channels === 1 ? 17 : 32;
  return channels === 1 ? 9 : 17;
}

/** How many bytes of main data of the frames before are its own, the last ones (ISO 11172-3, section 2.4.1.7). */
export function mainDataBeginOf(frame: Uint8Array, { version, hasCrc }: Mp3Header): number {
  const [first = 0, second = 0] = frame.subarray(MP3_HEADER_BYTES + (hasCrc ? CRC_BYTES : 0));
  return version === 1 ? (first << 1) | (second >> 7) : first;
}

/** Which it carries, for itself or for later frames. */
export const mainDataBytesOf = (header: Mp3Header): number =>
  header.frameBytes - MP3_HEADER_BYTES - (header.hasCrc ? CRC_BYTES : 0) - header.sideInfoBytes;
