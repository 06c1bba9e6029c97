import { writeMp4Init } from './mp4/write-mp4-init.ts';
import { writeMp4Segment } from './mp4/write-mp4-segment.ts';
import type { AudioPacket, CodecSetup } from './packet-stream.ts';
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

/** What a player needs before the first media segment. */
export function writeInitSegment(setup: CodecSetup, init: InitSegment): Uint8Array {
  return setup.framing === 'webm' ? writeWebmInit(setup, init) : writeMp4Init(setup, init);
}

/** Packets on their decoder's timeline. Throws `RangeError` without packets. */
export function writeMediaSegment(setup: CodecSetup, segment: MediaSegment): Uint8Array {
  if (segment.packets.length === 0) throw new RangeError('A segment holds at least one packet.');
  return setup.framing === 'webm' ? writeWebmSegment(setup, segment) : writeMp4Segment(segment);
}
