import { describe, expect, it } from 'vitest';
import { FakeEnvironment, settled } from '#test/support/fake-environment.ts';
import { buildTrack, buildTracks, MemoryStorage } from '#test/support/fake-server.ts';
import { FakeTabs } from '#test/support/fake-tabs.ts';
import { createSignedInApp, type TestApp } from '#test/support/test-app.ts';
import { jumpTo, pause, play, toggleShuffle } from './playback-thunks.ts';
import { selectIsPlayIntended, selectQueueItems } from './player-selectors.ts';
import { addToQueue, moveQueueItem, playTracks, removeFromQueue } from './queue-thunks.ts';

const order = ({ store }: TestApp): string[] => selectQueueItems(store.getState()).map(({ track }) => track.title);
const isPlaying = ({ store }: TestApp): boolean => selectIsPlayIntended(store.getState());
const add = ({ store }: TestApp, title: string): void => {
  store.dispatch(addToQueue([buildTrack({ id: title, title })]));
};
/** What all tabs have alike. */
const shared = ({ store }: TestApp) => {
  const { items, currentItemId, isShuffled, unshuffledItemIds } = store.getState().player;
  return { itemIds: items.map(({ itemId }) => itemId), currentItemId, isShuffled, unshuffledItemIds };
};

/** Tabs of one browser; the first plays the first of three songs. */
async function openTabs(count: number): Promise<{ channel: FakeTabs; tabs: TestApp[]; first: TestApp; last: TestApp }> {
  const channel = new FakeTabs();
  const environment = new FakeEnvironment();
  const storage = new MemoryStorage({ 'session-known': 'yes' });
  const first = await createSignedInApp({ tabs: channel, storage, environment });
  const tabs = [first];
  while (tabs.length < count) tabs.push(await createSignedInApp({ tabs: channel, storage, environment }));
  first.store.dispatch(playTracks({ tracks: buildTracks(3) }));
  await settled();
  return { channel, tabs, first, last: tabs.at(-1) ?? first };
}

async function atOnce(channel: FakeTabs, act: () => void): Promise<void> {
  channel.hold();
  act();
  await settled();
  channel.letGo();
  await settled();
}

describe('tabs that change the queue at the same instant', () => {
  it('all have the change of one of them in the end', async () => {
    const { channel, tabs, first, last } = await openTabs(3);
    await atOnce(channel, () => {
      add(first, 'Here');
      add(last, 'There');
    });
    for (const tab of tabs) expect(order(tab)).toEqual(['Song 1', 'Song 2', 'Song 3', 'There']);
    await atOnce(channel, () => {
      add(first, 'Here');
      last.store.dispatch(toggleShuffle());
      add(first, 'Here too');
    });
    // The later of them counts: the one tab has seen one change more than the other.
    for (const tab of tabs) expect(order(tab).slice(-2)).toEqual(['Here', 'Here too']);
  });

  it('do not both fall silent when they start to play', async () => {
    const { channel, tabs, first, last } = await openTabs(2);
    first.store.dispatch(pause());
    await atOnce(channel, () => {
      first.store.dispatch(play());
      last.store.dispatch(play());
    });
    expect(tabs.map(isPlaying)).toEqual([false, true]);
  });

  it('have one queue after whatever they did', async () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const { channel, tabs } = await openTabs(3);
      const chance = new FakeEnvironment(seed);
      const below = (limit: number): number => Math.floor(chance.random() * limit);
      for (let round = 0; round < 6; round += 1)
        await atOnce(channel, () => {
          for (const tab of tabs) if (below(3) > 0) actByChance(tab, below, `${seed}-${round}`);
        });
      const [one, ...others] = tabs.map(shared);
      for (const other of others) expect(other, `seed ${seed}`).toEqual(one);
      expect(tabs.filter(isPlaying).length, `seed ${seed}`).toBeLessThanOrEqual(1);
    }
  });
});

function actByChance(tab: TestApp, below: (limit: number) => number, title: string): void {
  const { dispatch, getState } = tab.store;
  const items = selectQueueItems(getState());
  const itemId = items[below(items.length)]?.itemId ?? 'none';
  const acts = [
    () => add(tab, title),
    () => dispatch(removeFromQueue(itemId)),
    () => dispatch(moveQueueItem({ itemId, toIndex: below(items.length) })),
    () => dispatch(toggleShuffle()),
    () => dispatch(jumpTo(itemId)),
  ];
  acts[below(acts.length)]?.();
}
