const BITRATES_KBPS = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320] as const;
const RATE_CODES: Readonly<Record<number, number>> = { 44_100: 0, 48_000: 1, 32_000: 2 };
const SIDE_INFO_BYTES = { mono: 17, stereo: 32 } as const;
/** Name, flags, frames, bytes; then encoder, rates, delays and sums as LAME writes them. */
const INFO_BYTES = 16;
const LAME_BYTES = 36;
/** What decoders add to the encoder's delay; players know it and add it themselves. */
export const MP3_DECODER_DELAY = 529;

export interface Mp3Shape {
  sampleRateHz: number;
  channels: number;
  bitrateKbps: number;
}

/** The smallest rate whose frame holds the tag. */
function infoBitrate({ sampleRateHz, channels, bitrateKbps }: Mp3Shape): number {
  const needed = 4 + (channels === 1 ? SIDE_INFO_BYTES.mono : SIDE_INFO_BYTES.stereo) + INFO_BYTES + LAME_BYTES;
  const fits = (kbps: number) => kbps >= bitrateKbps && (144_000 * kbps) / sampleRateHz >= needed;
  return BITRATES_KBPS.find(fits) ?? bitrateKbps;
}

export const infoFrameBytesOf = (shape: Mp3Shape): number => (144_000 * infoBitrate(shape)) / shape.sampleRateHz;

/**
 * A silent frame that tells players how long the sound is and what to leave out at both ends: the `Info` tag of a constant rate,
 * with LAME's extension (gabriel.mp3-tech.org/mp3infotag.html). Without a table of places, which a constant rate needs none of.
 */
export function writeInfoFrame(
  shape: Mp3Shape,
  sound: { frameCount: number; soundBytes: number; delaySamples: number; paddingSamples: number },
): Uint8Array {
  const bitrateKbps = infoBitrate(shape);
  const bytes = new Uint8Array(infoFrameBytesOf(shape));
  const view = new DataView(bytes.buffer);
  const bitrateCode = BITRATES_KBPS.findIndex((kbps) => kbps === bitrateKbps) + 1;
  // MPEG-1 layer III without a checksum (ISO 11172-3, section 2.4.1.3).
  bytes.set([
    0xff,
    0xfb,
    (bitrateCode << 4) | ((RATE_CODES[shape.sampleRateHz] ?? 0) << 2),
    shape.channels === 1 ? 0xc0 : 0,
  ]);
  const at = 4 + (shape.channels === 1 ? SIDE_INFO_BYTES.mono : SIDE_INFO_BYTES.stereo);
  bytes.set(
    [...'Info'].map((letter) => letter.charCodeAt(0)),
    at,
  );
  view.setUint32(at + 4, 0b0011);
  view.setUint32(at + 8, sound.frameCount);
  view.setUint32(at + 12, bytes.length + sound.soundBytes);
  const lame = at + INFO_BYTES;
  // Players read the delays after a name of nine letters that they know.
  bytes.set(
    [...'LAME3.100'].map((letter) => letter.charCodeAt(0)),
    lame,
  );
  bytes[lame + 9] = 0x01;
  bytes[lame + 20] = Math.min(255, shape.bitrateKbps);
  const delay = Math.max(0, Math.min(0xfff, sound.delaySamples - MP3_DECODER_DELAY));
  const padding = Math.max(0, Math.min(0xfff, sound.paddingSamples + MP3_DECODER_DELAY));
  bytes.set([delay >> 4, ((delay & 0xf) << 4) | (padding >> 8), padding & 0xff], lame + 21);
  view.setUint32(lame + 28, bytes.length + sound.soundBytes);
  view.setUint16(lame + 34, crc16(bytes.subarray(0, lame + 34)));
  return bytes;
}

/** CRC-16 of LAME's tag: polynomial 0x8005, bits reversed, from 0. */
function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}
