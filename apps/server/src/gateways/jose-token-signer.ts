import { importJWK, jwtVerify, SignJWT, type CryptoKey } from 'jose';
import type { SigningKey } from './key-store.ts';
import type { TokenContent, TokenSigner } from './token-signer.ts';

const ISSUER = 'jetstream';
const ALGORITHM = 'EdDSA';

/** JSON Web Tokens signed with Ed25519 (RFC 7519, RFC 8037). No other algorithm is accepted. */
export class JoseTokenSigner implements TokenSigner {
  readonly #imported = new Map<string, Promise<CryptoKey>>();

  async sign({ subject, audience, issuedAtMs, expiresAtMs, claims }: TokenContent, key: SigningKey): Promise<string> {
    return new SignJWT(claims)
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', kid: key.id })
      .setSubject(subject)
      .setIssuer(ISSUER)
      .setAudience(audience)
      .setIssuedAt(Math.floor(issuedAtMs / 1000))
      .setExpirationTime(Math.floor(expiresAtMs / 1000))
      .sign(await this.#importKey(key, 'private'));
  }

  async verify(token: string, expected: Parameters<TokenSigner['verify']>[1]): Promise<TokenContent> {
    const findKey = async ({ kid }: { kid?: string }): Promise<CryptoKey> => {
      const key = await expected.findKey(kid ?? '');
      if (!key) throw new Error('No such key.');
      return this.#importKey(key, 'public');
    };
    const { payload } = await jwtVerify(token, findKey, {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: expected.audience,
      currentDate: new Date(expected.nowMs),
      requiredClaims: ['sub', 'iat', 'exp'],
    });
    const { sub = '', iat = 0, exp = 0, iss: _iss, aud: _aud, ...claims } = payload;
    const times = { issuedAtMs: iat * 1000, expiresAtMs: exp * 1000 };
    return { subject: sub, audience: expected.audience, ...times, claims };
  }

  #importKey({ id, privateJwk: { d, ...publicJwk } }: SigningKey, half: 'private' | 'public'): Promise<CryptoKey> {
    const known = this.#imported.get(`${half} ${id}`);
    if (known) return known;
    const jwk = half === 'private' ? { ...publicJwk, d } : publicJwk;
    const imported = importJWK(jwk, ALGORITHM) as Promise<CryptoKey>;
    this.#imported.set(`${half} ${id}`, imported);
    return imported;
  }
}
