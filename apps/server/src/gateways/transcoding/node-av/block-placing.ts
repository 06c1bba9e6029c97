import type { SourceTiming } from '../source-timing.ts';
import type { DecodedBlock } from './decode-blocks.ts';

/** A stretch of a source, at its place. */
export interface PlacedBlock {
  startSample: number;
  /** Interleaved. */
  samples: Float32Array;
  /** Silence where nothing could be decoded. */
  isFilling: boolean;
}

export interface PlacingOptions {
  timing: SourceTiming;
  /** Label of the first sample that is heard. */
  origin: bigint;
  samplesPerUnit: number;
  sampleRateHz: number;
  /** The first frame may be shorter than those after it. */
  firstFrameSamples: number;
  frameSamples: number;
}

/** A label that jumps by more is taken for wrong: silence of hours helps nobody. */
const LONGEST_HOLE_SECONDS = 600;
const FILLING_SAMPLES = 65_536;
/** How far a label in milliseconds may be from the frame that it means. */
const ROUNDING_SECONDS = 0.002;

/** Turns labels of a demuxer into places in a row of samples. */
export class BlockPlacing {
  readonly #options: PlacingOptions;

  constructor(options: PlacingOptions) {
    this.#options = options;
  }

  toSample(label: bigint): number {
    return Math.round(Number(label - this.#options.origin) * this.#options.samplesPerUnit);
  }

  labelOf(sample: number): bigint {
    return this.#options.origin + BigInt(Math.floor(sample / this.#options.samplesPerUnit));
  }

  positionOf({ label }: DecodedBlock): number | undefined {
    if (label === undefined) return undefined;
    const position = this.toSample(label);
    const { timing, firstFrameSamples, frameSamples, sampleRateHz } = this.#options;
    if (timing.kind !== 'framed' || frameSamples === 0) return position;
    const frames = Math.round((position - firstFrameSamples) / frameSamples);
    const snapped = frames < 0 ? 0 : firstFrameSamples + frames * frameSamples;
    return Math.abs(snapped - position) <= ROUNDING_SECONDS * sampleRateHz ? snapped : position;
  }

  /** The blocks from `startSample` on, cut to it; holes are filled with silence, and what overlaps is dropped. */
  *place(from: {
    first: DecodedBlock | undefined;
    rest: Generator<DecodedBlock | undefined>;
    startSample: number;
  }): Generator<PlacedBlock | undefined> {
    let next: number | undefined;
    try {
      for (const block of prepend(from.first, from.rest)) {
        if (block === undefined) yield undefined;
        else {
          const { channels } = block.shape;
          const position = this.#locate(block, next) ?? from.startSample;
          const told = Math.max(from.startSample, next ?? 0);
          if (position > told) yield* fill(told, position, channels);
          const end = position + block.samples.length / channels;
          const start = Math.max(told, position);
          if (end > start) {
            yield {
              startSample: start,
              samples: block.samples.subarray((start - position) * channels),
              isFilling: false,
            };
          }
          next = Math.max(end, next ?? 0);
        }
      }
    } finally {
      from.rest.return(undefined);
    }
  }

  #locate(block: DecodedBlock, next: number | undefined): number | undefined {
    const position = this.positionOf(block);
    if (next === undefined || position === undefined) return position ?? next;
    const jump = Math.abs(position - next);
    const isTrusted = jump > this.#options.timing.toleranceSamples;
    return isTrusted && jump < LONGEST_HOLE_SECONDS * this.#options.sampleRateHz ? position : next;
  }
}

function* prepend(
  first: DecodedBlock | undefined,
  rest: Generator<DecodedBlock | undefined>,
): Generator<DecodedBlock | undefined> {
  yield first;
  yield* rest;
}

function* fill(startSample: number, endSample: number, channels: number): Generator<PlacedBlock> {
  for (let at = startSample; at < endSample; at += FILLING_SAMPLES) {
    const count = Math.min(FILLING_SAMPLES, endSample - at);
    yield { startSample: at, samples: new Float32Array(count * channels), isFilling: true };
  }
}
