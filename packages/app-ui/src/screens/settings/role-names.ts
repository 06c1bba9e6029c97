import type { Role } from '@jetstream/api-contract';

export const roleNames = {
  administrator: 'settings.roleAdministrator',
  artist: 'settings.roleArtist',
  listener: 'settings.roleListener',
} as const satisfies Record<Role, string>;

export const roleHints = {
  administrator: 'settings.roleAdministratorText',
  artist: 'settings.roleArtistText',
  listener: 'settings.roleListenerText',
} as const satisfies Record<Role, string>;

export const roles: readonly Role[] = ['listener', 'artist', 'administrator'];
