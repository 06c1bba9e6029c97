import { concatBytes } from './bytes/byte-arrays.ts';
import { writeMp4Init } from './mp4/write-mp4-init.ts';
import { writeMp4Segment } from './mp4/write-mp4-segment.ts';
import type { AudioPacket, CodecSetup, SegmentFraming } from './packet-stream.ts';
import { writeWebmInit } from './webm/write-webm-init.ts';
import { writeWebmSegment } from './webm/write-webm-segment.ts';

export interface InitSegment {
  /** Samples that are heard. */
  readonly durationSamples: number;
  /** Samples to drop from the start of the decoder's output. */
  readonly delaySamples: number;
}

export interface MediaSegment {
  /** Number of the segment, from 0. */
  readonly sequence: number;
  /** At least one, in order. */
  readonly packets: readonly AudioPacket[];
  /** The longest fragment inside; short ones can be played before the segment has arrived as a whole. One fragment else. */
  readonly fragmentSamples?: number;
}

interface SegmentWriter {
  writeInit(setup: CodecSetup, init: InitSegment): Uint8Array;
  writeMedia(setup: CodecSetup, segment: MediaSegment): Uint8Array;
}

const writers: Record<SegmentFraming, SegmentWriter> = {
  mp4: { writeInit: writeMp4Init, writeMedia: (_setup, segment) => writeMp4Segment(segment) },
  webm: { writeInit: writeWebmInit, writeMedia: writeWebmSegment },
  mpeg: {
    writeInit: () => new Uint8Array(),
    writeMedia: (_setup, { packets }) => concatBytes(packets.map(({ data }) => data)),
  },
};

/** What a player needs before the first media segment; nothing for `mpeg`. */
export function writeInitSegment(setup: CodecSetup, init: InitSegment): Uint8Array {
  return writers[setup.framing].writeInit(setup, init);
}

/** Packets on their decoder's timeline; in `mpeg` they have no place. Throws `RangeError` without packets. */
export function writeMediaSegment(setup: CodecSetup, segment: MediaSegment): Uint8Array {
  if (segment.packets.length === 0) throw new RangeError('A segment holds at least one packet.');
  return writers[setup.framing].writeMedia(setup, segment);
}
