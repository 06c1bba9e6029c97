import type { Track } from '@jetstream/api-contract';
import type { AppThunk } from '../app-state.ts';
import { playerActions } from './player-slice.ts';
import { hasOtherSound } from './queue-order.ts';

/** What is out of reach is told again with the next change, or when the line is back. */
export function refreshTracks(trackIds: readonly string[]): AppThunk<Promise<void>> {
  return async (dispatch, _getState, { api }) => {
    const { data } = await api.request('listTracksById', { query: { ids: trackIds.join(',') } });
    if (data) dispatch(retellTracks(data.tracks));
  };
}

/** Takes over what the server says of tracks now. Where the file is another one, it is asked anew how that is played. */
export function retellTracks(tracks: readonly Track[]): AppThunk {
  return (dispatch, getState, { audioSources }) => {
    const told = new Map(tracks.map((track) => [track.id, track]));
    const { items, replacement } = getState().player;
    const known = items.map(({ track }) => (track.id === replacement?.id ? replacement : track));
    const replaced = known.filter((track) => hasOtherSound(track, told.get(track.id)));
    audioSources.forgetDecisions(replaced.map(({ id }) => id));
    dispatch(playerActions.tracksRetold(tracks));
  };
}
