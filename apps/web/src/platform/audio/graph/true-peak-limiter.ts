const OVERSAMPLING = 4;
const TAPS_PER_PHASE = 12;
const KAISER_BETA = 6;
const LOOK_AHEAD_SECONDS = 0.005;
const RELEASE_SECONDS = 0.15;
/** Four points a sample under-read the highest tones a little (ITU-R BS.1770-4, annex 2). */
const MARGIN_DB = 0.3;
/** No sum of the filter's taps makes more than this of the samples. */
const MOST_OVERSHOOT = 2.5;

/**
 * Keeps true peaks below a ceiling. Peaks are looked for at four times the sample rate (ITU-R BS.1770-4, annex 2); the gain
 * that each needs is held for the look-ahead and smoothed by a moving average of the same length, so that it is reached
 * exactly when the peak comes out of the delay. Works in place, block by block.
 */
export class TruePeakLimiter {
  readonly #ceiling: number;
  readonly #phases: readonly Float64Array[];
  readonly #lookAhead: number;
  readonly #release: number;
  readonly #delays: readonly Float32Array[];
  readonly #held: Float64Array;
  readonly #averaged: Float64Array;
  /** Counts of the samples whose gains rise within the window: the first is the lowest of it. */
  readonly #rising: number[] = [];
  #sum: number;
  #released = 1;
  #count = 0;
  /** Samples since one was loud enough to matter. */
  #quietFor = TAPS_PER_PHASE;

  constructor({ sampleRateHz, channels, ceilingDb }: { sampleRateHz: number; channels: number; ceilingDb: number }) {
    this.#ceiling = 10 ** ((ceilingDb - MARGIN_DB) / 20);
    this.#phases = createPhases();
    this.#lookAhead = Math.round(LOOK_AHEAD_SECONDS * sampleRateHz);
    this.#release = Math.exp(-1 / (RELEASE_SECONDS * sampleRateHz));
    this.#delays = Array.from({ length: channels }, () => new Float32Array(this.latencySamples + TAPS_PER_PHASE));
    this.#held = new Float64Array(this.#lookAhead).fill(1);
    this.#averaged = new Float64Array(this.#lookAhead).fill(1);
    this.#sum = this.#lookAhead;
  }

  /** How much later the sound comes out: the look-ahead, and half a filter. */
  get latencySamples(): number {
    return this.#lookAhead - 1 + TAPS_PER_PHASE / 2;
  }

  /** All channels of one block. */
  process(channels: readonly Float32Array[]): void {
    const length = channels[0]?.length ?? 0;
    for (let index = 0; index < length; index += 1) this.#processSample(channels, index);
  }

  #processSample(channels: readonly Float32Array[], index: number): void {
    const size = this.latencySamples + TAPS_PER_PHASE;
    const at = this.#count % size;
    const loud = this.#ceiling / MOST_OVERSHOOT;
    this.#quietFor += 1;
    for (const [number, delay] of this.#delays.entries()) {
      const sample = channels[number]?.[index] ?? 0;
      delay[at] = sample;
      if (Math.abs(sample) > loud) this.#quietFor = 0;
    }
    const peak = this.#quietFor < TAPS_PER_PHASE ? this.#peakAt(at) : 0;
    const gain = this.#nextGain(peak > this.#ceiling ? this.#ceiling / peak : 1);
    const out = (at + TAPS_PER_PHASE) % size;
    for (const [number, samples] of channels.entries()) samples[index] = (this.#delays[number]?.[out] ?? 0) * gain;
    this.#count += 1;
  }

  /** The highest of the points after the sample that lies half a filter back. */
  #peakAt(at: number): number {
    let peak = 0;
    for (const delay of this.#delays)
      for (const taps of this.#phases) {
        let sum = 0;
        for (let tap = 0, from = at; tap < TAPS_PER_PHASE; tap += 1) {
          sum += (taps[tap] ?? 0) * (delay[from] ?? 0);
          from = from === 0 ? delay.length - 1 : from - 1;
        }
        peak = Math.max(peak, Math.abs(sum));
      }
    return peak;
  }

  #nextGain(needed: number): number {
    // Down at once, back up slowly.
    this.#released = Math.min(needed, 1 - (1 - this.#released) * this.#release);
    const length = this.#lookAhead;
    const slot = this.#count % length;
    if (this.#rising[0] === this.#count - length) this.#rising.shift();
    while (this.#rising.length > 0 && (this.#held[(this.#rising.at(-1) ?? 0) % length] ?? 1) >= this.#released)
      this.#rising.pop();
    this.#held[slot] = this.#released;
    this.#rising.push(this.#count);
    const lowest = this.#held[(this.#rising[0] ?? 0) % length] ?? 1;
    this.#sum += lowest - (this.#averaged[slot] ?? 1);
    this.#averaged[slot] = lowest;
    return Math.min(1, this.#sum / length);
  }
}

/** A sinc under a Kaiser window, in four phases that each sum to one; the first is the sample itself. */
function createPhases(): Float64Array[] {
  const centre = TAPS_PER_PHASE / 2;
  return Array.from({ length: OVERSAMPLING }, (_, phase) => {
    const taps = Float64Array.from({ length: TAPS_PER_PHASE }, (_tap, tap) => {
      const distance = tap - centre + phase / OVERSAMPLING;
      const angle = Math.PI * distance;
      const sinc = distance === 0 ? 1 : Math.sin(angle) / angle;
      return sinc * bessel(KAISER_BETA * Math.sqrt(Math.max(0, 1 - (distance / centre) ** 2)));
    });
    const sum = taps.reduce((total, tap) => total + tap, 0);
    return taps.map((tap) => tap / sum);
  });
}

/** Modified Bessel function of the first kind, order zero, by its power series. */
function bessel(x: number): number {
  let term = 1;
  let sum = 1;
  for (let step = 1; step < 25; step += 1) {
    term *= (x / (2 * step)) ** 2;
    sum += term;
  }
  return sum;
}
