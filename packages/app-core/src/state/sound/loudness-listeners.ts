import type { AppServices } from '#services/app-services.ts';
import { selectCurrentItem, selectFollowingItem } from '../player/player-selectors.ts';
import type { QueueItem } from '../player/queue-order.ts';
import type { AppStore } from '../store.ts';

/**
 * Has what plays and what waits brought to another level when the person chose where loudness comes from: once the server holds the
 * choice, since it answers by it.
 */
export function connectLoudness(store: AppStore, { audioSources, engine, settingsSync }: AppServices): () => void {
  let choices = 0;
  const level = async ({ track }: QueueItem, choice: number): Promise<void> => {
    const loudness = await audioSources.findLoudness(track).catch(() => undefined);
    // Out of reach: it plays on as it does. After another choice: that one levels it.
    if (loudness !== undefined && choice === choices) engine.setLoudness(track.id, loudness);
  };
  return settingsSync.on('saved', ({ change }) => {
    if (change.loudnessSource === undefined) return;
    choices += 1;
    audioSources.forgetDecisions();
    const state = store.getState();
    const items = new Set([selectCurrentItem(state), selectFollowingItem(state)]);
    for (const item of items) if (item) void level(item, choices);
  });
}
