import { REACH, toInterpolation, type Interpolation } from './interpolation.ts';

/** ITU-R BS.1770-5, annex 2: at least 192 kHz, so four points a sample up to 48 kHz; the error of fewer is the same at twice the rate. */
const FULL_OVERSAMPLING_BELOW_HZ = 80_000;
const NO_OVERSAMPLING_FROM_HZ = 160_000;
const CHUNK = 1024;
/** Samples whose highest is looked at to learn that nothing between them can be a new peak. */
const GROUP = 32;
/** 60 dB over: no recording is; damaged files decode to this, and to what is no number. */
const ABSURD = 1000;
const HISTORY = 2 * REACH - 1;

let interpolation: Interpolation | undefined;

/** The true peak of one channel: the highest point of the wave that its samples stand for. */
export class TruePeakMeter {
  readonly #points: 1 | 2 | 4;
  /** The last samples of the chunk before, then a chunk. */
  readonly #window = new Float64Array(HISTORY + CHUNK);
  #samplePeak = 0;
  #peak = 0;

  constructor(sampleRate: number) {
    this.#points = sampleRate >= NO_OVERSAMPLING_FROM_HZ ? 1 : sampleRate >= FULL_OVERSAMPLING_BELOW_HZ ? 2 : 4;
  }

  get samplePeak(): number {
    return this.#samplePeak;
  }

  /** Every `step`-th sample of a block, from `first` on. */
  push(block: Float32Array, first: number, step: number): void {
    for (let from = first; from < block.length; from += CHUNK * step) {
      const count = Math.min(CHUNK, Math.ceil((block.length - from) / step));
      for (let index = 0; index < count; index += 1) {
        const sample = block[from + index * step] as number;
        this.#window[HISTORY + index] = Math.abs(sample) < ABSURD ? sample : 0;
      }
      this.#look(count);
    }
  }

  /** Linear, 1 is full scale. Silence is heard after the last sample, in which it rings out. */
  finish(): number {
    this.#window.fill(0, HISTORY);
    this.#look(HISTORY);
    return Math.max(this.#peak, this.#samplePeak);
  }

  #look(count: number): void {
    const window = this.#window;
    const { bound } = (interpolation ??= toInterpolation());
    let before = 0;
    for (let index = 0; index < HISTORY; index += 1) before = Math.max(before, Math.abs(window[index] as number));
    for (let from = 0; from < count; from += GROUP) {
      const to = Math.min(count, from + GROUP);
      let highest = 0;
      for (let index = HISTORY + from; index < HISTORY + to; index += 1) {
        const height = Math.abs(window[index] as number);
        if (height > highest) highest = height;
      }
      if (highest > this.#samplePeak) this.#samplePeak = highest;
      const around = Math.max(highest, before) * bound;
      if (this.#points !== 1 && around > this.#peak && around > this.#samplePeak) this.#interpolate(from, to);
      before = highest;
    }
    window.copyWithin(0, count, count + HISTORY);
  }

  /** The gaps whose last sample is at `from` up to `to` in the chunk. */
  #interpolate(from: number, to: number): void {
    const window = this.#window;
    const { half, quarterSum, quarterDifference } = (interpolation ??= toInterpolation());
    const hasQuarters = this.#points === 4;
    let peak = this.#peak;
    for (let start = from; start < to; start += 1) {
      let middle = 0;
      let sum = 0;
      let difference = 0;
      for (let k = 0; k < REACH; k += 1) {
        const left = window[start + REACH - 1 - k] as number;
        const right = window[start + REACH + k] as number;
        middle += (half[k] as number) * (left + right);
        sum += (quarterSum[k] as number) * (left + right);
        difference += (quarterDifference[k] as number) * (left - right);
      }
      peak = Math.max(peak, Math.abs(middle));
      if (hasQuarters) peak = Math.max(peak, Math.abs(sum) + Math.abs(difference));
    }
    this.#peak = peak;
  }
}
