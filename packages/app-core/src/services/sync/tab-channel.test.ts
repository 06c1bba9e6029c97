import { describe, expect, it } from 'vitest';
import { buildTrack } from '#test/support/fake-server.ts';
import { isSavedQueue } from './saved-queue.ts';
import { isTabMessage } from './tab-channel.ts';

const stamp = { count: 3, tab: 'one' };
const item = { itemId: 'i1', track: buildTrack(), source: { kind: 'album', id: 'a1', title: 'First Flight' } };
const queue = {
  items: [item],
  unshuffledItemIds: [],
  currentItemId: 'i1',
  isShuffled: false,
  repeat: 'off',
  continuation: null,
};
const told = { kind: 'queue-told', stamp, placeStamp: stamp, userId: 'u1', isPlaying: true, queue };
const toldOf = (change: object) => ({ ...told, queue: { ...queue, ...change } });
const toldWith = (change: object) => toldOf({ items: [item, { ...item, track: { ...item.track, ...change } }] });

describe('what a tab with another version of the app says', () => {
  it('is heard where more is said than this one knows', () => {
    expect(isTabMessage(told)).toBe(true);
    expect(isTabMessage({ ...toldWith({ mood: 'calm' }), isNew: true })).toBe(true);
    expect(isTabMessage({ kind: 'place-told', stamp, userId: 'u1', itemId: 'i1' })).toBe(true);
    expect(isTabMessage({ kind: 'settings-changed', synced: { mood: 'calm' } })).toBe(true);
    expect(isTabMessage({ kind: 'signed-out' })).toBe(true);
    expect(isTabMessage({ kind: 'playing-started' })).toBe(true);
  });

  it('is not heard where this one could not go by it', () => {
    const others: unknown[] = [
      'hello',
      null,
      { kind: 'lights-dimmed' },
      { kind: 'toString' },
      { kind: 'playing-started', stamp: 'now' },
      { kind: 'queue-asked', stamp: { count: Number.NaN, tab: 'one' } },
      { kind: 'settings-changed', device: 'loud' },
      { ...told, stamp: undefined },
      toldOf({ items: [{ itemId: 'i1' }] }),
      toldOf({ items: [null] }),
      toldOf({ repeat: 'twice' }),
      toldOf({ currentItemId: 5 }),
      toldOf({ items: [{ ...item, source: { kind: 'album' } }] }),
      toldWith({ title: undefined }),
      toldWith({ artists: ['The Gliders'] }),
      toldWith({ cover: { id: 'c1' } }),
      toldWith({ durationMs: '3:20' }),
      toldWith({ format: null }),
    ];
    for (const other of others) expect(isTabMessage(other), JSON.stringify(other)).toBe(false);
  });

  it('and what it kept, counts as absent where this one could not go by it', () => {
    const saved = { ...queue, version: 1, isPartial: false, savedAtMs: 1 };
    expect(isSavedQueue(saved)).toBe(true);
    expect(isSavedQueue({ ...saved, items: [{ ...item, track: { id: 't1' } }] })).toBe(false);
  });
});
