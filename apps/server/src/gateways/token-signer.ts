import type { SigningKey } from './key-store.ts';

export interface TokenContent {
  subject: string;
  audience: string;
  issuedAtMs: number;
  expiresAtMs: number;
  claims: Record<string, unknown>;
}

/** Makes and checks signed tokens. */
export interface TokenSigner {
  sign(content: TokenContent, key: SigningKey): Promise<string>;
  /** Rejects unless one of the keys signed it for the audience, and it is valid now. */
  verify(
    token: string,
    expected: { audience: string; nowMs: number; findKey: (id: string) => Promise<SigningKey | undefined> },
  ): Promise<TokenContent>;
}
