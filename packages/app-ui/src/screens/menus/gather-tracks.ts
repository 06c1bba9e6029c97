import { addToQueue, libraryApi, notify, playNext, type AppThunk } from '@jetstream/app-core';
import type { Track } from '@jetstream/api-contract';

const once = { subscribe: false } as const;
/** As many as a page of the API holds. */
const mostTracks = 500;

export type TrackCollection = { kind: 'album' | 'artist' | 'genre'; id: string };

/** The tracks of an album, artist or genre in album order; a notice and no tracks when they cannot be fetched. */
export function gatherTracks({ kind, id }: TrackCollection): AppThunk<Promise<readonly Track[]>> {
  return async (dispatch) => {
    const { getAlbum, listTracks } = libraryApi.endpoints;
    const filter = kind === 'artist' ? { artistId: id } : { genreId: id };
    const tracks =
      kind === 'album'
        ? (await dispatch(getAlbum.initiate({ params: { albumId: id } }, once))).data?.tracks
        : (await dispatch(listTracks.initiate({ query: { ...filter, sort: 'album', limit: mostTracks } }, once))).data
            ?.items;
    if (!tracks) dispatch(notify({ kind: 'error', textKey: 'notices.loadFailed' }));
    return tracks ?? [];
  };
}

/** Queues a whole album, artist or genre: after the current track or at the end. */
export function queueAll(collection: TrackCollection, mode: 'next' | 'last'): AppThunk<Promise<void>> {
  return async (dispatch) => {
    const tracks = (await dispatch(gatherTracks(collection))).filter((track) => !track.isMissing);
    if (tracks.length > 0) dispatch(mode === 'next' ? playNext(tracks) : addToQueue(tracks));
  };
}
