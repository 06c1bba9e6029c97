/** An Ed25519 key pair as JWK (RFC 8037), with the time from which it signs. */
export interface SigningKey {
  id: string;
  createdAtMs: number;
  privateJwk: { kty: 'OKP'; crv: 'Ed25519'; x: string; d: string };
}

/** Secrets that JetStream makes itself. */
export interface Keys {
  signing: SigningKey[];
  /** 256 bits, base64url: derives each refresh token from the one before. */
  refreshKey: string;
}

/** Keeps the keys where only servers can read them. */
export interface KeyStore {
  /** Undefined before the first start. */
  loadKeys(): Promise<Keys | undefined>;
  /**
   * Puts `next` where `expected` (undefined: nothing) was loaded from; false when another server put others there since.
   */
  replaceKeys(next: Keys, expected: Keys | undefined): Promise<boolean>;
}
