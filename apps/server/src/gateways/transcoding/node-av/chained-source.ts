import { toResampledLength } from '#models/resampled-length.ts';
import { UnreadableMediaError } from '../transcoding-errors.ts';
import { FILLING_SAMPLES, type PlacedBlock } from './block-placing.ts';
import { DecodedSource } from './decoded-source.ts';
import type { SoundShape } from './resampler.ts';
import type { SoundSource } from './sound-source.ts';
import { readTargetSound } from './target-sound.ts';

/**
 * Streams of Ogg that follow each other in one file, as one sound in the shape of the first. Each is read as a file of its own: FFmpeg's
 * demuxer ends where rate or channels change, and its labels begin anew at every join.
 */
export class ChainedSource implements SoundSource {
  /** Each link has its own labels. */
  readonly index = undefined;
  readonly #urls: readonly string[];
  readonly #first: DecodedSource;
  #other: { number: number; source: DecodedSource } | undefined;
  /** Of the links up to the last that was reached, in samples of the first. */
  readonly #lengths: number[] = [];

  /** `urls`: of the links, in order. @throws UnreadableMediaError when nothing of the first can be decoded */
  constructor(urls: readonly string[]) {
    const [first] = urls;
    if (first === undefined) throw new UnreadableMediaError('There is no sound in it.');
    this.#urls = urls;
    this.#first = new DecodedSource(first);
  }

  get shape(): SoundShape {
    return this.#first.shape;
  }

  get codec(): string {
    return this.#first.codec;
  }

  get format(): string {
    return this.#first.format;
  }

  get parameters() {
    return this.#first.parameters;
  }

  get statedSamples(): number {
    const isKnown = this.#lengths.length === this.#urls.length;
    return isKnown ? this.#lengths.reduce((sum, length) => sum + length, 0) : this.#first.statedSamples;
  }

  *read(startSample: number): Generator<PlacedBlock | undefined> {
    let linkStart = 0;
    for (const number of this.#urls.keys()) {
      const length = yield* this.#ensureLength(number);
      const from = Math.max(0, startSample - linkStart);
      for (const block of this.#readLink(number, from, length))
        yield block && { ...block, startSample: linkStart + block.startSample };
      linkStart += length;
    }
  }

  *measureDuration(): Generator<undefined, number> {
    for (const number of this.#urls.keys()) yield* this.#ensureLength(number);
    return this.statedSamples;
  }

  *prepareSeeking(): Generator<undefined, void> {
    yield* this.measureDuration();
  }

  close(): void {
    this.#other?.source.close();
    this.#other = undefined;
    this.#first.close();
  }

  /** Exactly `length` samples of a link but for those before `from`; what cannot be decoded is silent. */
  *#readLink(number: number, from: number, length: number): Generator<PlacedBlock | undefined> {
    const { channels } = this.shape;
    let next = from;
    const source = next < length ? this.#open(number) : undefined;
    for (const block of source ? readTargetSound(source, this.shape, next) : []) {
      const samples = block?.subarray(0, (length - next) * channels);
      yield samples && { startSample: next, samples, isFilling: false };
      next += (samples?.length ?? 0) / channels;
      if (next >= length) return;
    }
    for (; next < length; next += FILLING_SAMPLES) {
      const samples = new Float32Array(Math.min(FILLING_SAMPLES, length - next) * channels);
      yield { startSample: next, samples, isFilling: true };
    }
  }

  /** Of all before it they are known. */
  *#ensureLength(number: number): Generator<undefined, number> {
    return (this.#lengths[number] ??= yield* this.#measure(number));
  }

  *#measure(number: number): Generator<undefined, number> {
    const source = this.#open(number);
    if (source === undefined) return 0;
    const samples = (yield* source.measureDuration()) ?? source.statedSamples;
    return toResampledLength(samples, source.shape.sampleRateHz, this.shape.sampleRateHz);
  }

  /** Undefined when nothing of it can be decoded: the others are heard all the same. */
  #open(number: number): DecodedSource | undefined {
    if (number === 0) return this.#first;
    if (this.#other?.number === number) return this.#other.source;
    this.#other?.source.close();
    this.#other = undefined;
    try {
      const source = new DecodedSource(this.#urls[number] ?? '');
      this.#other = { number, source };
      return source;
    } catch (error) {
      if (error instanceof UnreadableMediaError) return undefined;
      throw error;
    }
  }
}
