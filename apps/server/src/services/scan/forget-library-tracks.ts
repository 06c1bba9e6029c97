import type { LibraryId } from '#models/ids.ts';
import { CatalogueChanges } from './catalogue-changes.ts';
import type { ScanTools } from './scan-tools.ts';

const FOLDERS_PER_CALL = 100;

/** Marks all tracks of a library as missing and sums up what they counted for. */
export async function forgetLibraryTracks(tools: ScanTools, libraryId: LibraryId): Promise<void> {
  const { tracks } = tools.repositories;
  const changes = new CatalogueChanges(tools);
  const folderIds = await tracks.listOccupiedFolderIds(libraryId);
  for (let at = 0; at < folderIds.length; at += FOLDERS_PER_CALL) {
    const known = await tracks.listKnownFiles(libraryId, folderIds.slice(at, at + FOLDERS_PER_CALL));
    const ids = known.filter(({ isMissing }) => !isMissing).map(({ trackId }) => trackId);
    for (const track of await tracks.listTracksById(ids)) {
      changes.noteTrack(track);
      changes.noteLostPicture(track);
    }
    await tracks.updateMissing(ids, tools.clock.nowMs());
  }
  await changes.flush();
}
