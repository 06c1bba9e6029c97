import type { Device, Session as PublicSession } from '@jetstream/api-contract';
import type { SessionId } from '#models/ids.ts';
import type { Session } from '#models/session.ts';
import type { User } from '#models/user.ts';
import { toTimestamp } from './timestamp.ts';
import { toPublicUser } from './user-presenter.ts';

interface Token {
  token: string;
  expiresAtMs: number;
}

/** `refreshToken` goes into the body only for clients that have no cookies. */
export function toPublicSession(
  tokens: { access: Token; media: Token; user: User },
  refreshToken: string | null,
): PublicSession {
  return {
    accessToken: tokens.access.token,
    accessTokenExpiresAt: toTimestamp(tokens.access.expiresAtMs),
    mediaToken: tokens.media.token,
    mediaTokenExpiresAt: toTimestamp(tokens.media.expiresAtMs),
    refreshToken,
    user: toPublicUser(tokens.user),
  };
}

export function toDevice(session: Session, currentId: SessionId): Device {
  return {
    id: session.id,
    deviceName: session.deviceName,
    createdAt: toTimestamp(session.createdAtMs),
    lastUsedAt: toTimestamp(session.lastUsedAtMs),
    isCurrent: session.id === currentId,
  };
}
