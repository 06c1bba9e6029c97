import type { AppServices } from '#services/app-services.ts';
import type { AppStore } from '../store.ts';
import { pause } from './playback-thunks.ts';

/** One tab sounds at a time: the one that was started last. */
export function connectTabPlayback(store: AppStore, { engine, tabs }: AppServices): () => void {
  const subscriptions = [
    engine.on('playing', () => tabs.post({ kind: 'playing-started' })),
    tabs.onMessage(({ kind }) => {
      if (kind === 'playing-started') store.dispatch(pause());
    }),
  ];
  return () => {
    for (const stop of subscriptions) stop();
  };
}
