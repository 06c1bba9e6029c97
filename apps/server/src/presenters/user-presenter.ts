import type { User as PublicUser } from '@jetstream/api-contract';
import type { User } from '#models/user.ts';
import { toTimestamp, toOptionalTimestamp } from './timestamp.ts';

export function toPublicUser(user: User): PublicUser {
  return {
    id: user.id,
    name: user.name,
    role: user.role,
    createdAt: toTimestamp(user.createdAtMs),
    lastSeenAt: toOptionalTimestamp(user.lastSeenAtMs),
  };
}
