/** Quieter than this is silence: below the noise of a quiet room at the levels people listen at, above dither and faded noise. */
export const SILENCE_THRESHOLD_DBFS = -60;

const THRESHOLD = 10 ** (SILENCE_THRESHOLD_DBFS / 20);

/** Silence before the first and after the last sound. In a track without sound all of it is at the head. */
export interface EdgeSilence {
  headMs: number;
  tailMs: number;
}

/** Finds the silence at both ends in one pass; what lies between is not looked at. */
export class SilenceFinder {
  #heardMs = 0;
  #firstSoundMs: number | null = null;
  #lastSoundMs = 0;

  /** Interleaved samples of whole frames, full scale is 1. */
  push(block: Float32Array, sampleRate: number, channels: number): void {
    const toMs = (samples: number) => this.#heardMs + (samples / channels / sampleRate) * 1000;
    const isSound = (sample: number) => Math.abs(sample) > THRESHOLD;
    if (this.#firstSoundMs === null) {
      const first = block.findIndex(isSound);
      if (first !== -1) this.#firstSoundMs = toMs(first - (first % channels));
    }
    const last = block.findLastIndex(isSound);
    if (last !== -1) this.#lastSoundMs = toMs(last - (last % channels) + channels);
    this.#heardMs = toMs(block.length);
  }

  finish(): EdgeSilence {
    if (this.#firstSoundMs === null) return { headMs: Math.round(this.#heardMs), tailMs: 0 };
    return {
      headMs: Math.round(this.#firstSoundMs),
      tailMs: Math.round(this.#heardMs - this.#lastSoundMs),
    };
  }
}
