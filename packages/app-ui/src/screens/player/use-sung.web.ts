import { selectPlayerStatus } from '@jetstream/app-core';
import { useAppSelector, usePositionSelector } from '@jetstream/app-core/hooks';
import { lastBegun } from './lyric-line.ts';

/** Browsers stop asking while the page is hidden. */
function observeFrames(onFrame: () => void): () => void {
  let request = requestAnimationFrame(function look() {
    onFrame();
    request = requestAnimationFrame(look);
  });
  return () => cancelAnimationFrame(request);
}

/** Index of the line or word that is sung, to the frame while it plays; -1 before the first. */
export function useSung(timed: readonly { startMs: number | null }[]): number {
  const isPlaying = useAppSelector(selectPlayerStatus) === 'playing';
  return usePositionSelector((positionMs) => lastBegun(timed, positionMs), isPlaying ? observeFrames : undefined);
}
