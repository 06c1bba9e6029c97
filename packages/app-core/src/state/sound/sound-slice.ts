import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { OutputDevice } from '#services/audio/audio-engine.ts';
import type { HeardQuality } from '#services/audio/audio-media.ts';
import type { SleepTimer } from '#services/audio/sleep-timer.ts';
import type { AppState } from '../app-state.ts';
import {
  selectCurrentIndex,
  selectCurrentItem,
  selectFollowingItem,
  selectQueueItems,
} from '../player/player-selectors.ts';
import { indexOfItem } from '../player/queue-order.ts';
import { isSpokenWord } from './spoken-word.ts';

export type { SleepTimer } from '#services/audio/sleep-timer.ts';

/** How it sounds now; none of it outlives the page. */
export interface SoundState {
  /** What is heard, as the engine tells it; null while nothing is loaded. */
  quality: HeardQuality | null;
  outputDevices: readonly OutputDevice[];
  /** There are outputs to choose from, which the person has to let the app see. */
  areOutputsHidden: boolean;
  sleepTimer: SleepTimer | null;
  /** The sound sinks: the time of the sleep timer has all but come. */
  isFallingAsleep: boolean;
}

export const initialSoundState: SoundState = {
  quality: null,
  outputDevices: [],
  areOutputsHidden: false,
  sleepTimer: null,
  isFallingAsleep: false,
};

const slice = createSlice({
  name: 'sound',
  initialState: initialSoundState,
  reducers: {
    qualityChanged: (state, action: PayloadAction<HeardQuality | null>) => ({ ...state, quality: action.payload }),
    outputDevicesLoaded: (state, action: PayloadAction<Pick<SoundState, 'outputDevices' | 'areOutputsHidden'>>) => ({
      ...state,
      ...action.payload,
    }),
    sleepTimerChanged: (state, action: PayloadAction<SleepTimer | null>) => ({
      ...state,
      sleepTimer: action.payload,
      isFallingAsleep: false,
    }),
    sinkingBegan: (state) => ({ ...state, isFallingAsleep: true }),
  },
});

export const soundReducer = slice.reducer;
export const soundActions = slice.actions;

export const selectSoundQuality = (state: AppState): HeardQuality | null => state.sound.quality;
export const selectOutputDevices = (state: AppState): readonly OutputDevice[] => state.sound.outputDevices;
export const selectAreOutputsHidden = (state: AppState): boolean => state.sound.areOutputsHidden;
export const selectSleepTimer = (state: AppState): SleepTimer | null => state.sound.sleepTimer;
export const selectIsFallingAsleep = (state: AppState): boolean => state.sound.isFallingAsleep;

/** Whether what is loaded is spoken, which has a speed of its own. */
export function selectIsSpokenWord(state: AppState): boolean {
  const track = selectCurrentItem(state)?.track;
  return track !== undefined && isSpokenWord(track);
}
export const selectSpeed = (state: AppState): number =>
  state.settings.device[selectIsSpokenWord(state) ? 'spokenSpeed' : 'speed'];

/** Whether the sleep timer ends with the current item: nothing is to follow it by itself. */
export function selectIsLastBeforeSleep(state: AppState): boolean {
  const kind = state.sound.sleepTimer?.kind;
  if (kind === 'track-end') return true;
  if (kind !== 'album-end') return false;
  const albumId = selectCurrentItem(state)?.track.albumId ?? null;
  const following = selectFollowingItem(state);
  if (albumId === null || albumId !== following?.track.albumId) return true;
  // What is repeated would never end.
  return indexOfItem(selectQueueItems(state), following.itemId) <= selectCurrentIndex(state);
}
