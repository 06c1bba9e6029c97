import type { Track } from '@jetstream/api-contract';
import type { QueueItem } from '#services/sync/saved-queue.ts';
import { inChanceOrder } from './chance.ts';

export type { QueueItem, QueueSource, QueueSourceKind } from '#services/sync/saved-queue.ts';

/** The queue as an order of items, shuffled or not. All functions here return a new order and keep the old one. */
export interface QueueOrder {
  items: readonly QueueItem[];
  /** Item ids in the order to return to when shuffle ends; empty when not shuffled. */
  unshuffledItemIds: readonly string[];
  currentItemId: string | null;
  isShuffled: boolean;
}

/** The server keeps queues of up to this many items. */
export const LONGEST_QUEUE = 10_000;

export const emptyOrder: QueueOrder = { items: [], unshuffledItemIds: [], currentItemId: null, isShuffled: false };

export function indexOfItem(items: readonly QueueItem[], itemId: string | null): number {
  return itemId === null ? -1 : items.findIndex((item) => item.itemId === itemId);
}

/** Item ids in chance order; `firstItemId`, where given, comes first. */
export function drawShuffle(items: readonly QueueItem[], firstItemId: string | null, random: () => number): string[] {
  const rest = items.map((item) => item.itemId).filter((itemId) => itemId !== firstItemId);
  const drawn = inChanceOrder(rest, random);
  return firstItemId !== null && rest.length < items.length ? [firstItemId, ...drawn] : drawn;
}

function arrange(items: readonly QueueItem[], itemIds: readonly string[]): QueueItem[] {
  const byId = new Map(items.map((item) => [item.itemId, item]));
  const arranged: QueueItem[] = [];
  for (const itemId of itemIds) {
    const item = byId.get(itemId);
    if (item && byId.delete(itemId)) arranged.push(item);
  }
  return [...arranged, ...byId.values()];
}

export function shuffled(order: QueueOrder, itemIds: readonly string[]): QueueOrder {
  const unshuffledItemIds = order.isShuffled ? order.unshuffledItemIds : order.items.map((item) => item.itemId);
  return { ...order, items: arrange(order.items, itemIds), unshuffledItemIds, isShuffled: true };
}

export function unshuffled(order: QueueOrder): QueueOrder {
  if (!order.isShuffled) return order;
  return { ...order, items: arrange(order.items, order.unshuffledItemIds), unshuffledItemIds: [], isShuffled: false };
}

/** Inserts right after the current item in the playing order, and in the order to return to. */
export function insertedNext(order: QueueOrder, added: readonly QueueItem[]): QueueOrder {
  const at = indexOfItem(order.items, order.currentItemId) + 1;
  const items = [...order.items.slice(0, at), ...added, ...order.items.slice(at)];
  if (!order.isShuffled) return { ...order, items };
  const unshuffledAt = order.currentItemId === null ? 0 : order.unshuffledItemIds.indexOf(order.currentItemId) + 1;
  const addedIds = added.map((item) => item.itemId);
  const unshuffledItemIds = [
    ...order.unshuffledItemIds.slice(0, unshuffledAt),
    ...addedIds,
    ...order.unshuffledItemIds.slice(unshuffledAt),
  ];
  return { ...order, items, unshuffledItemIds };
}

export function appended(order: QueueOrder, added: readonly QueueItem[]): QueueOrder {
  const items = [...order.items, ...added];
  if (!order.isShuffled) return { ...order, items };
  return { ...order, items, unshuffledItemIds: [...order.unshuffledItemIds, ...added.map((item) => item.itemId)] };
}

/** When the current item goes, the one that followed it (or was before it, at the end) becomes current. */
export function removed(order: QueueOrder, isRemoved: (item: QueueItem) => boolean): QueueOrder {
  const items = order.items.filter((item) => !isRemoved(item));
  if (items.length === order.items.length) return order;
  const at = indexOfItem(order.items, order.currentItemId);
  const keptBefore = order.items.slice(0, Math.max(0, at)).filter((item) => !isRemoved(item)).length;
  const heir = items[keptBefore] ?? items.at(-1);
  const keptIds = new Set(items.map(({ itemId }) => itemId));
  return {
    ...order,
    items,
    currentItemId: at < 0 ? order.currentItemId : (heir?.itemId ?? null),
    unshuffledItemIds: order.unshuffledItemIds.filter((itemId) => keptIds.has(itemId)),
  };
}

