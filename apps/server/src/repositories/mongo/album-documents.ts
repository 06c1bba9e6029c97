import type { Album } from '#models/album.ts';
import type { ArtistId } from '#models/ids.ts';
import { toShuffleKey } from '#models/shuffle.ts';
import type { Track } from '#models/track.ts';
import { type AlbumDocument, withoutKeys } from './documents.ts';

const OWN_KEYS = ['keys', 'shuffleKey', 'creditedIds', 'appearingIds', 'genreIds', 'libraryIds'] as const;

export const toAlbum = (document: AlbumDocument): Album => withoutKeys(document, OWN_KEYS);

export function toAlbumDocument({ id, ...album }: Album, tracks: readonly Track[]): AlbumDocument {
  const credited = new Set<ArtistId>(album.artists.map((artist) => artist.id));
  const playing = new Set<ArtistId>(tracks.flatMap(({ credits }) => credits.map(({ artistId }) => artistId)));
  return {
    _id: id,
    ...album,
    keys: { year: album.year ?? 0 },
    shuffleKey: toShuffleKey(id),
    creditedIds: [...credited],
    appearingIds: [...playing.difference(credited)],
    genreIds: [...new Set(album.genres.map((genre) => genre.id))],
    libraryIds: [...new Set(tracks.map(({ libraryId }) => libraryId))],
  };
}
