import type { Track } from '#models/track.ts';
import { mainArtists } from '#models/track.ts';
import { toRoleBits } from '../credit-roles.ts';
import { type TrackDocument, withoutKeys } from './documents.ts';

const OWN_KEYS = ['isPresent', 'keys', 'artistIds', 'mainArtistIds', 'genreIds', 'roles', 'leftAlbumId'] as const;

/** What a page of tracks does not have to carry. */
export const trackProjection = Object.fromEntries(OWN_KEYS.filter((key) => key !== 'keys').map((key) => [key, 0]));

export const toTrack = (document: TrackDocument): Track => withoutKeys(document, OWN_KEYS);

/** Orders an album's tracks: discs, then numbers on them. */
const toPosition = ({ discNumber, trackNumber }: Track) => (discNumber ?? 1) * 100_000 + (trackNumber ?? 0);

export function toTrackDocument({ id, ...track }: Track, leftAlbumId: TrackDocument['leftAlbumId']): TrackDocument {
  const roles = rolesByArtist(track);
  return {
    _id: id,
    ...track,
    isPresent: track.missingSinceMs === null,
    keys: { album: track.albumId ?? '', position: toPosition({ id, ...track }), year: track.year ?? 0 },
    artistIds: [...roles.keys()],
    mainArtistIds: [...new Set(mainArtists(track).map((artist) => artist.id))],
    genreIds: [...new Set(track.genres.map((genre) => genre.id))],
    roles: [...roles].map(([artistId, bits]) => `${artistId} ${bits}`),
    leftAlbumId,
  };
}

function rolesByArtist({ credits }: Pick<Track, 'credits'>) {
  const roles = new Map<Track['credits'][number]['artistId'], number>();
  for (const { artistId, role } of credits) roles.set(artistId, (roles.get(artistId) ?? 0) | toRoleBits(role));
  return roles;
}
