import type { RepeatMode, Track } from '@jetstream/api-contract';
import {
  isFlag,
  isNumber,
  isText,
  listOf,
  oneOf,
  orLeftOut,
  orNull,
  recordOf,
  type Fields,
  type Shape,
} from '../storage/shapes.ts';
import { isTrack } from './track-shape.ts';

const queueSourceKinds = ['album', 'artist', 'genre', 'folder', 'search', 'tracks', 'queue'] as const;
export type QueueSourceKind = (typeof queueSourceKinds)[number];

/** Where a queue item came from, for "playing from …". */
export interface QueueSource {
  kind: QueueSourceKind;
  id?: string;
  title: string;
}

/** One entry of the queue. `itemId` tells two entries of the same track apart. */
export interface QueueItem {
  itemId: string;
  track: Track;
  source?: QueueSource;
}

/** The queue as it is kept on this device. `isPartial`: too long to keep whole, these are the items around the current one. */
export interface SavedQueue {
  version: 1;
  items: readonly QueueItem[];
  unshuffledItemIds: readonly string[];
  currentItemId: string | null;
  isShuffled: boolean;
  repeat: RepeatMode;
  isPartial: boolean;
  savedAtMs: number;
  /** How the queue goes on past its last item; opaque here. */
  continuation?: unknown;
}

export type QueueToKeep = Omit<SavedQueue, 'version' | 'isPartial' | 'savedAtMs'>;

export interface SavedPosition {
  itemId: string;
  positionMs: number;
  savedAtMs: number;
}

const isSource = recordOf<QueueSource>({ kind: oneOf(...queueSourceKinds), id: orLeftOut(isText), title: isText });
const isQueueItem = recordOf<QueueItem>({ itemId: isText, track: isTrack, source: orLeftOut(isSource) });

const keptFields: Fields<QueueToKeep> = {
  items: listOf(isQueueItem),
  unshuffledItemIds: listOf(isText),
  currentItemId: orNull(isText),
  isShuffled: isFlag,
  repeat: oneOf('off', 'all', 'one'),
  continuation: () => true,
};

export const isQueueToKeep: Shape<QueueToKeep> = recordOf<QueueToKeep>(keptFields);

export const isSavedQueue: Shape<SavedQueue> = recordOf<SavedQueue>({
  ...keptFields,
  version: (value) => value === 1,
  isPartial: isFlag,
  savedAtMs: isNumber,
});

export const isSavedPosition: Shape<SavedPosition> = recordOf<SavedPosition>({
  itemId: isText,
  positionMs: isNumber,
  savedAtMs: isNumber,
});

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
