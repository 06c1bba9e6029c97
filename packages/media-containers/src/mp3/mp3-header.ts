/** ISO 11172-3, section 2.4.2.3, and ISO 13818-3 for the lower sample rates; MPEG 2.5 halves those once more. */
export interface Mp3Header {
  /** 1, 2, or 2.5. */
  version: number;
  sampleRateHz: number;
  channels: number;
  frameBytes: number;
  frameSamples: number;
  /** Between header (with its CRC) and main data. */
  sideInfoBytes: number;
  hasCrc: boolean;
}

export const MP3_HEADER_BYTES = 4;

const VERSIONS = [2.5, 0, 2, 1];
const LAYER_III = 1;
const RATES_HZ = [44_100, 48_000, 32_000];
const MPEG1_KBPS = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const MPEG2_KBPS = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const MONO = 3;
const CRC_BYTES = 2;

/** The header at `offset`, or undefined when there is none of layer III with a known bit rate. */
export function findMp3Header(bytes: Uint8Array, offset: number): Mp3Header | undefined {
  const [first, second, third, fourth] = bytes.subarray(offset, offset + MP3_HEADER_BYTES);
  if (first !== 0xff || second === undefined || third === undefined || fourth === undefined) return undefined;
  if ((second & 0xe0) !== 0xe0 || ((second >> 1) & 3) !== LAYER_III) return undefined;
  const version = VERSIONS[(second >> 3) & 3] ?? 0;
  const baseRateHz = RATES_HZ[(third >> 2) & 3];
  const bitrateKbps = (version === 1 ? MPEG1_KBPS : MPEG2_KBPS)[third >> 4] ?? 0;
  if (version === 0 || baseRateHz === undefined || bitrateKbps === 0) return undefined;
  const sampleRateHz = baseRateHz / (version === 2.5 ? 4 : version);
  const frameSamples = version === 1 ? 1152 : 576;
  const channels = fourth >> 6 === MONO ? 1 : 2;
  return {
    version,
    sampleRateHz,
    channels,
    frameBytes: Math.floor((frameSamples * bitrateKbps * 125) / sampleRateHz) + ((third >> 1) & 1),
    frameSamples,
    sideInfoBytes: sideInfoBytes(version, channels),
    hasCrc: (second & 1) === 0,
  };
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
