import { useCallback, useMemo, useRef, useSyncExternalStore } from 'react';
import type { AudioEngine, AudioEngineEventName, TimeRangeMs } from '../services/audio/audio-engine.ts';
import { selectCurrentItem } from '../state/player/player-selectors.ts';
import { useApp, useAppSelector } from './AppProvider.tsx';

export interface PlaybackPosition {
  positionMs: number;
  durationMs: number;
  bufferedRanges: readonly TimeRangeMs[];
}

/**
 * Where the current track stands, by subscription to the engine. `intervalMs` is the grain: within it the position counts
 * as the same and nothing renders (1000 for a clock of seconds).
 */
export function usePlaybackPosition({ intervalMs = 250 }: { intervalMs?: number } = {}): PlaybackPosition {
  const { engine } = useApp();
  const current = useAppSelector(selectCurrentItem);
  const last = useRef<PlaybackPosition | null>(null);
  const subscribe = useCallback((onChange: () => void) => onPositionChange(engine, onChange), [engine]);
  const hasCurrent = current !== undefined;
  const catalogueDurationMs = current?.track.durationMs ?? 0;
  const read = useCallback((): PlaybackPosition => {
    const next = {
      positionMs: hasCurrent ? Math.floor(engine.positionMs / intervalMs) * intervalMs : 0,
      durationMs: hasCurrent ? shownDurationMs(engine.durationMs, catalogueDurationMs) : 0,
      bufferedRanges: engine.bufferedRanges,
    };
    const previous = last.current;
    const isSame =
      previous?.positionMs === next.positionMs &&
      previous.durationMs === next.durationMs &&
      previous.bufferedRanges === next.bufferedRanges;
    if (previous && isSame) return previous;
    last.current = next;
    return next;
  }, [engine, intervalMs, hasCurrent, catalogueDurationMs]);
  return useSyncExternalStore(subscribe, read, read);
}

/** Decoders and files differ by some milliseconds: within a second the lists are right, so that no other length stands in the player. */
function shownDurationMs(heardMs: number, catalogueMs: number): number {
  return heardMs === 0 || Math.abs(heardMs - catalogueMs) < 1_000 ? catalogueMs : heardMs;
}

const eventNames = [
  'progressed',
  'seeked',
  'loading',
  'advanced',
  'durationKnown',
  'bufferedChanged',
  'paused',
] as const satisfies readonly AudioEngineEventName[];

function onPositionChange(engine: AudioEngine, onChange: () => void): () => void {
  const subscriptions = eventNames.map((name) => engine.on(name, onChange));
  return () => subscriptions.forEach((unsubscribe) => unsubscribe());
}

/**
 * What `select` makes of the position: renders only when that is another. The engine tells the position a few times a second;
 * `observeFrames`, kept the same between renders, asks more often where that is too coarse.
 */
export function usePositionSelector(
  select: (positionMs: number) => number,
  observeFrames?: (onFrame: () => void) => () => void,
): number {
  const { engine } = useApp();
  const hasCurrent = useAppSelector(selectCurrentItem) !== undefined;
  const subscribe = useCallback(
    (onChange: () => void) => {
      const subscriptions = [onPositionChange(engine, onChange), observeFrames?.(onChange)];
      return () => subscriptions.forEach((unsubscribe) => unsubscribe?.());
    },
    [engine, observeFrames],
  );
  const read = () => select(hasCurrent ? engine.positionMs : 0);
  return useSyncExternalStore(subscribe, read, read);
}

/** 0 to 1, for thin progress bars. */
export function usePlaybackFraction({ intervalMs = 500 }: { intervalMs?: number } = {}): number {
  const { positionMs, durationMs } = usePlaybackPosition({ intervalMs });
  return useMemo(() => (durationMs > 0 ? Math.min(1, positionMs / durationMs) : 0), [positionMs, durationMs]);
}
