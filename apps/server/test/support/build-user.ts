import type { UserId } from '#models/ids.ts';
import { toNameKey, type User } from '#models/user.ts';

export const buildUser = (name: string): User => ({
  id: `user-${name}` as UserId,
  name,
  nameKey: toNameKey(name),
  role: 'listener',
  passwordHash: 'hash',
  createdAtMs: 1,
  lastSeenAtMs: null,
  credentialGeneration: 0,
});
