import { writeVerbatimFrame } from '@jetstream/media-containers/flac-frames';
import type { EncodingTarget } from '#gateways/transcoder.ts';
import { FLAC_BLOCK_SAMPLES } from '../encoding-grid.ts';

const BOX_HEAD_BYTES = 8;
const RAW_SAMPLE_BYTES = { 16: 2, 24: 4 } as const;

/** The packets of MP4 with a fragment for each (`FRAGMENTED`), as they come. */
export async function* readFragmentPackets(pieces: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of pieces) {
    rest = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    for (let size = findBoxSize(rest); size !== undefined; size = findBoxSize(rest)) {
      const isPacket = rest.toString('latin1', 4, BOX_HEAD_BYTES) === 'mdat' && size > BOX_HEAD_BYTES;
      if (isPacket) yield Uint8Array.from(rest.subarray(BOX_HEAD_BYTES, size));
      rest = rest.subarray(size);
    }
  }
}

/** Undefined while the box at the start has not come as a whole. */
function findBoxSize(bytes: Buffer): number | undefined {
  const size = bytes.length < BOX_HEAD_BYTES ? Infinity : bytes.readUInt32BE();
  return size <= bytes.length && size >= BOX_HEAD_BYTES ? size : undefined;
}

/** Frames of FLAC around bare samples (`rawArguments`); the last may be shorter. */
export async function* readVerbatimFrames(
  pieces: AsyncIterable<Buffer>,
  { sampleRateHz, channels, bitDepth }: EncodingTarget,
): AsyncGenerator<Uint8Array> {
  const shape = { sampleRateHz, channels, bitDepth: bitDepth ?? 16 };
  const sampleBytes = channels * RAW_SAMPLE_BYTES[shape.bitDepth];
  const frameBytes = FLAC_BLOCK_SAMPLES * sampleBytes;
  let rest = Buffer.alloc(0);
  const take = (length: number) => {
    const frame = writeVerbatimFrame(shape, 0, toSamples(rest.subarray(0, length), shape.bitDepth));
    rest = rest.subarray(length);
    return frame;
  };
  for await (const piece of pieces) {
    rest = Buffer.concat([rest, piece]);
    while (rest.length >= frameBytes) yield take(frameBytes);
  }
  if (rest.length >= sampleBytes) yield take(rest.length - (rest.length % sampleBytes));
}

/** A copy of its own, as numbers have to lie at multiples of their size. 24 bits lie in the upper part of 32. */
function toSamples(bytes: Buffer, bitDepth: 16 | 24): Int16Array | Int32Array {
  const { buffer } = Uint8Array.from(bytes);
  return bitDepth === 16 ? new Int16Array(buffer) : new Int32Array(buffer).map((sample) => sample >> 8);
}
