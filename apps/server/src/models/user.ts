import type { GainSource } from '@jetstream/audio-analysis';
import type { UserId } from './ids.ts';

export type Role = 'administrator' | 'artist' | 'listener';

export interface User {
  id: UserId;
  name: string;
  /** Folded name: two users may not share it. */
  nameKey: string;
  role: Role;
  passwordHash: string;
  createdAtMs: number;
  lastSeenAtMs: number | null;
  /** Raised when the password changes: access tokens of an older generation are refused. */
  credentialGeneration: number;
}

export interface UserSettings {
  theme: 'system' | 'light' | 'dark' | 'black';
  locale: 'system' | 'en' | 'de';
  isDense: boolean;
  isReducedMotion: boolean;
  levelling: 'auto' | 'track' | 'album' | 'off';
  levellingPreampDb: number;
  loudnessSource: GainSource;
  crossfadeSeconds: number;
}

export const defaultUserSettings: UserSettings = Object.freeze({
  theme: 'system',
  locale: 'system',
  isDense: false,
  isReducedMotion: false,
  levelling: 'auto',
  levellingPreampDb: 0,
  loudnessSource: 'tags',
  crossfadeSeconds: 0,
});

/** Names that differ only in case, width or composition are the same name. */
export const toNameKey = (name: string): string => name.normalize('NFKC').trim().toLowerCase();
