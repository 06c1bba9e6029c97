export const WAVEFORM_POINTS = 1000;

/**
 * The shape of a track in points of equal length, whatever its duration. A value is 255 times the square root of the amplitude, so
 * that it grows as loudness is felt and quiet music still has a shape: 0 is silence, 255 full scale or more. Fewer points only where
 * there are fewer samples.
 */
export interface Waveform {
  /** The highest sample of all channels. */
  peaks: Uint8Array;
  /** The root of the mean square over all channels. */
  rms: Uint8Array;
}

/** Buckets for each point in the end, at the least: a point's edges are then off by an eighth of it at most. */
const BUCKETS_A_POINT = 4;
const BUCKETS = 2 * BUCKETS_A_POINT * WAVEFORM_POINTS;
const HIGHEST = 255;

/** Linear amplitude (1 is full scale) of a value of a waveform. */
export const toAmplitude = (value: number): number => (value / HIGHEST) ** 2;

const toValue = (amplitude: number): number => Math.min(HIGHEST, Math.round(HIGHEST * Math.sqrt(amplitude)));

/** Builds a waveform without knowing how long the track will be: when all buckets are full, pairs of them become one. */
export class WaveformBuilder {
  readonly #peaks = new Float64Array(BUCKETS);
  readonly #powers = new Float64Array(BUCKETS);
  #used = 0;
  /** Frames of a full bucket, and of the one under way. */
  #size = 1;
  #filled = 0;
  #peak = 0;
  #power = 0;

  /** Interleaved samples of whole frames, full scale is 1. All at one rate: points are counted in samples. */
  push(block: Float32Array, channels: number): void {
    const frames = Math.floor(block.length / channels);
    for (let frame = 0; frame < frames;) {
      const count = Math.min(frames - frame, this.#size - this.#filled);
      this.#look(block, frame * channels, (frame + count) * channels);
      frame += count;
      this.#filled += count;
      if (this.#filled === this.#size) this.#endBucket(channels);
    }
  }

  /** What was heard so far; up to the last bucket that is full. */
  finish(): Waveform {
    const points = Math.min(WAVEFORM_POINTS, this.#used);
    const peaks = new Uint8Array(points);
    const rms = new Uint8Array(points);
    for (let point = 0; point < points; point += 1) {
      const from = Math.round((point * this.#used) / points);
      const to = Math.round(((point + 1) * this.#used) / points);
      let peak = 0;
      let power = 0;
      for (let bucket = from; bucket < to; bucket += 1) {
        peak = Math.max(peak, this.#peaks[bucket] as number);
        power += this.#powers[bucket] as number;
      }
      peaks[point] = toValue(peak);
      rms[point] = toValue(Math.sqrt(power / (to - from)));
    }
    return { peaks, rms };
  }

  #look(block: Float32Array, from: number, to: number): void {
    let peak = this.#peak;
    let power = 0;
    for (let index = from; index < to; index += 1) {
      const sample = block[index] as number;
      const height = Math.abs(sample);
      if (height > peak) peak = height;
      power += sample * sample;
    }
    this.#peak = Number.isFinite(peak) ? peak : 0;
    // Damaged files decode to samples that are no numbers.
    if (Number.isFinite(power)) this.#power += power;
  }

  #endBucket(channels: number): void {
    this.#peaks[this.#used] = this.#peak;
    this.#powers[this.#used] = this.#power / (this.#filled * channels);
    this.#used += 1;
    this.#filled = 0;
    this.#peak = 0;
    this.#power = 0;
    if (this.#used === BUCKETS) this.#merge();
  }

  #merge(): void {
    for (let bucket = 0; bucket < BUCKETS / 2; bucket += 1) {
      this.#peaks[bucket] = Math.max(this.#peaks[2 * bucket] as number, this.#peaks[2 * bucket + 1] as number);
      this.#powers[bucket] = ((this.#powers[2 * bucket] as number) + (this.#powers[2 * bucket + 1] as number)) / 2;
    }
    this.#used = BUCKETS / 2;
    this.#size *= 2;
  }
}
