import { concatBytes } from './bytes/byte-arrays.ts';
import { writeMp4Init } from './mp4/write-mp4-init.ts';
import { SEGMENT_TYPE, writeMp4Fragment } from './mp4/write-mp4-segment.ts';
import type { AudioPacket, CodecSetup, SegmentFraming } from './packet-stream.ts';
import { RunSplitter } from './split-into-runs.ts';
import { longestClusterOf, writeWebmCluster } from './webm/write-webm-segment.ts';
import { writeWebmInit } from './webm/write-webm-init.ts';

export interface InitSegment {
  /** Samples that are heard. */
  readonly durationSamples: number;
  /** Samples to drop from the start of the decoder's output. */
  readonly delaySamples: number;
  /** Samples to drop from the end. Given for a whole file, so that programs that heed no edit list of segments hear what is heard. */
  readonly paddingSamples?: number;
}

export interface SegmentShape {
  /** Number of the segment, from 0. */
  readonly sequence: number;
  /** The longest fragment inside; short ones can be played before the segment has arrived as a whole. One fragment else. */
  readonly fragmentSamples?: number;
  /** Of the first fragment, where it is to be shorter. */
  readonly firstFragmentSamples?: number;
}

export interface MediaSegment extends SegmentShape {
  /** At least one, in order. */
  readonly packets: readonly AudioPacket[];
}

interface SegmentFramer {
  writeInit(setup: CodecSetup, init: InitSegment): Uint8Array;
  /** Before the first fragment. */
  head: Uint8Array;
  /** Which the framing itself allows. */
  longestFragment(setup: CodecSetup): number;
  writeFragment(
    setup: CodecSetup,
    packets: readonly AudioPacket[],
    place: { sequence: number; index: number },
  ): Uint8Array;
}

const NOTHING = new Uint8Array();

const framers: Record<SegmentFraming, SegmentFramer> = {
  mp4: {
    writeInit: writeMp4Init,
    head: SEGMENT_TYPE,
    longestFragment: () => Number.POSITIVE_INFINITY,
    writeFragment: (_setup, packets, place) => writeMp4Fragment(packets, place),
  },
  webm: {
    writeInit: writeWebmInit,
    head: NOTHING,
    longestFragment: longestClusterOf,
    writeFragment: (setup, packets) => writeWebmCluster(packets, setup.sampleRateHz),
  },
  mpeg: {
    writeInit: () => NOTHING,
    head: NOTHING,
    longestFragment: () => 0,
    writeFragment: (_setup, packets) => concatBytes(packets.map(({ data }) => data)),
  },
};

/** What a player needs before the first media segment; nothing for `mpeg`. */
export function writeInitSegment(setup: CodecSetup, init: InitSegment): Uint8Array {
  return framers[setup.framing].writeInit(setup, init);
}

/** Packets on their decoder's timeline; in `mpeg` they have no place. Throws `RangeError` without packets. */
export function writeMediaSegment(setup: CodecSetup, { packets, ...shape }: MediaSegment): Uint8Array {
  const writer = new MediaSegmentWriter(setup, shape);
  return concatBytes([writer.add(packets), writer.finish()]);
}

/** Writes a segment while its packets come. The bytes in a row are those of `writeMediaSegment`, in whatever pieces packets are added. */
export class MediaSegmentWriter {
  readonly #setup: CodecSetup;
  readonly #sequence: number;
  readonly #runs: RunSplitter;
  #fragmentCount = 0;

  constructor(setup: CodecSetup, { sequence, fragmentSamples, firstFragmentSamples }: SegmentShape) {
    const longest = framers[setup.framing].longestFragment(setup);
    const samples = Math.min(fragmentSamples ?? longest, longest);
    this.#setup = setup;
    this.#sequence = sequence;
    this.#runs = new RunSplitter({ samples, firstSamples: Math.min(firstFragmentSamples ?? samples, samples) });
  }

  /** The bytes that are complete by now, whole fragments; often none. */
  add(packets: readonly AudioPacket[]): Uint8Array {
    return this.#write(this.#runs.add(packets));
  }

  /** The rest. Throws `RangeError` when no packets were added. */
  finish(): Uint8Array {
    const rest = this.#write(this.#runs.finish());
    if (this.#fragmentCount === 0) throw new RangeError('A segment holds at least one packet.');
    return rest;
  }

  #write(runs: readonly AudioPacket[][]): Uint8Array {
    const { head, writeFragment } = framers[this.#setup.framing];
    if (runs.length === 0) return NOTHING;
    const parts = this.#fragmentCount === 0 ? [head] : [];
    for (const run of runs)
      parts.push(writeFragment(this.#setup, run, { sequence: this.#sequence, index: this.#fragmentCount++ }));
    return concatBytes(parts);
  }
}
