import type { TokenContent, TokenSigner } from '#gateways/token-signer.ts';
import { DomainError } from '#models/errors.ts';
import type { SessionId, UserId } from '#models/ids.ts';
import type { Clock } from './clock.ts';
import type { KeyRing } from './key-ring.ts';

/** What a token says about its bearer. */
export interface TokenClaims {
  userId: UserId;
  sessionId: SessionId;
  /** The user's `credentialGeneration` when the token was issued. */
  generation: number;
}

export interface IssuedToken {
  token: string;
  expiresAtMs: number;
  lifetimeMs: number;
}

export interface VerifiedToken extends TokenClaims {
  expiresAtMs: number;
}

/** `access` opens the API; `media` opens streams and covers only, since it travels in addresses. */
export type TokenKind = 'access' | 'media';

export interface TokenServiceOptions {
  tokenSigner: TokenSigner;
  keyRing: KeyRing;
  clock: Clock;
  lifetimesMs: Record<TokenKind, number>;
}

const audienceOf = { access: 'jetstream-api', media: 'jetstream-media' } as const satisfies Record<TokenKind, string>;

/** Issues and verifies the tokens of signed-in devices. */
export class TokenService {
  readonly #options: TokenServiceOptions;

  constructor(options: TokenServiceOptions) {
    this.#options = options;
  }

  async issue(kind: TokenKind, { userId, sessionId, generation }: TokenClaims): Promise<IssuedToken> {
    const { tokenSigner, keyRing, clock, lifetimesMs } = this.#options;
    const issuedAtMs = clock.nowMs();
    // Tokens hold whole seconds.
    const expiresAtMs = Math.floor((issuedAtMs + lifetimesMs[kind]) / 1000) * 1000;
    const claims = { sid: sessionId, gen: generation };
    const content = { subject: userId, audience: audienceOf[kind], issuedAtMs, expiresAtMs, claims };
    const token = await tokenSigner.sign(content, keyRing.current);
    return { token, expiresAtMs, lifetimeMs: lifetimesMs[kind] };
  }

  /** @throws DomainError unauthenticated for whatever is not a token of this kind, valid now. */
  async verify(kind: TokenKind, token: string): Promise<VerifiedToken> {
    const { tokenSigner, keyRing, clock } = this.#options;
    const expected = {
      audience: audienceOf[kind],
      nowMs: clock.nowMs(),
      findKey: (id: string) => keyRing.find(id),
    };
    try {
      return toVerifiedToken(await tokenSigner.verify(token, expected));
    } catch (cause) {
      // The key may be known to another server, and the store that would tell is away: that is not the token's fault.
      if (cause instanceof DomainError && cause.code === 'unavailable') throw cause;
      throw new DomainError('unauthenticated', 'The token is not valid, or no longer.', { cause });
    }
  }

  /** Public keys by which others can verify the tokens (RFC 7517). */
  listPublicKeys(): { kty: string; crv: string; x: string; kid: string; alg: string; use: string }[] {
    return this.#options.keyRing
      .list()
      .map(({ id, privateJwk: { kty, crv, x } }) => ({ kty, crv, x, kid: id, alg: 'EdDSA', use: 'sig' }));
  }
}

function toVerifiedToken({ subject, expiresAtMs, claims: { sid, gen } }: TokenContent): VerifiedToken {
  if (typeof sid !== 'string' || typeof gen !== 'number') throw new TypeError('A claim has the wrong type.');
  return { userId: subject as UserId, sessionId: sid as SessionId, generation: gen, expiresAtMs };
}
