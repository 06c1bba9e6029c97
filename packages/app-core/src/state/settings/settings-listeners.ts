import type { AppServices } from '#services/app-services.ts';
import type { AppStore } from '../store.ts';
import { followSettings, loadSettings } from './settings-thunks.ts';

/** What the person chooses on another device, or in another tab, holds here at once. */
export function connectSettings({ dispatch }: AppStore, { api, tabs }: AppServices): () => void {
  const subscriptions = [
    api.on('serverEvent', ({ type }) => {
      if (type === 'settings-changed') void dispatch(loadSettings());
    }),
    // What was chosen elsewhere while the line was down is unknown.
    api.on('eventsOpened', ({ isResumed }) => {
      if (isResumed) void dispatch(loadSettings());
    }),
    tabs.onMessage((message) => {
      if (message.kind === 'settings-changed') dispatch(followSettings(message));
    }),
  ];
  return () => {
    for (const stop of subscriptions) stop();
  };
}
