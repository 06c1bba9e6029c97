import type { PlaybackQuality } from '@jetstream/api-contract';
import { EQUALIZER_LIMIT_DB, equalizerPresets, type EqualizerPreset } from '#services/audio/equalizer.ts';
import type { AppThunk } from '../app-state.ts';
import { notify } from '../notices/notices-slice.ts';
import { changeDevice } from '../settings/settings-thunks.ts';
import { selectIsSpokenWord, selectSpeed, soundActions, type SleepTimer } from './sound-slice.ts';

/** In steps that people tell apart; the engine takes what is between as well. */
export const speeds = [0.5, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const;

/** Of music or of spoken word, whichever is loaded. */
export function setSpeed(speed: number): AppThunk {
  return (dispatch, getState) => {
    const limited = Math.min(3, Math.max(0.5, speed));
    dispatch(changeDevice(selectIsSpokenWord(getState()) ? { spokenSpeed: limited } : { speed: limited }));
  };
}

/** To the next of `speeds` in this direction, which a notice tells. */
export function stepSpeed(direction: 1 | -1): AppThunk {
  return (dispatch, getState) => {
    const speed = selectSpeed(getState());
    const next =
      direction > 0 ? speeds.find((other) => other > speed + 0.001) : speeds.findLast((other) => other < speed - 0.001);
    if (next === undefined) return;
    dispatch(setSpeed(next));
    dispatch(notify({ kind: 'info', textKey: 'notices.speedIs', params: { value: next } }));
  };
}

/** `minutes` from now, with the track or the album; null for never. */
export function setSleepTimer(choice: { minutes: number } | 'track-end' | 'album-end' | null): AppThunk {
  return (dispatch, _getState, { environment }) => {
    const timer: SleepTimer | null =
      choice === null || typeof choice === 'string'
        ? choice && { kind: choice }
        : { kind: 'time', endsAtMs: environment.nowMs() + choice.minutes * 60_000 };
    dispatch(soundActions.sleepTimerChanged(timer));
  };
}

export function setEqualizerOn(isOn: boolean): AppThunk {
  return (dispatch, getState) => {
    dispatch(changeDevice({ equalizer: { ...getState().settings.device.equalizer, isOn } }));
  };
}

export function setEqualizerPreset(preset: EqualizerPreset): AppThunk {
  return changeDevice({ equalizer: { isOn: true, preset, gainsDb: equalizerPresets[preset] } });
}

export function setEqualizerBand(band: number, gainDb: number): AppThunk {
  return (dispatch, getState) => {
    const limited = Math.min(EQUALIZER_LIMIT_DB, Math.max(-EQUALIZER_LIMIT_DB, gainDb));
    const gainsDb = getState().settings.device.equalizer.gainsDb.with(band, limited);
    dispatch(changeDevice({ equalizer: { isOn: true, preset: 'custom', gainsDb } }));
  };
}

export function setQualityFor(network: 'unmetered' | 'metered', quality: PlaybackQuality): AppThunk {
  return (dispatch, getState) => {
    dispatch(changeDevice({ quality: { ...getState().settings.device.quality, [network]: quality } }));
  };
}

export const setOutputDevice = (outputDeviceId: string | null): AppThunk => changeDevice({ outputDeviceId });

export function loadOutputDevices(): AppThunk<Promise<void>> {
  return async (dispatch, _getState, { engine }) => {
    const outputDevices = await engine.listOutputDevices();
    const areOutputsHidden = outputDevices.length === 0 && engine.canChooseOutput();
    dispatch(soundActions.outputDevicesLoaded({ outputDevices, areOutputsHidden }));
  };
}

/** Asks the person to let the app see the outputs, and says what to do when that is refused. */
export function revealOutputDevices(): AppThunk<Promise<void>> {
  return async (dispatch, _getState, { engine }) => {
    const isRevealed = await engine.revealOutputDevices();
    await dispatch(loadOutputDevices());
    if (!isRevealed) dispatch(notify({ kind: 'error', textKey: 'notices.outputsRefused' }));
  };
}
