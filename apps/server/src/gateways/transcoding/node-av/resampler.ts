import { AV_SAMPLE_FMT_FLT } from 'node-av/constants';
import { avChannelLayoutDefault, SoftwareResampleContext } from 'node-av/lib';
import type { ChannelLayout } from 'node-av/lib';
import { UnreadableMediaError } from '../transcoding-errors.ts';

export interface SoundShape {
  sampleRateHz: number;
  channels: number;
  /** Which speakers; the usual ones when it is not known. */
  layout?: ChannelLayout | undefined;
}

const SPARE_SAMPLES = 64;

/** Interleaved floats from one rate and number of channels to others. */
export class Resampler {
  readonly #context = new SoftwareResampleContext();
  readonly #from: SoundShape;
  readonly #to: SoundShape;

  constructor(from: SoundShape, to: SoundShape) {
    this.#from = from;
    this.#to = to;
    this.#context.allocSetOpts2(
      layoutOf(to),
      AV_SAMPLE_FMT_FLT,
      to.sampleRateHz,
      layoutOf(from),
      AV_SAMPLE_FMT_FLT,
      from.sampleRateHz,
    );
    // Channels that are mixed down may not exceed full scale together.
    this.#context.setOption('rematrix_maxval', 1);
    if (this.#context.init() < 0) throw new UnreadableMediaError('Its channels or sample rate cannot be converted.');
  }

  /** `block` null draws out what is left at the end. */
  convert(block: Float32Array | null): Float32Array {
    const count = block === null ? 0 : block.length / this.#from.channels;
    const room = this.#context.getOutSamples(count) + SPARE_SAMPLES;
    const target = new Float32Array(room * this.#to.channels);
    const source = block === null ? null : [bytesOf(block)];
    const made = this.#context.convertSync([bytesOf(target)], room, source, count);
    if (made < 0) throw new UnreadableMediaError('Its samples cannot be converted.');
    return target.subarray(0, made * this.#to.channels);
  }

  close(): void {
    this.#context.free();
  }
}

const layoutOf = ({ layout, channels }: SoundShape): ChannelLayout =>
  layout !== undefined && layout.mask !== 0n ? layout : avChannelLayoutDefault(channels);

const bytesOf = (block: Float32Array): Buffer => Buffer.from(block.buffer, block.byteOffset, block.byteLength);
