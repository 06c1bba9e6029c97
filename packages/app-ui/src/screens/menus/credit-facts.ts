import type { CreditRole, TrackDetail } from '@jetstream/api-contract';
import type { TextKey } from '#locale/dictionary.ts';

export const roleKeys = {
  artist: 'menus.roleArtist',
  'album-artist': 'menus.roleAlbumArtist',
  composer: 'menus.roleComposer',
  lyricist: 'menus.roleLyricist',
  conductor: 'menus.roleConductor',
  performer: 'menus.rolePerformer',
  remixer: 'menus.roleRemixer',
  producer: 'menus.roleProducer',
  arranger: 'menus.roleArranger',
  engineer: 'menus.roleEngineer',
  mixer: 'menus.roleMixer',
  writer: 'menus.roleWriter',
} as const satisfies Record<CreditRole, TextKey>;

export interface CreditLine {
  role: CreditRole;
  people: { id: string; name: string; detail: string | null }[];
}

/** The people by role, in the order in which the file names the roles; nobody twice in one role. */
export function groupCredits(credits: TrackDetail['credits']): CreditLine[] {
  const lines = new Map<CreditRole, CreditLine>();
  for (const { artist, role, detail } of credits) {
    const line = lines.get(role) ?? { role, people: [] };
    lines.set(role, line);
    if (!line.people.some((person) => person.id === artist.id && person.detail === detail))
      line.people.push({ ...artist, detail });
  }
  return [...lines.values()];
}
