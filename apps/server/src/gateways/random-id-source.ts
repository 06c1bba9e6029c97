import { randomFillSync, randomInt } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const ID_LENGTH = 20;
/** The largest multiple of the alphabet that a byte holds: what is beyond would favour its first letters. */
const USABLE = 256 - (256 % ALPHABET.length);
const POOL_BYTES = 4096;

/** Ids of 119 random bits. */
export class RandomIdSource {
  readonly #pool = Buffer.alloc(POOL_BYTES);
  #next = POOL_BYTES;

  createId<Id extends string>(): Id {
    let id = '';
    while (id.length < ID_LENGTH) {
      const byte = this.#takeByte();
      if (byte < USABLE) id += ALPHABET[byte % ALPHABET.length];
    }
    return id as Id;
  }

  createSeed(): number {
    return randomInt(2 ** 31);
  }

  #takeByte(): number {
    if (this.#next === POOL_BYTES) {
      randomFillSync(this.#pool);
      this.#next = 0;
    }
    return this.#pool[this.#next++] ?? 0;
  }
}
