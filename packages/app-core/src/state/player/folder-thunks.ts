import type { FolderDetail, Track } from '@jetstream/api-contract';
import type { AppThunk } from '../app-state.ts';
import { libraryApi } from '../library/library-api.ts';
import { notify } from '../notices/notices-slice.ts';
import { chooseToPlay } from './playback-thunks.ts';
import type { QueueSource } from './queue-order.ts';
import { appendTracks, playTracks } from './queue-thunks.ts';
import { once, readOnce } from './read-once.ts';

/** A folder may be a whole library: no more than this is gathered from below it. */
const MOST_TRACKS = 1_000;
const MOST_FOLDERS = 300;

/**
 * Plays a folder with all that lies below it, in the order of the tree. In order, the first folder with tracks sounds at
 * once and the rest comes behind; shuffled, everything is gathered first.
 */
export function playFolder(folderId: string, { isShuffled = false } = {}): AppThunk<Promise<void>> {
  return async (dispatch, getState) => {
    let source: QueueSource | undefined;
    let firstItemId: string | undefined;
    const gathered: Track[] = [];
    const isWanted = dispatch(chooseToPlay());
    const start = (tracks: readonly Track[]): void => {
      dispatch(playTracks({ tracks, ...(source && { source }), isShuffled, startIndex: isShuffled ? undefined : 0 }));
      firstItemId = getState().player.items[0]?.itemId;
    };
    const isLeft = (): boolean =>
      firstItemId === undefined ? !isWanted() : !getState().player.items.some(({ itemId }) => itemId === firstItemId);
    const isWalked = await dispatch(
      walkFolders(folderId, ({ folder, tracks }) => {
        if (isLeft()) return false;
        source ??= folder ? { kind: 'folder', id: folder.id, title: folder.name } : undefined;
        const taken = tracks.slice(0, MOST_TRACKS - gathered.length);
        gathered.push(...taken);
        if (!isShuffled && taken.length > 0) {
          if (firstItemId === undefined) start(taken);
          else dispatch(appendTracks(taken, source));
        }
        return gathered.length < MOST_TRACKS;
      }),
    );
    if (isLeft()) return;
    if (gathered.length === 0 && isWalked) dispatch(notify({ kind: 'info', textKey: 'notices.nothingToPlay' }));
    else if (isShuffled && gathered.length > 0) start(gathered);
  };
}

/** Shows `visit` the folder and those below it, depth first, until it answers false. False when a folder did not come. */
function walkFolders(folderId: string, visit: (detail: FolderDetail) => boolean): AppThunk<Promise<boolean>> {
  return async (dispatch) => {
    const waiting = [folderId];
    for (let seen = 0; seen < MOST_FOLDERS; seen += 1) {
      const next = waiting.shift();
      if (next === undefined) return true;
      const query = libraryApi.endpoints.getFolder.initiate({ params: { folderId: next } }, once);
      const detail = await dispatch(readOnce(query));
      if (!detail) return false;
      if (!visit(detail)) return true;
      waiting.unshift(...detail.folders.filter(({ trackCount }) => trackCount > 0).map(({ id }) => id));
    }
    return true;
  };
}
