import type { AlbumId, ArtistId, GenreId, TrackId } from '#models/ids.ts';

export interface CatalogueChange {
  sequence: number;
  trackIds: readonly TrackId[];
  albumIds: readonly AlbumId[];
  artistIds: readonly ArtistId[];
  genreIds: readonly GenreId[];
}

export interface CatalogueChanges {
  changes: CatalogueChange[];
  /** What to ask behind next time; it does not pass a change whose write may be going on. */
  next: number;
  /** False when changes behind the given sequence were forgotten: what is derived has to be built anew. */
  isComplete: boolean;
}

/** What changed in a catalogue of several servers, for whoever keeps something derived from it. */
export interface CatalogueChangeReader {
  listChanges(afterSequence: number, limit: number): Promise<CatalogueChanges>;
  /** Behind which a reader has to ask that now begins to read the whole catalogue. */
  findStart(): Promise<number>;
}

/** Keeps something derived from such a catalogue up to date, and looks at the changes now and then. */
export interface CatalogueFollower {
  /** Something may have changed: looks at once, not only when it would have. */
  lookNow(): void;
}
