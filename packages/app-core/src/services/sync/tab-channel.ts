import { isRecord } from '../storage/json-record.ts';
import { isSavedOrder, type SavedQueue } from './saved-queue.ts';

/** The queue of the tab that changed it or plays it, without files of this device: those are known to one page only. */
export interface QueueTold {
  kind: 'queue-told';
  userId: string;
  isPlaying: boolean;
  queue: Pick<SavedQueue, 'items' | 'unshuffledItemIds' | 'currentItemId' | 'isShuffled' | 'repeat' | 'continuation'>;
}
/** The tab that plays has come to another item of the queue. */
export interface PlaceTold {
  kind: 'place-told';
  userId: string;
  itemId: string;
}
/** What a person chose in one tab, for all of them to sound and look by; each part as the state of settings has it. */
export interface SettingsChanged {
  kind: 'settings-changed';
  synced?: object;
  device?: object;
}
/** `queue-asked` comes from a tab that was opened; those that have nothing to tell it say that they are there. */
const simpleKinds = ['playing-started', 'queue-asked', 'tab-there', 'signed-in', 'signed-out'] as const;
type SimpleKind = (typeof simpleKinds)[number];

/** What tabs of this app on one device tell each other. */
export type TabMessage = { kind: SimpleKind } | QueueTold | PlaceTold | SettingsChanged;

/** The other tabs; where there are none, nothing is heard. */
export interface TabChannel {
  /** Reaches all tabs but this one. */
  post(message: TabMessage): void;
  /** Returns the unsubscription. */
  onMessage(listener: (message: TabMessage) => void): () => void;
}

export function isTabMessage(value: unknown): value is TabMessage {
  if (!isRecord(value)) return false;
  const { kind, userId, itemId, queue, synced, device } = value;
  if (kind === 'queue-told') return typeof userId === 'string' && isSavedOrder(queue);
  if (kind === 'place-told') return typeof userId === 'string' && typeof itemId === 'string';
  if (kind === 'settings-changed') return [synced, device].every((part) => part === undefined || isRecord(part));
  return simpleKinds.some((simple) => simple === kind);
}
