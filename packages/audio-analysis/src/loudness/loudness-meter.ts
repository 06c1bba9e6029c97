import { TruePeakMeter } from '../peak/true-peak-meter.ts';
import { toChannelWeights } from './channel-weights.ts';
import { toDecibels, toLufs } from './decibels.ts';
import { KWeighting } from './k-weighting.ts';
import { LoudnessHistogram } from './loudness-histogram.ts';
import type { LoudnessMeasurement } from './loudness-measurement.ts';

/** Blocks of 400 ms that overlap by three quarters, and of 3 s that overlap by all but 100 ms: both are made of steps of 100 ms. */
const STEPS_A_SECOND = 10;
const MOMENTARY_STEPS = 4;
const SHORT_TERM_STEPS = 30;

/** Loudness after ITU-R BS.1770-5 and EBU R 128 in one pass and constant memory, at any rate and number of channels. */
export class LoudnessMeter {
  readonly #blocks = new LoudnessHistogram();
  readonly #shortTermBlocks = new LoudnessHistogram();
  /** Weighted sums of squares of the last 3 s, a ring of steps, with the samples of each: rates need not divide by ten. */
  readonly #sums = new Float64Array(SHORT_TERM_STEPS);
  readonly #lengths = new Float64Array(SHORT_TERM_STEPS);
  #steps = 0;
  #momentaryMax = 0;
  #shortTermMax = 0;

  #sampleRate = 0;
  #weights: readonly number[] = [];
  #filters: KWeighting[] = [];
  #peaks: TruePeakMeter[] = [];
  #samplePeak = 0;
  #truePeak = 0;
  /** Of the step under way, in samples of one channel. */
  #sum = 0;
  #length = 0;
  /** Since the rate was set, in samples of one channel too. */
  #heard = 0;
  #stepEnd = 0;
  #stepsAtRate = 0;

  /** Interleaved samples of whole frames, full scale is 1. Rate and channels may change: a step that was begun is then left out. */
  push(block: Float32Array, sampleRate: number, channels: number): void {
    if (sampleRate !== this.#sampleRate || channels !== this.#filters.length) this.#setUp(sampleRate, channels);
    const frames = Math.floor(block.length / channels);
    for (const [channel, peak] of this.#peaks.entries()) peak.push(block, channel, channels);
    for (let frame = 0; frame < frames;) {
      const count = Math.min(frames - frame, this.#stepEnd - this.#heard);
      this.#addUp(block, frame * channels, (frame + count) * channels);
      frame += count;
      this.#heard += count;
      this.#length += count;
      if (this.#heard === this.#stepEnd) this.#endStep();
    }
  }

  /** To be called once, at the end. */
  finish(): LoudnessMeasurement {
    this.#gatherPeaks();
    return {
      integratedLufs: this.#blocks.toIntegrated(),
      rangeLu: this.#shortTermBlocks.toRange(),
      truePeakDbtp: toDecibels(this.#truePeak),
      samplePeakDbfs: toDecibels(this.#samplePeak),
      momentaryMaxLufs: this.#momentaryMax > 0 ? toLufs(this.#momentaryMax) : null,
      shortTermMaxLufs: this.#shortTermMax > 0 ? toLufs(this.#shortTermMax) : null,
      blocks: this.#blocks.encode(),
      shortTermBlocks: this.#shortTermBlocks.encode(),
    };
  }

  #setUp(sampleRate: number, channels: number): void {
    this.#gatherPeaks();
    this.#sampleRate = sampleRate;
    this.#weights = toChannelWeights(channels);
    this.#filters = Array.from({ length: channels }, () => new KWeighting(sampleRate));
    this.#peaks = Array.from({ length: channels }, () => new TruePeakMeter(sampleRate));
    this.#sum = 0;
    this.#length = 0;
    this.#heard = 0;
    this.#stepsAtRate = 0;
    this.#stepEnd = this.#toStepEnd();
  }

  #addUp(block: Float32Array, from: number, to: number): void {
    const channels = this.#filters.length;
    for (let channel = 0; channel < channels; channel += 1) {
      const weight = this.#weights[channel] as number;
      if (weight > 0)
        this.#sum += weight * (this.#filters[channel] as KWeighting).addUp(block, from + channel, to, channels);
    }
  }

  #endStep(): void {
    const place = this.#steps % SHORT_TERM_STEPS;
    this.#sums[place] = this.#sum;
    this.#lengths[place] = this.#length;
    this.#steps += 1;
    this.#sum = 0;
    this.#length = 0;
    this.#stepsAtRate += 1;
    this.#stepEnd = this.#toStepEnd();
    if (this.#steps >= MOMENTARY_STEPS) {
      const power = this.#meanPower(MOMENTARY_STEPS);
      this.#blocks.add(power);
      this.#momentaryMax = Math.max(this.#momentaryMax, power);
    }
    if (this.#steps >= SHORT_TERM_STEPS) {
      const power = this.#meanPower(SHORT_TERM_STEPS);
      this.#shortTermBlocks.add(power);
      this.#shortTermMax = Math.max(this.#shortTermMax, power);
    }
  }

  /** Steps end at the samples next to multiples of 100 ms, so that odd rates do not drift. */
  #toStepEnd(): number {
    return Math.max(this.#heard + 1, Math.round(((this.#stepsAtRate + 1) * this.#sampleRate) / STEPS_A_SECOND));
  }

  #meanPower(steps: number): number {
    let sum = 0;
    let length = 0;
    for (let back = 1; back <= steps; back += 1) {
      const place = (this.#steps - back) % SHORT_TERM_STEPS;
      sum += this.#sums[place] as number;
      length += this.#lengths[place] as number;
    }
    return sum / length;
  }

  #gatherPeaks(): void {
    for (const peak of this.#peaks) {
      this.#samplePeak = Math.max(this.#samplePeak, peak.samplePeak);
      this.#truePeak = Math.max(this.#truePeak, peak.finish());
    }
  }
}
