import { describe, expect, it } from 'vitest';
import { FakeEnvironment, settled } from '#test/support/fake-environment.ts';
import { buildTrack, buildTracks, MemoryStorage } from '#test/support/fake-server.ts';
import { FakeTabs } from '#test/support/fake-tabs.ts';
import { createSignedInApp, type TestApp } from '#test/support/test-app.ts';
import { cycleRepeat, jumpTo, pause, play, skipNext, toggleShuffle } from './playback-thunks.ts';
import { selectCurrentItem, selectQueueItems } from './player-selectors.ts';
import { playerActions } from './player-slice.ts';
import {
  addToQueue,
  clearQueue,
  moveQueueItem,
  playNext,
  playTracks,
  removeFromQueue,
  undoQueueChange,
} from './queue-thunks.ts';

const order = ({ store }: TestApp): string[] => selectQueueItems(store.getState()).map(({ track }) => track.title);
const current = ({ store }: TestApp): string | undefined => selectCurrentItem(store.getState())?.track.title;
const statusOf = ({ store }: TestApp): string => store.getState().player.status;
const itemId = ({ store }: TestApp, title: string): string =>
  selectQueueItems(store.getState()).find(({ track }) => track.title === title)?.itemId ?? 'none';

/** Tabs of one browser: one storage, one clock, one user. */
function openBrowser(): () => Promise<TestApp> {
  const options = {
    tabs: new FakeTabs(),
    storage: new MemoryStorage({ 'session-known': 'yes' }),
    environment: new FakeEnvironment(),
  };
  return () => createSignedInApp(options);
}

/** Of two tabs, the first plays the first of three songs. */
async function openTwoTabs(): Promise<[playing: TestApp, other: TestApp]> {
  const openTab = openBrowser();
  const tabs: [TestApp, TestApp] = [await openTab(), await openTab()];
  tabs[0].store.dispatch(playTracks({ tracks: buildTracks(3) }));
  await settled();
  await tabs[0].engine.playFor(5_000);
  return tabs;
}

