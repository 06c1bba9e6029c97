export interface FrameCut {
  frameSamples: number;
  channels: number;
  /** How many samples there are to be: silence follows where the sound ends early, and what is too much is left out. */
  samples: number;
}

/** Blocks of any length as frames of one; the last may be shorter. Undefined where the blocks have nothing. */
export function* cutFrames(
  blocks: Iterable<Float32Array | undefined>,
  cut: FrameCut,
): Generator<Float32Array | undefined> {
  const cutter = new FrameCutter(cut);
  for (const block of blocks) {
    if (block === undefined) yield undefined;
    else yield* cutter.take(block);
    if (cutter.isComplete) return;
  }
  yield* cutter.finish();
}

class FrameCutter {
  readonly #frameLength: number;
  #left: number;
  #frame: Float32Array;
  #filled = 0;

  constructor({ frameSamples, channels, samples }: FrameCut) {
    this.#frameLength = frameSamples * channels;
    this.#left = Math.max(0, samples * channels);
    this.#frame = this.#begin();
  }

  get isComplete(): boolean {
    return this.#left <= 0;
  }

  *take(block: Float32Array): Generator<Float32Array> {
    for (let at = 0; at < block.length && !this.isComplete;) {
      const count = Math.min(block.length - at, this.#frame.length - this.#filled);
      this.#frame.set(block.subarray(at, at + count), this.#filled);
      at += count;
      this.#filled += count;
      if (this.#filled === this.#frame.length) yield this.#end();
    }
  }

  *finish(): Generator<Float32Array> {
    while (!this.isComplete) yield this.#end();
  }

  #begin(): Float32Array {
    this.#filled = 0;
    return new Float32Array(Math.min(this.#left, this.#frameLength));
  }

  #end(): Float32Array {
    const frame = this.#frame;
    this.#left -= frame.length;
    this.#frame = this.#begin();
    return frame;
  }
}
