import type { RepeatMode, Track } from '@jetstream/api-contract';
import { isRecord } from '../storage/json-record.ts';

export interface SavedQueueItem {
  itemId: string;
  track: Track;
}

/** The queue as it is kept on this device. `isPartial`: too long to keep whole, these are the items around the current one. */
export interface SavedQueue {
  version: 1;
  items: readonly SavedQueueItem[];
  unshuffledItemIds: readonly string[];
  currentItemId: string | null;
  isShuffled: boolean;
  repeat: RepeatMode;
  isPartial: boolean;
  savedAtMs: number;
  /** How the queue goes on past its last item; opaque here. */
  continuation?: unknown;
}

export interface SavedPosition {
  itemId: string;
  positionMs: number;
  savedAtMs: number;
}

export function isSavedQueue(value: unknown): value is SavedQueue {
  return isRecord(value) && value['version'] === 1 && Array.isArray(value['items']);
}

export const isSavedOrder = (value: unknown): value is Pick<SavedQueue, 'items' | 'unshuffledItemIds'> =>
  isRecord(value) && Array.isArray(value['items']) && Array.isArray(value['unshuffledItemIds']);

export function isSavedPosition(value: unknown): value is SavedPosition {
  return isRecord(value) && typeof value['itemId'] === 'string' && typeof value['positionMs'] === 'number';
}

const MOST_LOCAL_ITEMS = 600;

/** What of a long queue fits into a small storage: the items around the current one, more after it than before. */
export function trimmed(queue: Omit<SavedQueue, 'version' | 'isPartial'>, mostItems = MOST_LOCAL_ITEMS): SavedQueue {
  if (queue.items.length <= mostItems) return { ...queue, version: 1, isPartial: false };
  const current = Math.max(
    0,
    queue.items.findIndex((item) => item.itemId === queue.currentItemId),
  );
  const from = Math.max(0, Math.min(current - Math.floor(mostItems / 4), queue.items.length - mostItems));
  const items = queue.items.slice(from, from + mostItems);
  const kept = new Set(items.map((item) => item.itemId));
  const unshuffledItemIds = queue.unshuffledItemIds.filter((itemId) => kept.has(itemId));
  return { ...queue, items, unshuffledItemIds, version: 1, isPartial: true };
}
