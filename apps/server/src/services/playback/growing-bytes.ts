import { concatBytes } from '@jetstream/media-containers';

/** Bytes that may still be in the making. Every reader gets all of them, from the first on, as they come and as fast as it takes them. */
export class GrowingBytes {
  readonly #pieces: Uint8Array[] = [];
  #length = 0;
  #isWhole = false;
  #failure: { error: unknown } | undefined;
  #news = Promise.withResolvers<void>();

  static of(bytes: Uint8Array): GrowingBytes {
    const whole = new GrowingBytes();
    whole.append(bytes);
    whole.finish();
    return whole;
  }

  /** Null as long as it is not whole. */
  get sizeBytes(): number | null {
    return this.#isWhole ? this.#length : null;
  }

  append(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.#pieces.push(piece);
    this.#length += piece.length;
    this.#tell();
  }

  finish(): void {
    this.#isWhole = true;
    this.#tell();
  }

  /** What is whole stays so. */
  fail(error: unknown): void {
    if (!this.#isWhole) this.#failure = { error };
    this.#tell();
  }

  /** Bytes [start, end). Throws why the making failed, or the signal's reason, or when the whole is shorter than a finite `end`. */
  async *read(signal?: AbortSignal, start = 0, end = Number.POSITIVE_INFINITY): AsyncGenerator<Uint8Array> {
    let position = 0;
    let index = 0;
    while (position < end) {
      signal?.throwIfAborted();
      if (this.#failure) throw this.#failure.error;
      const piece = this.#pieces[index];
      if (piece) {
        const part = piece.subarray(Math.max(0, start - position), end - position);
        if (part.length > 0) yield part;
        position += piece.length;
        index += 1;
      } else if (!this.#isWhole) await this.#untilNews(signal);
      else if (Number.isFinite(end)) throw new RangeError(`There are ${position} bytes, not ${end}.`);
      else return;
    }
  }

  async readAll(signal?: AbortSignal): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this.read(signal)) pieces.push(piece);
    return concatBytes(pieces);
  }

  #tell(): void {
    this.#news.resolve();
    this.#news = Promise.withResolvers<void>();
  }

  async #untilNews(signal: AbortSignal | undefined): Promise<void> {
    const gone = Promise.withResolvers<never>();
    const onAbort = () => gone.reject(signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      await Promise.race([this.#news.promise, gone.promise]);
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }
}
