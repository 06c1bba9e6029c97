import { isRecord } from '../storage/json-record.ts';
import { isSavedOrder, type SavedQueue } from './saved-queue.ts';
import type { TabStamp } from './tab-order.ts';

/** The queue of the tab that changed it or plays it, without files of this device: those are known to one page only. */
export interface QueueTold {
  kind: 'queue-told';
  stamp: TabStamp;
  /** Of what is current in it. */
  placeStamp: TabStamp;
  userId: string;
  isPlaying: boolean;
  queue: Pick<SavedQueue, 'items' | 'unshuffledItemIds' | 'currentItemId' | 'isShuffled' | 'repeat' | 'continuation'>;
}
/** The tab that plays has come to another item of the queue. */
export interface PlaceTold {
  kind: 'place-told';
  stamp: TabStamp;
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
const stampedKinds = ['playing-started', 'queue-asked', 'tab-there'] as const;
interface Stamped {
  kind: (typeof stampedKinds)[number];
  stamp: TabStamp;
}
const simpleKinds = ['signed-in', 'signed-out'] as const;
interface Simple {
  kind: (typeof simpleKinds)[number];
}

/** What tabs of this app on one device tell each other. */
export type TabMessage = Simple | Stamped | QueueTold | PlaceTold | SettingsChanged;

/** The other tabs; where there are none, nothing is heard. */
export interface TabChannel {
  /** Reaches all tabs but this one. */
  post(message: TabMessage): void;
  /** Returns the unsubscription. */
  onMessage(listener: (message: TabMessage) => void): () => void;
}

export function isTabMessage(value: unknown): value is TabMessage {
  if (!isRecord(value)) return false;
  const { kind, stamp, placeStamp, userId, itemId, queue, synced, device } = value;
  if (kind === 'queue-told')
    return [stamp, placeStamp].every(isStamp) && typeof userId === 'string' && isSavedOrder(queue);
  if (kind === 'place-told') return isStamp(stamp) && typeof userId === 'string' && typeof itemId === 'string';
  if (stampedKinds.some((stamped) => stamped === kind)) return isStamp(stamp);
  if (kind === 'settings-changed') return [synced, device].every((part) => part === undefined || isRecord(part));
  return simpleKinds.some((simple) => simple === kind);
}

const isStamp = (value: unknown): value is TabStamp =>
  isRecord(value) && Number.isSafeInteger(value['count']) && typeof value['tab'] === 'string';
