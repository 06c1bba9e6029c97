import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { Keys, KeyStore, SigningKey } from '#gateways/key-store.ts';
import { DomainError } from '#models/errors.ts';
import type { Clock } from './clock.ts';
import type { IdSource } from './id-source.ts';
import { SerialRunner } from './serial-runner.ts';

export interface KeyRingOptions {
  keyStore: KeyStore;
  /** Of this server alone: for a start at which the store is away, or has lost them. */
  copy?: KeyStore | undefined;
  /** Told when the copy cannot be read or written. */
  onError: (error: unknown) => void;
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
const RETRY_AFTER_SECONDS = 3;

/**
 * The signing keys: the newest signs, the others verify until the last token they signed has expired. Several servers
 * share them through the store; while it is away, each goes on with those it knows, or knew when it ran last.
 */
export class KeyRing {
  readonly #options: KeyRingOptions;
  readonly #copyTurns = new SerialRunner();
  /** Undefined while the store has been away since the first start. */
  #keys: Keys | undefined;
  /** The last look into the store, also after its end: whoever asks within the gap shares its outcome. */
  #reloading: Promise<void> | undefined;
  #isReloading = false;
  #reloadedAtMs = Number.NEGATIVE_INFINITY;

  private constructor(options: KeyRingOptions) {
    this.#options = options;
  }

  /** Loads the keys, and makes them at the first start. A store that is away has them later, by `rotate`. */
  static async open(options: KeyRingOptions): Promise<KeyRing> {
    const ring = new KeyRing(options);
    try {
      await ring.rotate();
    } catch (error) {
      if (!(error instanceof DomainError && error.code === 'unavailable')) throw error;
      ring.#keys = await ring.#loadCopy();
    }
    return ring;
  }

  get hasKeys(): boolean {
    return this.#keys !== undefined;
  }

  /** @throws DomainError unavailable while there are none, as all that needs them */
  get current(): SigningKey {
    const newest = this.list().at(-1);
    if (!newest) throw new Error('There is no signing key.');
    return newest;
  }

  get refreshKey(): string {
    return this.#getKeys().refreshKey;
  }

  list(): readonly SigningKey[] {
    return this.#getKeys().signing;
  }

  /** Looks into the store when it does not know the key: another server may have made it. */
  async find(id: string): Promise<SigningKey | undefined> {
    const known = this.#keys?.signing.find((key) => key.id === id);
    if (known) return known;
    await this.#reload();
    return this.list().find((key) => key.id === id);
  }

  /**
   * Adds a key when the newest is due, drops those whose tokens have all expired, and takes over what other servers did.
   * Keys that the store has lost are put back.
   */
  async rotate(): Promise<void> {
    const { keyStore } = this.#options;
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const stored = await keyStore.loadKeys();
      const known = stored ?? this.#keys ?? (await this.#loadCopy()) ?? createKeys();
      const next = this.#withDueChanges(known);
      if (next === stored || (await keyStore.replaceKeys(next, stored))) return this.#keep(next);
    }
    throw new Error('Other servers replaced the signing keys again and again.');
  }

  #getKeys(): Keys {
    if (this.#keys) return this.#keys;
    throw new DomainError('unavailable', 'The signing keys cannot be had yet.', {
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }

  async #reload(): Promise<void> {
    const nowMs = this.#options.clock.nowMs();
    if (!this.#isReloading && Math.abs(nowMs - this.#reloadedAtMs) >= RELOAD_GAP_MS) {
      this.#reloadedAtMs = nowMs;
      this.#isReloading = true;
      this.#reloading = this.#load().finally(() => (this.#isReloading = false));
    }
    await this.#reloading;
  }

  async #load(): Promise<void> {
    const stored = await this.#options.keyStore.loadKeys();
    if (stored) await this.#keep(stored);
  }

  async #keep(keys: Keys): Promise<void> {
    this.#keys = keys;
    // A look that failed before says nothing any more.
    this.#reloading = undefined;
    const { copy, onError } = this.#options;
    if (!copy) return;
    await this.#copyTurns
      .run(async () => {
        const before = await copy.loadKeys();
        if (JSON.stringify(before) !== JSON.stringify(keys)) await copy.replaceKeys(keys, before);
      })
      .catch(onError);
  }

  async #loadCopy(): Promise<Keys | undefined> {
    const { copy, onError } = this.#options;
    try {
      return await copy?.loadKeys();
    } catch (error) {
      onError(error);
      return undefined;
    }
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

const createKeys = (): Keys => ({ signing: [], refreshKey: randomBytes(32).toString('base64url') });
