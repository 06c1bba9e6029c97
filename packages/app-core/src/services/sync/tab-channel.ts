import { isRecord } from '../storage/json-record.ts';
import type { SavedQueueItem } from './saved-queue.ts';

/** What a person added to the queue in one tab, for the one that plays. */
export interface ItemsAdded {
  kind: 'items-added';
  place: 'next' | 'last';
  items: readonly SavedQueueItem[];
}
/** What a person chose in one tab, for all of them to sound and look by; each part as the state of settings has it. */
export interface SettingsChanged {
  kind: 'settings-changed';
  synced?: object;
  device?: object;
}
/** What tabs of this app on one device tell each other. */
export type TabMessage =
  | { kind: 'playing-started' }
  | { kind: 'signed-in' }
  | { kind: 'signed-out' }
  | ItemsAdded
  | SettingsChanged;

/** The other tabs; where there are none, nothing is heard. */
export interface TabChannel {
  /** Reaches all tabs but this one. */
  post(message: TabMessage): void;
  /** Returns the unsubscription. */
  onMessage(listener: (message: TabMessage) => void): () => void;
}

export function isTabMessage(value: unknown): value is TabMessage {
  if (!isRecord(value)) return false;
  const { kind, place, items, synced, device } = value;
  if (kind === 'items-added') return (place === 'next' || place === 'last') && Array.isArray(items);
  if (kind === 'settings-changed') return [synced, device].every((part) => part === undefined || isRecord(part));
  return kind === 'playing-started' || kind === 'signed-in' || kind === 'signed-out';
}
