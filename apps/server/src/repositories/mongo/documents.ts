import type { Album } from '#models/album.ts';
import type { Artist, Genre } from '#models/artist.ts';
import type { Cover } from '#models/cover.ts';
import type { AlbumId, ArtistId, CoverId, FolderId, GenreId, LibraryId, ScanId, TrackId } from '#models/ids.ts';
import type { Folder, Library } from '#models/library.ts';
import type { Scan, ScanFailure } from '#models/scan.ts';
import type { StoredLyrics } from '#models/lyrics.ts';
import type { Track } from '#models/track.ts';

/** A model as a document: its id is the key, and what is only there for lists and look-ups stands beside it. */
type Stored<Model extends { id: string }, Id extends string> = Omit<Model, 'id'> & { _id: Id };

export type LibraryDocument = Stored<Library, LibraryId>;

export interface FolderDocument extends Stored<Omit<Folder, 'parentId'>, FolderId> {
  /** Empty for a library's own folder: an index does not order null. */
  parentId: FolderId | '';
  isShown: boolean;
  /** What the folder held on disk when its tracks last agreed with it; empty when that is not known. */
  listingKey: string;
}

export interface TrackDocument extends Stored<Track, TrackId> {
  isPresent: boolean;
  /** Absent years and albums are 0 and '': comparisons keep to one type. */
  keys: { album: AlbumId | ''; position: number; year: number };
  artistIds: ArtistId[];
  mainArtistIds: ArtistId[];
  genreIds: GenreId[];
  /** An artist's id and the bits of all roles on this track, as one text to group by. */
  roles: string[];
  /** The album it was in before other tags took it elsewhere, until what people said about that one has followed; else ''. */
  leftAlbumId: AlbumId | '';
}

export type LyricsDocument = StoredLyrics & { _id: TrackId };

export interface AlbumDocument extends Stored<Album, AlbumId> {
  keys: { year: number };
  shuffleKey: number;
  /** Whom it is credited to, and who else has a track on it. */
  creditedIds: ArtistId[];
  appearingIds: ArtistId[];
  genreIds: GenreId[];
  libraryIds: LibraryId[];
}

export interface ArtistDocument extends Stored<Omit<Artist, 'roles'>, ArtistId> {
  roleBits: number;
  isShown: boolean;
  isAlbumArtist: boolean;
}

export interface GenreDocument extends Stored<Genre, GenreId> {
  isShown: boolean;
}

export interface CoverDocument extends Stored<Cover, CoverId> {
  isAnalysed: boolean;
  /** Absent while something shows it, as far as was asked. */
  unusedSinceMs?: number;
}

export interface ScanDocument extends Stored<Scan, ScanId> {
  /** Counts up with each new scan. */
  sequence: number;
  isUnfinished: boolean;
}

export interface FailureDocument extends ScanFailure {
  /** Library and path: there is one failure for both. */
  _id: string;
}

/** The model in a document, without what stands beside it. */
export function withoutKeys<Id extends string, Document extends { _id: Id }, Key extends keyof Document>(
  document: Document,
  keys: readonly Key[],
): Omit<Document, Key | '_id'> & { id: Document['_id'] } {
  const { _id: id, ...rest } = document;
  const model: Record<string, unknown> = { id, ...rest };
  for (const key of keys) delete model[String(key)];
  return model as Omit<Document, Key | '_id'> & { id: Document['_id'] };
}

/** Brings documents that came in any order into the order of `ids`; ids without one are left out. */
export function inOrderOf<T extends { id: string }>(ids: readonly string[], models: readonly T[]): T[] {
  const byId = new Map(models.map((model) => [model.id, model]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
