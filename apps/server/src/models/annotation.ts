import type { AlbumId, ArtistId, TrackId, UserId } from './ids.ts';

export type AnnotatedKind = 'track' | 'album' | 'artist';
export type AnnotatedId = TrackId | AlbumId | ArtistId;

/** What one user did with one item. `rating` is 1 to 5, 0 when unrated. */
export interface Annotation {
  userId: UserId;
  kind: AnnotatedKind;
  itemId: AnnotatedId;
  starredAtMs: number | null;
  rating: number;
  playCount: number;
  lastPlayedAtMs: number | null;
}
