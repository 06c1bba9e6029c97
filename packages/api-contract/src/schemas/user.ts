import { z } from 'zod';
import { id, timestamp } from './primitives.ts';

export const role = z.enum(['administrator', 'artist', 'listener']);
export type Role = z.infer<typeof role>;

export const userName = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u, 'must not contain control characters');
/** bcrypt reads 72 bytes: a longer password would silently be cut, so it is refused. */
export const password = z
  .string()
  .min(8)
  .max(72)
  .refine((text) => new TextEncoder().encode(text).length <= 72, 'must be at most 72 bytes in UTF-8');

export const user = z
  .object({ id, name: z.string(), role, createdAt: timestamp, lastSeenAt: timestamp.nullable() })
  .meta({ id: 'User' });
export type User = z.infer<typeof user>;

export const userCreate = z.strictObject({ name: userName, password, role: role.default('listener') });
export const userUpdate = z.strictObject({
  name: userName.optional(),
  role: role.optional(),
  password: password.optional(),
});
export const passwordChange = z.strictObject({ currentPassword: z.string().max(200), newPassword: password });

export const settings = z
  .object({
    theme: z.enum(['system', 'light', 'dark', 'black']),
    locale: z.enum(['system', 'en', 'de']),
    isDense: z.boolean(),
    isReducedMotion: z.boolean(),
    /** Brings tracks to one loudness, each by itself or all of an album alike. */
    levelling: z.enum(['auto', 'track', 'album', 'off']),
    levellingPreampDb: z.number().min(-15).max(15),
    /** Which of the two counts where a track has both. */
    loudnessSource: z.enum(['tags', 'measured']),
    /** 0 joins tracks without a gap. */
    crossfadeSeconds: z.int().min(0).max(12),
  })
  .meta({ id: 'Settings' });
export type Settings = z.infer<typeof settings>;
export const settingsUpdate = settings.partial().strict();
