import { hash } from 'node:crypto';
import type { MediaCache } from './media-cache.ts';
import type { SoundIndex, SoundIndexStore } from './sound-index-store.ts';

/** Changes with what an index says. */
const VERSION = 1;
const NUMBERS_OF_PLACE = 3;

/**
 * Files `<xx>/<hash of the key>` of a cache: the duration and the numbers of the places as doubles of little endian, as all machines that
 * run JetStream have them.
 */
export class MediaSoundIndexStore implements SoundIndexStore {
  readonly #cache: MediaCache;
  readonly #decoders: string;

  /** `decoders`: their version; others may give other samples for the same packets, and find no places of these. */
  constructor(cache: MediaCache, decoders: string) {
    this.#cache = cache;
    this.#decoders = decoders;
  }

  async findIndex(key: string): Promise<SoundIndex | undefined> {
    const bytes = await this.#cache.find(this.#toPath(key));
    if (bytes === undefined || bytes.length % Float64Array.BYTES_PER_ELEMENT !== 0) return undefined;
    const numbers = new Float64Array(Uint8Array.from(bytes).buffer);
    const [durationSamples = 0] = numbers;
    const places = numbers.slice(1);
    return durationSamples > 0 && places.length % NUMBERS_OF_PLACE === 0 ? { durationSamples, places } : undefined;
  }

  saveIndex(key: string, { durationSamples, places }: SoundIndex): Promise<void> {
    const numbers = new Float64Array(1 + places.length);
    numbers[0] = durationSamples;
    numbers.set(places, 1);
    return this.#cache.save(this.#toPath(key), new Uint8Array(numbers.buffer), 'application/octet-stream');
  }

  #toPath(key: string): string {
    const name = hash('sha256', `${VERSION} ${this.#decoders} ${key}`, 'hex');
    return `${name.slice(0, 2)}/${name}`;
  }
}
