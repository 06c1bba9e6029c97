import { WindowedSource } from '../bytes/windowed-source.ts';
import { toCodecSetup } from '../codecs/to-codec-setup.ts';
import { FrameIndex, type FrameFormat } from '../frames/frame-index.ts';
import { findFirstFrame, readFramePackets, refuseOtherFrames } from '../frames/frame-packets.ts';
import { MediaContainerError } from '../media-container-error.ts';
import type { ByteSource, PacketStream } from '../packet-stream.ts';
import { findTagsStart } from '../tags/trailing-tags.ts';
import { ADTS_HEADER_BYTES, findAdtsHeader, type AdtsHeader } from './adts-header.ts';

const PIECE_BYTES = 256 * 1024;
const FRAME_SAMPLES = 1024;

/**
 * AAC in ADTS frames. They have no place for delay and padding, so that nothing is dropped; and no count, so that opening reads
 * the whole file.
 */
export async function openAdts(source: ByteSource, start: number): Promise<PacketStream | undefined> {
  const window = new WindowedSource(source, PIECE_BYTES);
  const endPosition = await findTagsStart(new WindowedSource(source, 0));
  const found = await findFirstFrame({ source: window, startPosition: start, endPosition }, toFormat);
  if (!found) return undefined;
  const { position, format, first } = found;
  if (first.channels === 0 || first.blocks > 1) {
    throw new MediaContainerError('unsupported', 'ADTS with a layout of its own or several blocks in a frame.');
  }
  const refuseOthers = (at: number) =>
    refuseOtherFrames({ source: window, startPosition: at, endPosition }, format, toFormat);
  const index = new FrameIndex({ source: window, format, startPosition: position, endPosition, refuseOthers });
  const frames = await index.countFrames();
  return {
    setup: toCodecSetup({ ...first, codec: 'aac', extradata: toConfig(first) }),
    delaySamples: 0,
    paddingSamples: 0,
    durationSamples: frames * FRAME_SAMPLES,
    readPackets: (fromSample, toSample) =>
      readFramePackets(index, { fromSample, toSample, frameSamples: FRAME_SAMPLES }, unwrap),
  };
}

function toConfig({ objectType, rateIndex, channels }: AdtsHeader): Uint8Array {
  const channelConfiguration = channels === 8 ? 7 : channels;
  const value = (objectType << 11) | (rateIndex << 7) | (channelConfiguration << 3);
  return Uint8Array.of(value >> 8, value & 0xff);
}

function unwrap(frame: Uint8Array): Uint8Array {
  return frame.subarray(findAdtsHeader(frame, 0)?.headerBytes ?? 0);
}

function toFormat(bytes: Uint8Array, offset: number): { format: FrameFormat; first: AdtsHeader } | undefined {
  const first = findAdtsHeader(bytes, offset);
  if (!first) return undefined;
  const format: FrameFormat = {
    headerBytes: ADTS_HEADER_BYTES,
    frameSamples: FRAME_SAMPLES,
    lengthAt(piece, at) {
      const header = findAdtsHeader(piece, at);
      const isSame =
        header?.rateIndex === first.rateIndex &&
        header.channels === first.channels &&
        header.objectType === first.objectType &&
        header.blocks === first.blocks;
      return isSame ? header.frameBytes : undefined;
    },
  };
  return { format, first };
}
