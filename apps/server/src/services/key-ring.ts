import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { Keys, KeyStore, SigningKey } from '#gateways/key-store.ts';
import type { Clock } from './clock.ts';
import type { IdSource } from './id-source.ts';

export interface KeyRingOptions {
  keyStore: KeyStore;
  clock: Clock;
  idSource: IdSource;
  /** How long a key signs. */
  rotationMs: number;
  /** How long the longest-lived token is accepted: a key verifies for so long after it stopped signing. */
  longestTokenMs: number;
}

/** The signing keys: the newest signs, the others verify until the last token they signed has expired. */
export class KeyRing {
  readonly #options: KeyRingOptions;
  #keys: Keys = { signing: [], refreshKey: '' };

  private constructor(options: KeyRingOptions) {
    this.#options = options;
  }

  /** Loads the keys, and makes them at the first start. */
  static async open(options: KeyRingOptions): Promise<KeyRing> {
    const ring = new KeyRing(options);
    ring.#keys = (await options.keyStore.loadKeys()) ?? {
      signing: [],
      refreshKey: randomBytes(32).toString('base64url'),
    };
    await ring.rotate();
    return ring;
  }

  get current(): SigningKey {
    const newest = this.#keys.signing.at(-1);
    if (!newest) throw new Error('The key ring was not opened.');
    return newest;
  }

  get refreshKey(): string {
    return this.#keys.refreshKey;
  }

  list(): readonly SigningKey[] {
    return this.#keys.signing;
  }

  find(id: string): SigningKey | undefined {
    return this.#keys.signing.find((key) => key.id === id);
  }

  /** Adds a key when the newest is due, and drops those whose tokens have all expired. Saves what changed. */
  async rotate(): Promise<void> {
    const { clock, keyStore, rotationMs, longestTokenMs } = this.#options;
    const nowMs = clock.nowMs();
    const newest = this.#keys.signing.at(-1);
    const isDue = !newest || nowMs - newest.createdAtMs >= rotationMs;
    const signing = isDue ? [...this.#keys.signing, this.#createKey(nowMs)] : this.#keys.signing;
    const isNeeded = (_: SigningKey, index: number): boolean => {
      const successor = signing[index + 1];
      return !successor || nowMs - successor.createdAtMs <= longestTokenMs;
    };
    const kept = signing.filter(isNeeded);
    if (!isDue && kept.length === this.#keys.signing.length) return;
    const keys = { ...this.#keys, signing: kept };
    await keyStore.saveKeys(keys);
    this.#keys = keys;
  }

  #createKey(createdAtMs: number): SigningKey {
    const { privateKey } = generateKeyPairSync('ed25519');
    const { x = '', d = '' } = privateKey.export({ format: 'jwk' });
    return { id: this.#options.idSource.createId(), createdAtMs, privateJwk: { kty: 'OKP', crv: 'Ed25519', x, d } };
  }
}
