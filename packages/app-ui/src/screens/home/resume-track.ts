import { playAlbum, playTracks, seekTo, selectCurrentItem, togglePlay, type AppThunk } from '@jetstream/app-core';
import type { Track } from '@jetstream/api-contract';

/** Goes on where the track was left, with the rest of its album behind it. What is in the player already plays or pauses. */
export function resumeTrack({ track, positionMs }: { track: Track; positionMs: number }): AppThunk<Promise<void>> {
  return async (dispatch, getState) => {
    if (selectCurrentItem(getState())?.track.id === track.id) {
      dispatch(togglePlay());
      return;
    }
    if (track.albumId === null) dispatch(playTracks({ tracks: [track] }));
    else await dispatch(playAlbum(track.albumId, { startTrackId: track.id }));
    if (selectCurrentItem(getState())?.track.id === track.id) dispatch(seekTo(positionMs));
  };
}
