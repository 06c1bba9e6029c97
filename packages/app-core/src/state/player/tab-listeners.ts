import type { AppServices } from '#services/app-services.ts';
import type { AppStore } from '../store.ts';
import { pause } from './playback-thunks.ts';
import { takeAddedItems } from './queue-thunks.ts';

/** One tab sounds at a time: the one that was started last. What is added to the queue in another is added in that too. */
export function connectTabPlayback(store: AppStore, { engine, tabs }: AppServices): () => void {
  const subscriptions = [
    engine.on('playing', () => tabs.post({ kind: 'playing-started' })),
    tabs.onMessage((message) => {
      if (message.kind === 'playing-started') store.dispatch(pause());
      if (message.kind === 'items-added') store.dispatch(takeAddedItems(message));
    }),
  ];
  return () => {
    for (const stop of subscriptions) stop();
  };
}
