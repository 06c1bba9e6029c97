import { createHmac, timingSafeEqual } from 'node:crypto';
import { DomainError } from '#models/errors.ts';
import type { MediaAddress } from '#models/media-address.ts';
import type { Clock } from '../clock.ts';

export interface MediaAddressSignerOptions {
  /** What all servers share and nobody else knows. */
  keyRing: { readonly refreshKey: string };
  clock: Clock;
}

const HOUR_MS = 60 * 60_000;
/** Addresses end together, so that one address is the same for everyone until then, and caches serve all of them. */
const PERIOD_MS = 6 * HOUR_MS;
/** Servers' clocks differ by less. */
const CLOCK_SKEW_MS = 60_000;
const TOKEN = /^([0-9a-z]{1,10})-([A-Za-z0-9_-]{22})$/;
const MAC_BYTES = 16;
const PURPOSE = 'jetstream media addresses';

/**
 * Signs addresses of media for whoever has them: the token holds its end and an HMAC over it, track and revision. The key is derived from one that never
 * rotates, so an address holds until its end whatever happens to the keys of tokens.
 */
export class MediaAddressSigner {
  readonly #options: MediaAddressSignerOptions;
  #derived = { from: '', key: Buffer.alloc(0) };

  constructor(options: MediaAddressSignerOptions) {
    this.#options = options;
  }

  /** Holds for six to twelve hours. */
  sign(media: Pick<MediaAddress, 'trackId' | 'revision'>): { token: string; expiresAtMs: number } {
    const expiresAtMs = (Math.floor(this.#options.clock.nowMs() / PERIOD_MS) + 2) * PERIOD_MS;
    const end = (expiresAtMs / 1000).toString(36);
    return { token: `${end}-${this.#mac(end, media)}`, expiresAtMs };
  }

  /** @throws DomainError unauthenticated for one that was made up, or has ended: playback is to be asked for again. */
  verify({ token, ...media }: MediaAddress): void {
    const [, end = '', mac = ''] = TOKEN.exec(token) ?? [];
    // As text: the last letter has bits that decoding drops, and each address has one spelling.
    const given = Buffer.from(mac);
    const expected = Buffer.from(this.#mac(end, media));
    const isSigned = given.length === expected.length && timingSafeEqual(given, expected);
    if (!isSigned) throw new DomainError('unauthenticated', 'The address is not valid.');
    if (Number.parseInt(end, 36) * 1000 + CLOCK_SKEW_MS <= this.#options.clock.nowMs())
      throw new DomainError('unauthenticated', 'The address is not valid any more. Ask for playback again.');
  }

  #mac(end: string, { trackId, revision }: Pick<MediaAddress, 'trackId' | 'revision'>): string {
    const whole = createHmac('sha256', this.#key()).update(`${end}/${trackId}/${revision}`).digest();
    return whole.subarray(0, MAC_BYTES).toString('base64url');
  }

  #key(): Buffer {
    const { refreshKey } = this.#options.keyRing;
    if (this.#derived.from !== refreshKey)
      this.#derived = { from: refreshKey, key: createHmac('sha256', refreshKey).update(PURPOSE).digest() };
    return this.#derived.key;
  }
}