describe('the queue of tabs of one browser', () => {
  it('is what the tab plays that was started last, and where it is', async () => {
    const [playing, other] = await openTwoTabs();
    expect([order(other), current(other)]).toEqual([order(playing), 'Song 1']);
    await playing.engine.playFor(200_000);
    expect([current(playing), current(other), statusOf(other)]).toEqual(['Song 2', 'Song 2', 'idle']);
    expect(other.engine.loads).toEqual([]);
    playing.store.dispatch(toggleShuffle());
    playing.store.dispatch(cycleRepeat());
    await settled();
    const { isShuffled, repeat } = other.store.getState().player;
    expect([order(other), isShuffled, repeat]).toEqual([order(playing), true, 'all']);
  });

  it('is at the song that comes next also where the file of the one before was replaced meanwhile', async () => {
    const [playing, other] = await openTwoTabs();
    playing.store.dispatch(playerActions.tracksRetold([buildTrack({ id: 'track-1', durationMs: 90_000 })]));
    await playing.engine.playFor(200_000);
    expect([current(playing), current(other)]).toEqual(['Song 2', 'Song 2']);
  });

  it('changes where it plays when it is changed elsewhere, and the sound goes on', async () => {
    const [playing, other] = await openTwoTabs();
    other.store.dispatch(playNext([buildTrack({ id: 'next', title: 'Next' })]));
    other.store.dispatch(addToQueue([buildTrack({ id: 'last', title: 'Last' })]));
    other.store.dispatch(removeFromQueue(itemId(other, 'Song 2')));
    other.store.dispatch(moveQueueItem({ itemId: itemId(other, 'Last'), toIndex: 1 }));
    await settled();
    expect(order(playing)).toEqual(['Song 1', 'Last', 'Next', 'Song 3']);
    expect(playing.engine.prepared?.trackId).toBe('last');
    expect([playing.engine.loads.length, playing.engine.positionMs, statusOf(playing)]).toEqual([1, 5_000, 'playing']);
    other.store.dispatch(undoQueueChange());
    await settled();
    expect(order(playing)).toEqual(['Song 1', 'Last', 'Next', 'Song 2', 'Song 3']);
    other.store.dispatch(clearQueue());
    await settled();
    expect([order(playing), statusOf(playing)]).toEqual([['Song 1'], 'playing']);
  });

  it('that is started elsewhere ends the sound here, before the first is heard there', async () => {
    const [playing, other] = await openTwoTabs();
    other.store.dispatch(playTracks({ tracks: buildTracks(2, { title: 'Other' }) }));
    await settled();
    expect([current(playing), statusOf(playing), statusOf(other)]).toEqual(['Other', 'idle', 'playing']);
    expect(playing.engine.loads).toHaveLength(1);
  });

  it('gets back what was taken out here, whatever another tab did to it since', async () => {
    const [playing, other] = await openTwoTabs();
    other.store.dispatch(clearQueue());
    await settled();
    playing.store.dispatch(addToQueue([buildTrack({ id: 'last', title: 'Last' })]));
    playing.store.dispatch(pause());
    playing.store.dispatch(play());
    await settled();
    other.store.dispatch(undoQueueChange());
    await settled();
    expect(order(playing)).toEqual(['Song 1', 'Song 2', 'Song 3', 'Last']);
    other.store.dispatch(removeFromQueue(itemId(other, 'Song 3')));
    await settled();
    playing.store.dispatch(removeFromQueue(itemId(playing, 'Song 2')));
    await settled();
    other.store.dispatch(undoQueueChange());
    await settled();
    expect(order(playing)).toEqual(['Song 1', 'Song 3', 'Last']);
    other.store.dispatch(removeFromQueue(itemId(other, 'Last')));
    await settled();
    playing.store.dispatch(playTracks({ tracks: buildTracks(2, { title: 'Other' }) }));
    await settled();
    other.store.dispatch(undoQueueChange());
    expect(order(other)).toEqual(['Other', 'Other']);
  });

  it('goes on with what follows when what plays is taken out elsewhere', async () => {
    const [playing, other] = await openTwoTabs();
    other.store.dispatch(removeFromQueue(itemId(other, 'Song 1')));
    await settled();
    expect([current(playing), statusOf(playing), statusOf(other)]).toEqual(['Song 2', 'playing', 'idle']);
    for (const title of ['Song 2', 'Song 3']) {
      other.store.dispatch(removeFromQueue(itemId(other, title)));
      await settled();
    }
    expect([order(playing), statusOf(playing), playing.engine.isPlaying]).toEqual([[], 'idle', false]);
  });

  it('is saved with the place where it plays, whichever of them changed it', async () => {
    const [playing, other] = await openTwoTabs();
    other.store.dispatch(addToQueue([buildTrack({ id: 'last' })]));
    await settled();
    await playing.engine.playFor(3_000);
    const saved = [...other.server.bodiesOf('PUT /api/v1/queue')].at(-1);
    expect(saved).toMatchObject({ currentItemId: itemId(playing, 'Song 1') });
    expect((saved as { items: unknown[] }).items).toHaveLength(4);
    expect((saved as { positionMs: number }).positionMs).toBeGreaterThan(3_000);
    other.environment.hide();
    expect(playing.storage.get('queue-position.user-1')).toContain('"positionMs":8000');
  });

  it('goes on from the same place in the tab where the person presses play', async () => {
    const [playing, other] = await openTwoTabs();
    await playing.engine.playFor(40_000);
    playing.store.dispatch(pause());
    other.store.dispatch(play());
    await settled();
    expect([other.engine.positionMs, statusOf(other), statusOf(playing)]).toEqual([45_000, 'playing', 'idle']);
    other.store.dispatch(jumpTo(itemId(other, 'Song 3')));
    await settled();
    expect(current(playing)).toBe('Song 3');
  });

  it('is there in a tab that is opened later', async () => {
    const openTab = openBrowser();
    const playing = await openTab();
    playing.store.dispatch(playTracks({ tracks: buildTracks(3) }));
    playing.store.dispatch(removeFromQueue(itemId(playing, 'Song 2')));
    const other = await openTab();
    expect([order(other), current(other)]).toEqual([['Song 1', 'Song 3'], 'Song 1']);
    expect(statusOf(playing)).toBe('playing');
  });

  it('is told by the tab that has it, not by one that was opened and restored it', async () => {
    const tabs = new FakeTabs();
    const storage = new MemoryStorage({ 'session-known': 'yes' });
    const first = await createSignedInApp({ tabs, storage });
    first.store.dispatch(playTracks({ tracks: buildTracks(3) }));
    await settled();
    first.store.dispatch(pause());
    first.environment.hide();
    const heard: string[] = [];
    tabs.open().onMessage(({ kind }) => heard.push(kind));
    tabs.hold();
    await createSignedInApp({ tabs, storage });
    tabs.letGo();
    await settled();
    expect(heard.sort()).toEqual(['queue-asked', 'signed-in', 'tab-there']);
  });

  it('is told to nobody where there is one tab', async () => {
    const tabs = new FakeTabs();
    const heard: string[] = [];
    tabs.open().onMessage(({ kind }) => heard.push(kind));
    const { store } = await createSignedInApp({ tabs });
    store.dispatch(playTracks({ tracks: buildTracks(3) }));
    store.dispatch(addToQueue(buildTracks(1)));
    await settled();
    expect(heard.filter((kind) => kind.endsWith('-told'))).toEqual([]);
    expect(heard).toContain('playing-started');
  });

  it('is one too while none of them plays', async () => {
    const [first, second] = await openTwoTabs();
    first.store.dispatch(pause());
    second.store.dispatch(addToQueue([buildTrack({ id: 'last', title: 'Last' })]));
    await settled();
    expect([order(first).at(-1), first.engine.positionMs, statusOf(first)]).toEqual(['Last', 5_000, 'paused']);
    first.store.dispatch(skipNext());
    await settled();
    expect([current(second), statusOf(second)]).toEqual(['Song 2', 'idle']);
  });

  it('takes the sound with it', async () => {
    const [first, second] = await openTwoTabs();
    second.store.dispatch(playTracks({ tracks: buildTracks(2, { title: 'Other' }) }));
    await settled();
    expect([statusOf(first), statusOf(second), order(first)]).toEqual(['idle', 'playing', ['Other', 'Other']]);
  });

  it('is silent here when a page of a version without stamps starts to play', async () => {
    const tabs = new FakeTabs();
    const test = await createSignedInApp({ tabs });
    test.store.dispatch(playTracks({ tracks: buildTracks(3) }));
    await settled();
    tabs.open().post({ kind: 'playing-started' });
    expect(test.engine.isPlaying).toBe(false);
  });

  it('keeps files of this device, which one tab alone has, behind the songs that they stood behind', async () => {
    const [playing, other] = await openTwoTabs();
    playing.store.dispatch(playNext([buildTrack({ id: 'local:1', title: 'File' })]));
    await settled();
    expect(order(other)).toEqual(['Song 1', 'Song 2', 'Song 3']);
    other.store.dispatch(moveQueueItem({ itemId: itemId(other, 'Song 3'), toIndex: 1 }));
    await settled();
    expect(order(playing)).toEqual(['Song 1', 'File', 'Song 3', 'Song 2']);
    playing.store.dispatch(playTracks({ tracks: [buildTrack({ id: 'local:1', title: 'File' })] }));
    other.store.dispatch(addToQueue([buildTrack({ id: 'last', title: 'Last' })]));
    await settled();
    expect([order(playing), order(other).at(-1)]).toEqual([['File'], 'Last']);
  });
});
