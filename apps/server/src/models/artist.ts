import type { ArtistId, CoverId, GenreId } from './ids.ts';
import type { CreditRole } from './track.ts';

export interface Artist {
  id: ArtistId;
  name: string;
  sortName: string;
  /** Folded `sortName`. */
  nameKey: string;
  musicBrainzArtistId: string | null;
  roles: CreditRole[];
  /** Albums credited to the artist; 0 for guests and composers. */
  albumCount: number;
  trackCount: number;
  coverId: CoverId | null;
}

export interface Genre {
  id: GenreId;
  name: string;
  nameKey: string;
  trackCount: number;
  albumCount: number;
  /** Up to four. */
  coverIds: CoverId[];
}
