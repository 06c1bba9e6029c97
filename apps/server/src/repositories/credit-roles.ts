import { type CreditRole, creditRoles } from '#models/track.ts';

export const toRoleBits = (role: CreditRole): number => 1 << creditRoles.indexOf(role);

export const toRoles = (bits: number): CreditRole[] => creditRoles.filter((role) => (bits & toRoleBits(role)) !== 0);

export const MAIN_ROLE = toRoleBits('artist');
