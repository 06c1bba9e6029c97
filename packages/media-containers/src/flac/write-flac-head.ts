import { asciiBytes, concatBytes } from '../bytes/byte-arrays.ts';
import { STREAM_INFO_BYTES, writeStreamInfo } from '../codecs/stream-info.ts';
import { layOutVerbatim, type VerbatimSound } from './verbatim-frames.ts';

const BLOCK_HEAD_BYTES = 4;
const STREAM_INFO = 0;
const SEEK_TABLE = 3;
const LAST_BLOCK = 0x80;
const SEEK_POINT_BYTES = 18;

/** What comes before the frames of a file with so many seek points. */
export const flacHeadBytesOf = (seekPoints: number): number =>
  4 + 2 * BLOCK_HEAD_BYTES + STREAM_INFO_BYTES + seekPoints * SEEK_POINT_BYTES;

/**
 * The marker, STREAMINFO without a sum of samples that nobody has decoded yet, and places of every `seekFrames`th frame (RFC 9639, sections
 * 8.2 and 8.5).
 */
export function writeFlacHead(sound: VerbatimSound, seekFrames: number): Uint8Array {
  const { frameCount, offsetOf } = layOutVerbatim(sound);
  const { blockSamples, durationSamples } = sound;
  const frameBytes = [0, frameCount - 2, frameCount - 1]
    .filter((index) => index >= 0)
    .map((index) => offsetOf(index + 1) - offsetOf(index));
  const points = Array.from({ length: Math.ceil(frameCount / seekFrames) }, (_, index) => {
    const bytes = new DataView(new ArrayBuffer(SEEK_POINT_BYTES));
    const frame = index * seekFrames;
    bytes.setBigUint64(0, BigInt(frame * blockSamples));
    bytes.setBigUint64(8, BigInt(offsetOf(frame)));
    bytes.setUint16(16, Math.min(blockSamples, durationSamples - frame * blockSamples));
    return new Uint8Array(bytes.buffer);
  });
  const streamInfo = writeStreamInfo({
    ...sound,
    minBlockSamples: blockSamples,
    maxBlockSamples: blockSamples,
    minFrameBytes: Math.min(...frameBytes),
    maxFrameBytes: Math.max(...frameBytes),
    totalSamples: durationSamples,
  });
  return concatBytes([
    asciiBytes('fLaC'),
    metadataBlock(STREAM_INFO, streamInfo),
    metadataBlock(SEEK_TABLE | LAST_BLOCK, concatBytes(points)),
  ]);
}

function metadataBlock(kind: number, content: Uint8Array): Uint8Array {
  const { length } = content;
  return concatBytes([Uint8Array.of(kind, length >> 16, (length >> 8) & 0xff, length & 0xff), content]);
}
