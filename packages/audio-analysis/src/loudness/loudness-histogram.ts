import { toLufs, toPower } from './decibels.ts';

/** ITU-R BS.1770-5: the absolute gate. */
const FLOOR_LUFS = -70;
/** Far above full scale: decoders of lossy formats and float files may exceed it. */
const CEILING_LUFS = 20;
const BIN_LU = 0.05;
const BINS = Math.round((CEILING_LUFS - FLOOR_LUFS) / BIN_LU);

/** ITU-R BS.1770-5 for the integrated loudness, EBU Tech 3342 for the range. */
const INTEGRATED_GATE_LU = -10;
const RANGE_GATE_LU = -20;
const RANGE_LOW = 0.1;
const RANGE_HIGH = 0.95;

const VARINT_BITS = 7;
const VARINT_MORE = 0x80;

/**
 * The loudness of blocks above the absolute gate, counted in steps of 0.05 LU: constant memory for audio of any length. With the
 * powers of its blocks, which it keeps while it measures, the integrated loudness is exact; from counts alone, as they are stored,
 * it is off by half a step at most.
 */
export class LoudnessHistogram {
  readonly #counts = new Float64Array(BINS);
  readonly #powers = new Float64Array(BINS);

  /** `power` is a block's mean square, weighted and summed over its channels. */
  add(power: number): void {
    const lufs = toLufs(power);
    if (!(lufs >= FLOOR_LUFS)) return;
    const bin = Math.min(BINS - 1, Math.floor((lufs - FLOOR_LUFS) / BIN_LU));
    this.#counts[bin] = (this.#counts[bin] as number) + 1;
    this.#powers[bin] = (this.#powers[bin] as number) + power;
  }

  /** LUFS, or null while no block passed the gates. */
  toIntegrated(): number | null {
    const power = this.#meanPower(this.#firstBinAbove(INTEGRATED_GATE_LU));
    return power > 0 ? toLufs(power) : null;
  }

  /** LU, or null while no block passed the gates. */
  toRange(): number | null {
    const first = this.#firstBinAbove(RANGE_GATE_LU);
    let total = 0;
    for (let bin = first; bin < BINS; bin += 1) total += this.#counts[bin] as number;
    if (total === 0) return null;
    return this.#percentile(first, total, RANGE_HIGH) - this.#percentile(first, total, RANGE_LOW);
  }

  /** Pairs of LEB128 numbers for each bin in use: empty bins before it, and its count. About two bytes for 0.05 LU. */
  encode(): Uint8Array {
    const bytes: number[] = [];
    const write = (value: number) => {
      let rest = value;
      for (; rest >= VARINT_MORE; rest = Math.floor(rest / VARINT_MORE)) bytes.push((rest % VARINT_MORE) | VARINT_MORE);
      bytes.push(rest);
    };
    let gap = 0;
    for (const count of this.#counts) {
      if (count === 0) {
        gap += 1;
        continue;
      }
      write(gap);
      write(count);
      gap = 0;
    }
    return Uint8Array.from(bytes);
  }

  /** Adds the blocks of a histogram that was encoded. @throws RangeError when these are not the bytes of one */
  addEncoded(bytes: Uint8Array): void {
    let position = 0;
    const read = (): number => {
      let value = 0;
      for (let scale = 1; ; scale *= 2 ** VARINT_BITS) {
        const byte = bytes[position];
        if (byte === undefined) throw new RangeError('A histogram of loudness ends too early.');
        position += 1;
        value += (byte % VARINT_MORE) * scale;
        if (byte < VARINT_MORE) return value;
      }
    };
    for (let bin = -1; position < bytes.length;) {
      bin += read() + 1;
      if (bin >= BINS) throw new RangeError('A histogram of loudness is too long.');
      const count = read();
      this.#counts[bin] = (this.#counts[bin] as number) + count;
      this.#powers[bin] = (this.#powers[bin] as number) + count * toPower(FLOOR_LUFS + (bin + 0.5) * BIN_LU);
    }
  }

  #meanPower(firstBin: number): number {
    let power = 0;
    let count = 0;
    for (let bin = firstBin; bin < BINS; bin += 1) {
      power += this.#powers[bin] as number;
      count += this.#counts[bin] as number;
    }
    return count > 0 ? power / count : 0;
  }

  /** A bin passes the relative gate as a whole, by the mean of its blocks. */
  #firstBinAbove(gateLu: number): number {
    const threshold = this.#meanPower(0) * 10 ** (gateLu / 10);
    for (let bin = 0; bin < BINS; bin += 1) {
      const count = this.#counts[bin] as number;
      if (count > 0 && (this.#powers[bin] as number) / count >= threshold) return bin;
    }
    return BINS;
  }

  /** The same rank as in the reference code of EBU Tech 3342. */
  #percentile(firstBin: number, total: number, share: number): number {
    const rank = Math.round((total - 1) * share) + 1;
    let seen = 0;
    for (let bin = firstBin; bin < BINS; bin += 1) {
      const count = this.#counts[bin] as number;
      seen += count;
      if (seen >= rank) return toLufs((this.#powers[bin] as number) / count);
    }
    return CEILING_LUFS;
  }
}