/** `toIndex` is where the item stands afterwards, clamped to the queue. */
export function moved(order: QueueOrder, itemId: string, toIndex: number): QueueOrder {
  const from = indexOfItem(order.items, itemId);
  const item = order.items[from];
  if (!item) return order;
  const items = order.items.filter((other) => other.itemId !== itemId);
  items.splice(Math.max(0, Math.min(items.length, Math.trunc(toIndex))), 0, item);
  return { ...order, items };
}

/**
 * The queue as another order has it that lacks some of its items: those that `isKept` accepts are put in, behind what they stood behind.
 */
export function rearranged(order: QueueOrder, told: QueueOrder, isKept: (item: QueueItem) => boolean): QueueOrder {
  const items = new Map(told.items.map((item) => [item.itemId, item]));
  const room = Math.max(0, LONGEST_QUEUE - told.items.length);
  const missing = order.items.filter((item) => !items.has(item.itemId) && isKept(item)).slice(0, room);
  if (missing.length === 0) return told;
  for (const item of missing) items.set(item.itemId, item);
  const missingIds = new Set(idsOf(missing));
  const itemIds = filledIn(idsOf(told.items), idsOf(order.items), missingIds);
  const unshuffledBefore = order.isShuffled ? order.unshuffledItemIds : idsOf(order.items);
  return {
    ...told,
    items: itemIds.flatMap((itemId) => items.get(itemId) ?? []),
    unshuffledItemIds: told.isShuffled ? filledIn(told.unshuffledItemIds, unshuffledBefore, missingIds) : [],
  };
}

const idsOf = (items: readonly QueueItem[]): string[] => items.map(({ itemId }) => itemId);

function filledIn(itemIds: readonly string[], before: readonly string[], missingIds: ReadonlySet<string>): string[] {
  const knownIds = new Set(itemIds);
  const behind = new Map<string | null, string[]>([[null, []]]);
  let stood = behind.get(null);
  for (const itemId of before) {
    if (missingIds.has(itemId)) stood?.push(itemId);
    else if (knownIds.has(itemId)) behind.set(itemId, (stood = []));
  }
  return [...(behind.get(null) ?? []), ...itemIds.flatMap((itemId) => [itemId, ...(behind.get(itemId) ?? [])])];
}

/** The same items with what is known of their tracks now; the old ones where that is nothing new, or they are to be kept as they are. */
export function retold(
  items: readonly QueueItem[],
  tracks: ReadonlyMap<string, Track>,
  keptItemId: string | null = null,
): readonly QueueItem[] {
  const told = items.map((item) => {
    const track = item.itemId === keptItemId ? undefined : tracks.get(item.track.id);
    return track && !isSameTrack(track, item.track) ? { ...item, track } : item;
  });
  return told.some((item, index) => item !== items[index]) ? told : items;
}

export const isSameTrack = (a: Track, b: Track): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Tags change the size of a file and its average rate too, but not how long its sound is and of what kind. */
export const hasOtherSound = (before: Track, now: Track | undefined): boolean =>
  now !== undefined &&
  (before.durationMs !== now.durationMs ||
    before.format.codec !== now.format.codec ||
    before.format.sampleRateHz !== now.format.sampleRateHz ||
    before.format.channels !== now.format.channels);

/**
 * The item that follows (or, with step -1, precedes) in playing order, leaving out those that cannot play; with
 * `isWrapping` the queue is a circle, and a lone item follows itself.
 */
export function neighbour(
  items: readonly QueueItem[],
  fromItemId: string | null,
  step: 1 | -1,
  options: { isWrapping: boolean; isPlayable: (item: QueueItem) => boolean },
): QueueItem | undefined {
  const from = indexOfItem(items, fromItemId);
  const count = items.length;
  for (let distance = 1; distance <= count; distance += 1) {
    const raw = from + step * distance;
    if (!options.isWrapping && (raw < 0 || raw >= count)) return undefined;
    const item = items[((raw % count) + count) % count];
    if (item && options.isPlayable(item)) return item;
  }
  return undefined;
}
