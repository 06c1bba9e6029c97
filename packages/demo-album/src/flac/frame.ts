import type { BitWriter } from './bit-writer.ts';
import { crc16, crc8 } from './checksums.ts';
import { planSubframe, writeSubframe, type SubframePlan } from './subframe.ts';

/** Samples in every frame but the last. */
export const BLOCK_SIZE = 4096;
const DEPTH = 16;
const sampleRateCodes: Readonly<Record<number, number>> = {
  88200: 1,
  176400: 2,
  192000: 3,
  8000: 4,
  16000: 5,
  22050: 6,
  24000: 7,
  32000: 8,
  44100: 9,
  48000: 10,
  96000: 11,
};
/** Channel assignments of RFC 9639, section 9.1.3. */
const stereo = { leftRight: 0b0001, leftSide: 0b1000, sideRight: 0b1001, midSide: 0b1010 } as const;

/** Which samples a frame holds; one array for mono, two for stereo, of equal length. */
export type FrameInput = {
  readonly channels: readonly Int32Array[];
  readonly sampleRate: number;
  readonly frameNumber: number;
};

/** Writes a frame and answers how many bytes it takes. Starts and ends on a byte. */
export function writeFrame(writer: BitWriter, input: FrameInput): number {
  const start = writer.byteLength();
  const { assignment, subframes } = planChannels(input.channels);
  writeHeader(writer, input, assignment);
  writer.write(crc8(writer.view(start)), 8);
  for (const subframe of subframes) writeSubframe(writer, subframe);
  writer.align();
  writer.write(crc16(writer.view(start)), 16);
  return writer.byteLength() - start;
}

function planChannels(channels: readonly Int32Array[]): { assignment: number; subframes: readonly SubframePlan[] } {
  const [left, right] = channels;
  if (left === undefined || right === undefined) {
    return { assignment: 0, subframes: channels.map((channel) => planSubframe(channel, DEPTH)) };
  }
  const side = left.map((sample, index) => sample - (right[index] ?? 0));
  const mid = left.map((sample, index) => (sample + (right[index] ?? 0)) >> 1);
  const [l, r, m] = [planSubframe(left, DEPTH), planSubframe(right, DEPTH), planSubframe(mid, DEPTH)];
  // The difference of two 16-bit samples needs 17 bits.
  const s = planSubframe(side, DEPTH + 1);
  const candidates = [
    { assignment: stereo.leftRight, subframes: [l, r] },
    { assignment: stereo.leftSide, subframes: [l, s] },
    { assignment: stereo.sideRight, subframes: [s, r] },
    { assignment: stereo.midSide, subframes: [m, s] },
  ];
  const bitsOf = (plan: { readonly subframes: readonly SubframePlan[] }) =>
    plan.subframes.reduce((bits, subframe) => bits + subframe.bits, 0);
  return candidates.reduce((best, candidate) => (bitsOf(candidate) < bitsOf(best) ? candidate : best));
}

function writeHeader(writer: BitWriter, { channels, sampleRate, frameNumber }: FrameInput, assignment: number): void {
  const blockSize = channels[0]?.length ?? 0;
  const isFull = blockSize === BLOCK_SIZE;
  writer.write(0b111111111111100, 15);
  writer.write(0, 1);
  writer.write(isFull ? 0b1100 : 0b0111, 4);
  writer.write(sampleRateCodes[sampleRate] ?? 0, 4);
  writer.write(assignment, 4);
  writer.write(0b100, 3);
  writer.write(0, 1);
  writer.writeBytes(encodeNumber(frameNumber));
  if (!isFull) writer.write(blockSize - 1, 16);
}

/** The frame number in the manner of UTF-8, up to 31 bits (RFC 9639, section 9.1.5). */
function encodeNumber(value: number): Uint8Array {
  if (value < 0x80) return Uint8Array.of(value);
  let extra = 1;
  while (extra < 5 && value >= 2 ** (5 * extra + 6)) extra += 1;
  const lead = ((0xff00 >> (extra + 1)) & 0xff) | (value >>> (6 * extra));
  return Uint8Array.from({ length: extra + 1 }, (_, index) =>
    index === 0 ? lead & 0xff : 0x80 | ((value >>> (6 * (extra - index))) & 0x3f),
  );
}
