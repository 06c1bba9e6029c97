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

/** Unknown key ids cost nothing to make up: the store is not asked for them more often than this. */
const RELOAD_GAP_MS = 1000;
const MAX_TRIES = 10;

/**
 * The signing keys: the newest signs, the others verify until the last token they signed has expired. Several servers
 * share them through the store; while it is away, each goes on with those it knows.
 */
export class KeyRing {
  readonly #options: KeyRingOptions;
  #keys: Keys | undefined;
  #reloading: Promise<void> | undefined;
  #reloadedAtMs = Number.NEGATIVE_INFINITY;

  private constructor(options: KeyRingOptions) {
    this.#options = options;
  }

  /** Loads the keys, and makes them at the first start. */
  static async open(options: KeyRingOptions): Promise<KeyRing> {
    const ring = new KeyRing(options);
    await ring.rotate();
    return ring;
  }

  get current(): SigningKey {
    const newest = this.list().at(-1);
    if (!newest) throw new Error('The key ring was not opened.');
    return newest;
  }

  get refreshKey(): string {
    return this.#keys?.refreshKey ?? '';
  }

  list(): readonly SigningKey[] {
    return this.#keys?.signing ?? [];
  }

  /** Looks into the store when it does not know the key: another server may have made it. */
  async find(id: string): Promise<SigningKey | undefined> {
    return this.#findKnown(id) ?? (await this.#reload().then(() => this.#findKnown(id)));
  }

  /**
   * Adds a key when the newest is due, drops those whose tokens have all expired, and takes over what other servers did.
   * Keys that the store has lost are put back.
   */
  async rotate(): Promise<void> {
    const { keyStore } = this.#options;
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const stored = await keyStore.loadKeys();
      const known = stored ?? this.#keys ?? { signing: [], refreshKey: randomBytes(32).toString('base64url') };
      const next = this.#withDueChanges(known);
      if (next === stored || (await keyStore.replaceKeys(next, stored))) {
        this.#keys = next;
        return;
      }
    }
    throw new Error('Other servers replaced the signing keys again and again.');
  }

  #findKnown(id: string): SigningKey | undefined {
    return this.list().find((key) => key.id === id);
  }

  async #reload(): Promise<void> {
    const nowMs = this.#options.clock.nowMs();
    if (!this.#reloading && Math.abs(nowMs - this.#reloadedAtMs) >= RELOAD_GAP_MS) {
      this.#reloadedAtMs = nowMs;
      this.#reloading = this.#load().finally(() => {
        this.#reloading = undefined;
      });
    }
    await this.#reloading;
  }

  async #load(): Promise<void> {
    const stored = await this.#options.keyStore.loadKeys();
    if (stored) this.#keys = stored;
  }

  /** The same object when nothing is due. */
  #withDueChanges(keys: Keys): Keys {
    const { clock, rotationMs, longestTokenMs } = this.#options;
    const nowMs = clock.nowMs();
    const newest = keys.signing.at(-1);
    const isDue = !newest || nowMs - newest.createdAtMs >= rotationMs;
    const signing = isDue ? [...keys.signing, this.#createKey(nowMs)] : keys.signing;
    const isNeeded = (_: SigningKey, index: number): boolean => {
      const successor = signing[index + 1];
      return !successor || nowMs - successor.createdAtMs <= longestTokenMs;
    };
    const kept = signing.filter(isNeeded);
    return !isDue && kept.length === signing.length ? keys : { ...keys, signing: kept };
  }

  #createKey(createdAtMs: number): SigningKey {
    const { privateKey } = generateKeyPairSync('ed25519');
    const { x = '', d = '' } = privateKey.export({ format: 'jwk' });
    return { id: this.#options.idSource.createId(), createdAtMs, privateJwk: { kty: 'OKP', crv: 'Ed25519', x, d } };
  }
}
