import type { CoverId, LibraryId } from './ids.ts';

/** Where the bytes of a picture are: inside an audio file, or a file of its own. `path` is relative to the library. */
export interface CoverSource {
  kind: 'embedded' | 'file';
  libraryId: LibraryId;
  path: string;
}

/** A picture, identified by the SHA-256 of its bytes. The last four are null until it was looked at. */
export interface Cover {
  id: CoverId;
  source: CoverSource;
  width: number | null;
  height: number | null;
  /** Data URI of a few hundred bytes. */
  placeholder: string | null;
  accent: { light: string; dark: string } | null;
  /** Why the picture cannot be shown; null while it can. */
  fault: string | null;
  analysedAtMs: number | null;
}
