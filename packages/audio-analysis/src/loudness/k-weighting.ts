/** A second-order section with a0 = 1. */
interface Biquad {
  b0: number;
  b1: number;
  b2: number;
  a1: number;
  a2: number;
}

/**
 * ITU-R BS.1770-5 prints the two sections of the K-weighting for 48 kHz only. These are the analogue prototypes behind the printed
 * numbers, after B. De Man, "Evaluation of Implementations of the EBU R128 Loudness Measurement", AES 145 (2018); the bilinear
 * transform gives them for any rate, and the printed numbers to their last digit at 48 kHz.
 */
const SHELF = { frequencyHz: 1681.974450955533, gainDb: 3.999843853973347, q: 0.7071752369554196 };
const SHELF_MIDDLE_EXPONENT = 0.4996667741545416;
const HIGH_PASS = { frequencyHz: 38.13547087602444, q: 0.5003270373238773 };

/** A corner above half the rate would have no sound to turn, but a filter that swings up without end. */
const HIGHEST_CORNER = 0.49;
const toTangent = (frequencyHz: number, sampleRate: number): number =>
  Math.tan(Math.PI * Math.min(frequencyHz / sampleRate, HIGHEST_CORNER));

export function toShelf(sampleRate: number): Biquad {
  const k = toTangent(SHELF.frequencyHz, sampleRate);
  const high = 10 ** (SHELF.gainDb / 20);
  const middle = (high ** SHELF_MIDDLE_EXPONENT * k) / SHELF.q;
  const a0 = 1 + k / SHELF.q + k * k;
  return {
    b0: (high + middle + k * k) / a0,
    b1: (2 * (k * k - high)) / a0,
    b2: (high - middle + k * k) / a0,
    a1: (2 * (k * k - 1)) / a0,
    a2: (1 - k / SHELF.q + k * k) / a0,
  };
}

/** Its numerator is 1, -2, 1 at every rate, as printed: the gain in the passband is not made up for. */
export function toHighPass(sampleRate: number): Pick<Biquad, 'a1' | 'a2'> {
  const k = toTangent(HIGH_PASS.frequencyHz, sampleRate);
  const a0 = 1 + k / HIGH_PASS.q + k * k;
  return { a1: (2 * (k * k - 1)) / a0, a2: (1 - k / HIGH_PASS.q + k * k) / a0 };
}

/** Smaller states are silence; as denormal numbers they would make silence many times slower than sound. */
const TINY = 1e-20;
const settle = (state: number): number => (Math.abs(state) > TINY ? state : 0);

/** The K-weighting of one channel: both sections in transposed form II, which keeps two states each. */
export class KWeighting {
  readonly #shelf: Biquad;
  readonly #highPass: Pick<Biquad, 'a1' | 'a2'>;
  readonly #states = new Float64Array(4);

  constructor(sampleRate: number) {
    this.#shelf = toShelf(sampleRate);
    this.#highPass = toHighPass(sampleRate);
  }

  /** The sum of squares of the weighted samples at `from`, `from + step`, … below `to`. */
  addUp(samples: Float32Array, from: number, to: number, step: number): number {
    const { b0, b1, b2, a1, a2 } = this.#shelf;
    const { a1: c1, a2: c2 } = this.#highPass;
    let [s1 = 0, s2 = 0, t1 = 0, t2 = 0] = this.#states;
    let sum = 0;
    for (let index = from; index < to; index += step) {
      const x = samples[index] as number;
      const y = b0 * x + s1;
      s1 = b1 * x - a1 * y + s2;
      s2 = b2 * x - a2 * y;
      const z = y + t1;
      t1 = t2 - 2 * y - c1 * z;
      t2 = y - c2 * z;
      sum += z * z;
    }
    // Damaged files decode to samples that are no numbers, which would stay in the filter for ever.
    const isSound = Number.isFinite(sum);
    this.#states[0] = isSound ? settle(s1) : 0;
    this.#states[1] = isSound ? settle(s2) : 0;
    this.#states[2] = isSound ? settle(t1) : 0;
    this.#states[3] = isSound ? settle(t2) : 0;
    return isSound ? sum : 0;
  }
}
