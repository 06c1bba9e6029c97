import type { SessionId, UserId } from './ids.ts';

/**
 * One signed-in device. Each refresh replaces the token (rotation); presenting an older one ends the session, since
 * either the thief or the owner holds a stolen token (RFC 9700, section 4.14.2).
 */
export interface Session {
  id: SessionId;
  userId: UserId;
  /** SHA-256, base64url, of the newest refresh token. */
  tokenHash: string;
  /** Hash of the one before and when it was replaced: a short grace lets two tabs refresh at once. */
  previousTokenHash: string | null;
  rotatedAtMs: number;
  deviceName: string;
  createdAtMs: number;
  lastUsedAtMs: number;
  expiresAtMs: number;
}
