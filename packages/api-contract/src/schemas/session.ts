import { z } from 'zod';
import { id, timestamp, line } from './primitives.ts';
import { password, user, userName } from './user.ts';

export const credentials = z.strictObject({
  name: z.string().min(1).max(64),
  password: z.string().min(1).max(200),
  deviceName: line(120).optional(),
});

/**
 * `accessToken` (minutes) goes in `Authorization: Bearer`. `mediaToken` (an hour) opens streams and covers only; browsers
 * get it as an HttpOnly cookie too. `refreshToken` is null for browsers, which hold it in an HttpOnly cookie.
 */
export const session = z
  .object({
    accessToken: z.string(),
    accessTokenExpiresAt: timestamp,
    mediaToken: z.string(),
    mediaTokenExpiresAt: timestamp,
    refreshToken: z.string().nullable(),
    user,
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof session>;

/** Clients without a cookie jar ask for the refresh token in the body by sending `tokenDelivery: 'body'`. */
export const tokenDelivery = z.enum(['cookie', 'body']).default('cookie');
export const loginBody = credentials.extend({ tokenDelivery });
export const refreshBody = z.strictObject({ refreshToken: z.string().max(400).optional() });

export const device = z
  .object({ id, deviceName: z.string(), createdAt: timestamp, lastUsedAt: timestamp, isCurrent: z.boolean() })
  .meta({ id: 'Device' });
export type Device = z.infer<typeof device>;

export const setupBody = z.strictObject({
  name: userName,
  password,
  tokenDelivery,
  deviceName: line(120).optional(),
});
