import { hash } from 'node:crypto';
import type { AlbumId, ArtistId, CoverId, FolderId, GenreId, LibraryId } from './ids.ts';
import { foldText } from './sort-key.ts';

const ID_LENGTH = 20;

/** Ids of what tags and paths name are made from the name, so that every scan, and every store, gives the same. */
const toId = <Id extends string>(...parts: string[]): Id => {
  // Ids keep to letters and digits: base64url without its two symbols, from a hash long enough to spare them.
  const digest = hash('sha256', parts.join('\u0000'), 'base64url').replace(/[-_]/g, '');
  return digest.slice(0, ID_LENGTH) as Id;
};

export const toFolderId = (libraryId: LibraryId, path: string): FolderId => toId<FolderId>('folder', libraryId, path);

/** Artists whose names differ only in case, marks or punctuation are one. */
export const toArtistId = (name: string): ArtistId => toId<ArtistId>('artist', foldText(name));

export const toGenreId = (name: string): GenreId => toId<GenreId>('genre', foldText(name));

export const toCoverId = (bytes: Uint8Array): CoverId => hash('sha256', bytes, 'base64url').slice(0, 32) as CoverId;

export interface AlbumNaming {
  title: string;
  albumArtist: string | null;
  isCompilation: boolean;
  releaseId: string | null;
  /** From a tag that names the release's date, not the recording's. */
  releaseDate: string | null;
  /** The folder of the album (above the folders of its discs). */
  folderId: FolderId;
}

/**
 * Which album a track belongs to. A MusicBrainz release is one album. Otherwise the title and the album artist say it, with
 * the release date where it is tagged (two editions of one title stay apart); a compilation without album artist is by
 * various artists. Without any of these, tracks of one folder that name the same album belong together, whoever plays.
 */
export function toAlbumId(naming: AlbumNaming): AlbumId {
  if (naming.releaseId !== null) return toId<AlbumId>('album', 'release', naming.releaseId);
  const title = foldText(naming.title);
  const edition = naming.releaseDate ?? '';
  if (naming.albumArtist !== null)
    return toId<AlbumId>('album', 'artist', foldText(naming.albumArtist), title, edition);
  if (naming.isCompilation) return toId<AlbumId>('album', 'artist', foldText('Various Artists'), title, edition);
  return toId<AlbumId>('album', 'folder', naming.folderId, title);
}
