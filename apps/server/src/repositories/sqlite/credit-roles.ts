import type { CreditRole } from '#models/track.ts';

/** Order is stored as bits: append only. */
const roles = [
  'artist',
  'album-artist',
  'composer',
  'lyricist',
  'conductor',
  'performer',
  'remixer',
  'producer',
  'arranger',
  'engineer',
  'mixer',
  'writer',
] as const satisfies CreditRole[];

export const toRoleBits = (role: CreditRole): number => 1 << roles.indexOf(role);

export const toRoles = (bits: number): CreditRole[] => roles.filter((role) => (bits & toRoleBits(role)) !== 0);

export const MAIN_ROLE = toRoleBits('artist');
