import { describe, expect, it } from 'vitest';
import { FakeEnvironment } from '#test/support/fake-environment.ts';
import { buildTrack } from '#test/support/fake-server.ts';
import {
  appended,
  drawShuffle,
  insertedNext,
  LONGEST_QUEUE,
  moved,
  neighbour,
  rearranged,
  removed,
  shuffled,
  unshuffled,
  type QueueItem,
  type QueueOrder,
} from './queue-order.ts';

const item = (itemId: string): QueueItem => ({ itemId, track: buildTrack({ id: `track-${itemId}` }) });
const idsOf = (order: QueueOrder): string[] => order.items.map(({ itemId }) => itemId);
const isOneOf =
  (...itemIds: string[]) =>
  ({ itemId }: QueueItem): boolean =>
    itemIds.includes(itemId);
const orderOf = (ids: string, currentItemId: string | null = null): QueueOrder => ({
  items: [...ids].map(item),
  unshuffledItemIds: [],
  currentItemId,
  isShuffled: false,
});

describe('shuffling', () => {
  it('puts the current item first and keeps every item', () => {
    const order = orderOf('abcdefgh', 'e');
    const environment = new FakeEnvironment(7);
    const drawn = shuffled(
      order,
      drawShuffle(order.items, 'e', () => environment.random()),
    );
    expect(idsOf(drawn)[0]).toBe('e');
    expect(idsOf(drawn).sort()).toEqual([...'abcdefgh']);
    expect(idsOf(drawn)).not.toEqual([...'eabcdfgh']);
  });

  it('is fair: each item comes first about equally often', () => {
    const { items } = orderOf('abcd');
    const environment = new FakeEnvironment(3);
    const firsts = new Map<string, number>();
    for (let round = 0; round < 4_000; round += 1) {
      const [first = ''] = drawShuffle(items, null, () => environment.random());
      firsts.set(first, (firsts.get(first) ?? 0) + 1);
    }
    for (const count of firsts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(120);
    expect(firsts.size).toBe(4);
  });

  it('returns to the order from before, with what was added since after the track it was added behind', () => {
    const drawn = shuffled(orderOf('abcd', 'c'), ['c', 'a', 'd', 'b']);
    const added = insertedNext(drawn, [item('x')]);
    expect(idsOf(added)).toEqual(['c', 'x', 'a', 'd', 'b']);
    expect(idsOf(unshuffled(added))).toEqual(['a', 'b', 'c', 'x', 'd']);
  });
});

describe('moving and removing', () => {
  it('moves an item to where it shall stand', () => {
    expect(idsOf(moved(orderOf('abcde'), 'b', 3))).toEqual([...'acdbe']);
    expect(idsOf(moved(orderOf('abcde'), 'd', 0))).toEqual([...'dabce']);
    expect(idsOf(moved(orderOf('abcde'), 'a', 99))).toEqual([...'bcdea']);
  });

  it('makes the following item current when the current one goes, or the one before at the end', () => {
    expect(removed(orderOf('abc', 'b'), isOneOf('b')).currentItemId).toBe('c');
    expect(removed(orderOf('abc', 'c'), isOneOf('c')).currentItemId).toBe('b');
    expect(removed(orderOf('a', 'a'), isOneOf('a')).currentItemId).toBeNull();
    expect(removed(orderOf('abcdef', 'c'), isOneOf(...'acde'))).toMatchObject({ currentItemId: 'f' });
    expect(removed(orderOf('abcdef', 'c'), isOneOf(...'acdef'))).toMatchObject({ currentItemId: 'b' });
    expect(removed(orderOf('abcdef', 'c'), isOneOf(...'abf'))).toMatchObject({ currentItemId: 'c' });
  });

  it('leaves the queue alone for an item that it does not hold', () => {
    const order = orderOf('abc', 'a');
    expect(removed(order, isOneOf('z'))).toBe(order);
    expect(moved(order, 'z', 1)).toBe(order);
  });
});

describe('putting items back', () => {
  it('sets each behind what it stood behind, in both orders', () => {
    const before = shuffled(orderOf('abcdef', 'd'), [...'dbfcae']);
    const told = moved(removed(before, isOneOf('b', 'f', 'd')), 'e', 0);
    const back = rearranged(before, told, () => true);
    expect(idsOf(told)).toEqual(['e', 'c', 'a']);
    expect(idsOf(back)).toEqual(['d', 'b', 'f', 'e', 'c', 'a']);
    expect(idsOf(unshuffled(back))).toEqual([...'abcdef']);
  });

  it('comes to an end with the room that there is', () => {
    const items = Array.from({ length: LONGEST_QUEUE }, (_, index) => item(`${index}`));
    const before = { ...orderOf(''), items };
    const told = { ...before, items: [...items.slice(0, -3), item('x')] };
    const back = rearranged(before, told, () => true);
    expect(back.items).toHaveLength(LONGEST_QUEUE);
    expect(idsOf(back).slice(-3)).toEqual([`${LONGEST_QUEUE - 3}`, `${LONGEST_QUEUE - 2}`, 'x'].sort());
  });
});

describe('finding the neighbour', () => {
  const isPlayable = ({ itemId }: QueueItem): boolean => itemId !== 'x';

  it('passes over what cannot play', () => {
    expect(neighbour(orderOf('axxb').items, 'a', 1, { isWrapping: false, isPlayable })?.itemId).toBe('b');
    expect(neighbour(orderOf('axxb').items, 'b', -1, { isWrapping: false, isPlayable })?.itemId).toBe('a');
  });

  it('ends at the edge, or goes round', () => {
    expect(neighbour(orderOf('abx').items, 'b', 1, { isWrapping: false, isPlayable })).toBeUndefined();
    expect(neighbour(orderOf('abx').items, 'b', 1, { isWrapping: true, isPlayable })?.itemId).toBe('a');
    expect(neighbour(orderOf('ab').items, 'a', -1, { isWrapping: true, isPlayable })?.itemId).toBe('b');
  });

  it('ends when nothing can play', () => {
    expect(neighbour(orderOf('xxx').items, 'x', 1, { isWrapping: true, isPlayable })).toBeUndefined();
    expect(neighbour([], null, 1, { isWrapping: true, isPlayable })).toBeUndefined();
  });
});

describe('any sequence of changes', () => {
  it('keeps the set of items, their order when unshuffled, and a current item of the queue', () => {
    for (let seed = 1; seed <= 200; seed += 1) checkRandomSequence(seed);
  });
});

function checkRandomSequence(seed: number): void {
  const environment = new FakeEnvironment(seed);
  const random = (): number => environment.random();
  const below = (limit: number): number => Math.floor(random() * limit);
  let order = orderOf('abcdefghij', 'd');
  const held = new Set(idsOf(order));
  for (let step = 0; step < 40; step += 1) {
    const before = order;
    const picked = order.items[below(Math.max(1, order.items.length))]?.itemId ?? 'a';
    const action = below(6);
    if (action === 0) order = shuffled(order, drawShuffle(order.items, order.currentItemId, random));
    if (action === 1) order = unshuffled(order);
    if (action === 2) order = moved(order, picked, below(15) - 2);
    if (action === 3 && held.delete(picked)) order = removed(order, isOneOf(picked));
    if (action >= 4) {
      const added = item(`n${seed}-${step}`);
      held.add(added.itemId);
      order = action === 4 ? insertedNext(order, [added]) : appended(order, [added]);
    }
    expect(new Set(idsOf(order))).toEqual(held);
    expect(order.items).toHaveLength(held.size);
    if (order.currentItemId !== null) expect(held.has(order.currentItemId)).toBe(true);
    if (action <= 2) expect(order.currentItemId).toBe(before.currentItemId);
    expect([...order.unshuffledItemIds].sort()).toEqual(order.isShuffled ? [...held].sort() : []);
    if (order.isShuffled) expect(idsOf(unshuffled(order))).toEqual(order.unshuffledItemIds);
  }
}
