import type { AlbumId, ArtistId, CoverId, GenreId } from './ids.ts';

/** A release, summed up from its present tracks; it goes when the last of them does and comes back with the same id. */
export interface Album {
  id: AlbumId;
  title: string;
  titleKey: string;
  artistCredit: string;
  artistKey: string;
  artists: { id: ArtistId; name: string }[];
  year: number | null;
  releaseDate: string | null;
  originalDate: string | null;
  genres: { id: GenreId; name: string }[];
  isCompilation: boolean;
  trackCount: number;
  discCount: number;
  discTitles: { discNumber: number; title: string }[];
  durationMs: number;
  sizeBytes: number;
  coverId: CoverId | null;
  musicBrainzReleaseId: string | null;
  /** When its first track came. */
  addedAtMs: number;
}
