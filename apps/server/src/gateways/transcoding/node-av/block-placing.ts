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

/** Blocks that follow each other. */
interface Row {
  first: DecodedBlock | undefined;
  rest: Generator<DecodedBlock | undefined>;
  startSample: number;
}

/** A label that jumps by more is taken for wrong: silence of hours helps nobody. */
const LONGEST_HOLE_SECONDS = 600;
/** One that jumps back by more too: what overlaps is dropped, and that would be all that follows. */
const LONGEST_OVERLAP_SECONDS = 1;
/** Of silence, at once. */
export const FILLING_SAMPLES = 65_536;
/** How far a label in milliseconds may be from the frame that it means. */
const ROUNDING_SECONDS = 0.002;
/**
 * Looked at together to tell where the first one begins. FFmpeg labels a short block of Vorbis behind a long one as if it stood behind a
 * short one, too late by a quarter of the difference. No two in a row are: of an even number at least half are right.
 */
export const OPENING_BLOCKS = 4;

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

  /**
   * The blocks from `startSample` on, cut to it; holes are filled with silence, and what overlaps is dropped. None when the label of the
   * first says that it lies nowhere near.
   */
  *place({ first, rest, startSample }: Row): Generator<PlacedBlock | undefined> {
    let next: number | undefined;
    try {
      const opening = yield* takeOpening(first, rest);
      const begin = this.#findBegin(opening);
      for (const block of prepend(opening, rest)) {
        if (block === undefined) yield undefined;
        else {
          const { channels } = block.shape;
          const position = this.#locate(block, next ?? begin) ?? startSample;
          const told = Math.max(startSample, next ?? 0);
          if (position - told > this.#toSamples(LONGEST_HOLE_SECONDS)) return;
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
      rest.return(undefined);
    }
  }

  /** Where labels may be wrong, what most blocks in a row say of the begin of the first; undefined where each is believed. */
  #findBegin(opening: readonly DecodedBlock[]): number | undefined {
    if (this.#options.timing.toleranceSamples === 0) return undefined;
    return findMostSaid(listBegins(opening, (block) => this.positionOf(block)));
  }

  #locate(block: DecodedBlock, next: number | undefined): number | undefined {
    const position = this.positionOf(block);
    if (next === undefined || position === undefined) return position ?? next;
    const jump = position - next;
    const isTrusted = Math.abs(jump) > this.#options.timing.toleranceSamples;
    const isNear = jump < this.#toSamples(LONGEST_HOLE_SECONDS) && -jump < this.#toSamples(LONGEST_OVERLAP_SECONDS);
    return isTrusted && isNear ? position : next;
  }

  #toSamples(seconds: number): number {
    return seconds * this.#options.sampleRateHz;
  }
}

/** What each of some blocks in a row says of the begin of the first, in samples. */
export function listBegins(
  blocks: readonly DecodedBlock[],
  positionOf: (block: DecodedBlock) => number | undefined,
): number[] {
  let before = 0;
  return blocks.flatMap((block) => {
    const position = positionOf(block);
    const begin = position === undefined ? [] : [position - before];
    before += block.samples.length / block.shape.channels;
    return begin;
  });
}

/** Of those that are said alike often the least: labels that are wrong are late. */
export function findMostSaid(numbers: readonly number[]): number | undefined {
  const timesOf = (number: number): number => numbers.filter((other) => other === number).length;
  return numbers.toSorted((a, b) => timesOf(b) - timesOf(a) || a - b)[0];
}

function* takeOpening(
  first: DecodedBlock | undefined,
  rest: Generator<DecodedBlock | undefined>,
): Generator<undefined, DecodedBlock[]> {
  const opening = first ? [first] : [];
  while (opening.length < OPENING_BLOCKS) {
    const step = rest.next();
    if (step.done === true) break;
    if (step.value) opening.push(step.value);
    else yield undefined;
  }
  return opening;
}

function* prepend(
  opening: readonly DecodedBlock[],
  rest: Generator<DecodedBlock | undefined>,
): Generator<DecodedBlock | undefined> {
  yield* opening;
  yield* rest;
}

function* fill(startSample: number, endSample: number, channels: number): Generator<PlacedBlock> {
  for (let at = startSample; at < endSample; at += FILLING_SAMPLES) {
    const count = Math.min(FILLING_SAMPLES, endSample - at);
    yield { startSample: at, samples: new Float32Array(count * channels), isFilling: true };
  }
}
