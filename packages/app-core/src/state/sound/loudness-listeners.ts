import type { Settings } from '@jetstream/api-contract';
import type { AppServices } from '#services/app-services.ts';
import { selectCurrentItem, selectFollowingItem } from '../player/player-selectors.ts';
import type { QueueItem } from '../player/queue-order.ts';
import type { AppStore } from '../store.ts';

/**
 * Has what plays and what waits brought to another level when the person chose, here or elsewhere, where loudness comes from: once the
 * server holds the choice, since it answers by it.
 */
export function connectLoudness(store: AppStore, { audioSources, engine, settingsSync }: AppServices): () => void {
  let held: Settings['loudnessSource'] | undefined;
  let choices = 0;
  const level = async ({ track }: QueueItem, choice: number): Promise<void> => {
    const loudness = await audioSources.findLoudness(track).catch(() => undefined);
    // Out of reach: it plays on as it does. After another choice: that one levels it.
    if (loudness !== undefined && choice === choices) engine.setLoudness(track.id, loudness);
  };
  const levelAnew = (): void => {
    choices += 1;
    audioSources.forgetDecisions();
    const state = store.getState();
    const items = new Set([selectCurrentItem(state), selectFollowingItem(state)]);
    for (const item of items) if (item) void level(item, choices);
  };
  const subscriptions = [
    settingsSync.on('saved', ({ change: { loudnessSource } }) => {
      if (loudnessSource === undefined || loudnessSource === held) return;
      held = loudnessSource;
      levelAnew();
    }),
    settingsSync.on('loaded', ({ settings: { loudnessSource } }) => {
      const isOther = held !== undefined && loudnessSource !== held;
      held = loudnessSource;
      if (isOther) levelAnew();
    }),
  ];
  return () => {
    for (const stop of subscriptions) stop();
  };
}
