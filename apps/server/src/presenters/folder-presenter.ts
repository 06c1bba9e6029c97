import type { Folder as PublicFolder, FolderDetail as PublicFolderDetail } from '@jetstream/api-contract';
import type { Folder } from '#models/library.ts';
import type { Surroundings } from '#models/surroundings.ts';
import type { Track } from '#models/track.ts';
import { toTrack } from './track-presenter.ts';

const toFolder = ({ id, name, libraryId, parentId, trackCount }: Folder): PublicFolder => ({
  id,
  name,
  libraryId,
  parentId,
  trackCount,
});

interface FolderParts {
  folder: Folder | null;
  ancestors: readonly Folder[];
  folders: readonly Folder[];
  tracks: readonly Track[];
}

export const toFolderDetail = (parts: FolderParts, surroundings: Surroundings): PublicFolderDetail => ({
  folder: parts.folder && toFolder(parts.folder),
  ancestors: parts.ancestors.map(toFolder),
  folders: parts.folders.map(toFolder),
  tracks: parts.tracks.map((track) => toTrack(track, surroundings)),
});
