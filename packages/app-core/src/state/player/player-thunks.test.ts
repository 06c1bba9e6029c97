import { describe, expect, it } from 'vitest';
import { settled } from '#test/support/fake-environment.ts';
import { buildAlbum, buildTrack, buildTracks, json, problem } from '#test/support/fake-server.ts';
import { createSignedInApp, createSignedInServer, type TestApp } from '#test/support/test-app.ts';
import { libraryApi } from '../library/library-api.ts';
import {
  cycleRepeat,
  jumpTo,
  pause,
  seekBy,
  seekTo,
  setVolume,
  skipNext,
  skipPrevious,
  toggleMute,
  togglePlay,
  toggleShuffle,
} from './playback-thunks.ts';
import { selectCanSkipNext, selectCurrentItem, selectQueueItems, selectUpNext } from './player-selectors.ts';
import {
  addToQueue,
  clearQueue,
  moveQueueItem,
  playAlbum,
  playNext,
  playTracks,
  removeFromQueue,
  undoQueueChange,
} from './queue-thunks.ts';

const titles = ({ store }: TestApp): string[] => selectQueueItems(store.getState()).map(({ track }) => track.title);
const current = ({ store }: TestApp): string | undefined => selectCurrentItem(store.getState())?.track.title;
const statusOf = ({ store }: TestApp): string => store.getState().player.status;
const itemIdAt = ({ store }: TestApp, index: number): string =>
  selectQueueItems(store.getState())[index]?.itemId ?? 'none';

async function playingApp(count = 4, startIndex = 0): Promise<TestApp> {
  const test = await createSignedInApp();
  test.store.dispatch(playTracks({ tracks: buildTracks(count), startIndex }));
  await settled();
  return test;
}

describe('playing tracks', () => {
  it('has the engine open the chosen track within the click', async () => {
    const test = await createSignedInApp();
    test.store.dispatch(playTracks({ tracks: buildTracks(3), startIndex: 1 }));
    expect(test.engine.loads.at(-1)?.source.trackId).toBe('track-2');
    expect(statusOf(test)).toBe('loading');
    await settled();
    expect(statusOf(test)).toBe('playing');
    expect(titles(test)).toEqual(['Song 1', 'Song 2', 'Song 3']);
  });

  it('tells the engine what is played within its album: neighbours in its order, and not by chance', async () => {
    const test = await createSignedInApp();
    const [first, second, third] = buildTracks(3);
    if (!first || !second || !third) throw new Error('three tracks were built');
    const isLoadedWithin = (tracks: (typeof first)[], startIndex = 0): boolean | undefined => {
      test.store.dispatch(playTracks({ tracks, startIndex }));
      return test.engine.loads.at(-1)?.source.isWithinAlbum;
    };
    expect(isLoadedWithin([first, second, third])).toBe(true);
    expect(test.engine.prepared?.isWithinAlbum).toBe(true);
    expect(isLoadedWithin([first, second], 1)).toBe(true);
    expect(isLoadedWithin([second, first])).toBe(false);
    expect(isLoadedWithin([first, third])).toBe(false);
    expect(isLoadedWithin([first, { ...second, albumId: 'album-2' }])).toBe(false);
    test.store.dispatch(toggleShuffle());
    expect(isLoadedWithin([first, second])).toBe(false);
  });

  it('goes on to the next track by itself and has it prepared ahead', async () => {
    const test = await playingApp(2);
    expect(test.engine.prepared?.trackId).toBe('track-2');
    await test.engine.playFor(201_000);
    expect(current(test)).toBe('Song 2');
    expect(statusOf(test)).toBe('playing');
    expect(test.engine.prepared).toBeNull();
  });

  it('waits at the first track, paused, when the queue has been played through', async () => {
    const test = await playingApp(2, 1);
    await test.engine.playFor(201_000);
    expect(current(test)).toBe('Song 1');
    expect(statusOf(test)).toBe('paused');
  });

  it('plays one album from the cache without a request', async () => {
    const server = createSignedInServer().on('GET /api/v1/albums/:albumId', () =>
      json({ ...buildAlbum(), tracks: buildTracks(3), discTitles: [], moreByArtist: [] }),
    );
    const test = await createSignedInApp({ server });
    await test.store.dispatch(libraryApi.endpoints.getAlbum.initiate({ params: { albumId: 'album-1' } }));
    void test.store.dispatch(playAlbum('album-1', { startTrackId: 'track-3' }));
    expect(test.engine.loads.at(-1)?.source.trackId).toBe('track-3');
    await settled();
    expect(server.requests.filter(({ route }) => route.includes('albums'))).toHaveLength(1);
  });

  it('tells the person when an album cannot be fetched', async () => {
    const server = createSignedInServer().on('GET /api/v1/albums/:albumId', () => problem('not-found', 404));
    const test = await createSignedInApp({ server });
    await test.store.dispatch(playAlbum('album-9'));
    expect(test.store.getState().notices.map(({ textKey }) => textKey)).toEqual(['notices.loadFailed']);
    expect(titles(test)).toEqual([]);
  });
});

describe('skipping', () => {
  it('goes to the next and stops at the end', async () => {
    const test = await playingApp(2);
    test.store.dispatch(skipNext());
    expect(current(test)).toBe('Song 2');
    expect(selectCanSkipNext(test.store.getState())).toBe(false);
    test.store.dispatch(skipNext());
    expect(current(test)).toBe('Song 2');
  });

  it('starts over when more than three seconds were heard, else goes back', async () => {
    const test = await playingApp(3, 1);
    await test.engine.playFor(3_500);
    test.store.dispatch(skipPrevious());
    expect(current(test)).toBe('Song 2');
    expect(test.engine.positionMs).toBe(0);
    test.store.dispatch(skipPrevious());
    expect(current(test)).toBe('Song 1');
  });

  it('goes on from the last to the first when all repeat, and by hand also when one repeats', async () => {
    const test = await playingApp(2, 1);
    test.store.dispatch(cycleRepeat());
    test.store.dispatch(skipNext());
    expect(current(test)).toBe('Song 1');
    test.store.dispatch(cycleRepeat());
    expect(test.store.getState().player.repeat).toBe('one');
    test.store.dispatch(skipNext());
    expect(current(test)).toBe('Song 2');
    await test.engine.playFor(201_000);
    expect(current(test)).toBe('Song 2');
  });

  it('has a repeated track prepared again each time it starts over', async () => {
    const test = await playingApp(2);
    test.store.dispatch(cycleRepeat());
    test.store.dispatch(cycleRepeat());
    await test.engine.playFor(201_000);
    expect(current(test)).toBe('Song 1');
    expect(test.engine.prepared?.trackId).toBe('track-1');
    expect(test.engine.loads).toHaveLength(1);
  });

  it('stays silent when it was paused', async () => {
    const test = await playingApp(2);
    test.store.dispatch(pause());
    test.store.dispatch(skipNext());
    await settled();
    expect(statusOf(test)).toBe('paused');
    expect(test.engine.loads.at(-1)?.isPaused).toBe(true);
  });
});

describe('play, pause and seek', () => {
  it('toggles between sound and silence', async () => {
    const test = await playingApp();
    test.store.dispatch(togglePlay());
    expect(statusOf(test)).toBe('paused');
    expect(test.engine.isPlaying).toBe(false);
    test.store.dispatch(togglePlay());
    await settled();
    expect(test.engine.isPlaying).toBe(true);
  });

  it('seeks to a place and by a step', async () => {
    const test = await playingApp();
    test.store.dispatch(seekTo(90_000));
    test.store.dispatch(seekBy(-10_000));
    expect(test.engine.positionMs).toBe(80_000);
    test.store.dispatch(seekBy(-500_000));
    expect(test.engine.positionMs).toBe(0);
  });

  it('unmutes when the volume is raised, which this device remembers', async () => {
    const test = await playingApp();
    test.store.dispatch(toggleMute());
    expect(test.engine.isMuted).toBe(true);
    for (const volume of [0.1, 0.2, 0.3]) test.store.dispatch(setVolume(volume));
    expect(test.engine.isMuted).toBe(false);
    expect(test.engine.volume).toBe(0.3);
    await test.environment.pass(2_000);
    expect(test.server.bodiesOf('PATCH /api/v1/me/settings')).toEqual([]);
    expect((await createSignedInApp({ storage: test.storage })).engine.volume).toBe(0.3);
  });
});

describe('changing the queue', () => {
  it('puts tracks after the current one or at the end', async () => {
    const test = await playingApp(2);
    test.store.dispatch(playNext([buildTrack({ id: 'n', title: 'Next' })]));
    test.store.dispatch(addToQueue([buildTrack({ id: 'l', title: 'Last' })]));
    expect(titles(test)).toEqual(['Song 1', 'Next', 'Song 2', 'Last']);
    expect(test.engine.prepared?.trackId).toBe('n');
    expect(selectUpNext(test.store.getState())).toHaveLength(3);
  });

  it('holds no more than the server keeps, and says so', async () => {
    const test = await createSignedInApp();
    test.store.dispatch(playTracks({ tracks: buildTracks(10_000) }));
    test.store.dispatch(addToQueue(buildTracks(1)));
    expect(titles(test)).toHaveLength(10_000);
    expect(test.store.getState().notices.at(-1)?.textKey).toBe('notices.queueFull');
  });

  it('plays on undisturbed while other items move or leave', async () => {
    const test = await playingApp(4);
    const loads = test.engine.loads.length;
    test.store.dispatch(moveQueueItem({ itemId: itemIdAt(test, 3), toIndex: 1 }));
    test.store.dispatch(removeFromQueue(itemIdAt(test, 2)));
    expect(titles(test)).toEqual(['Song 1', 'Song 4', 'Song 3']);
    expect(test.engine.loads).toHaveLength(loads);
  });

  it('plays what followed when the current item is removed', async () => {
    const test = await playingApp(3, 1);
    test.store.dispatch(removeFromQueue(itemIdAt(test, 1)));
    await settled();
    expect(current(test)).toBe('Song 3');
    expect(statusOf(test)).toBe('playing');
  });

  it('empties the queue around the playing song, which plays on, and brings the rest back', async () => {
    const test = await playingApp(3, 1);
    const loads = test.engine.loads.length;
    await test.engine.playFor(10_000);
    test.store.dispatch(clearQueue());
    expect(titles(test)).toEqual(['Song 2']);
    expect(statusOf(test)).toBe('playing');
    test.store.dispatch(undoQueueChange());
    expect(titles(test)).toEqual(['Song 1', 'Song 2', 'Song 3']);
    expect(current(test)).toBe('Song 2');
    expect(test.engine.loads).toHaveLength(loads);
    expect(test.engine.positionMs).toBe(10_000);
  });

  it('puts back what was removed, and leaves what was done since', async () => {
    const test = await playingApp(4);
    test.store.dispatch(removeFromQueue(itemIdAt(test, 2)));
    test.store.dispatch(addToQueue([buildTrack({ id: 'new', title: 'New' })]));
    test.store.dispatch(skipNext());
    await settled();
    const loads = test.engine.loads.length;
    test.store.dispatch(undoQueueChange());
    expect(titles(test)).toEqual(['Song 1', 'Song 2', 'Song 3', 'Song 4', 'New']);
    expect([current(test), test.engine.loads.length]).toEqual(['Song 2', loads]);
    test.store.dispatch(removeFromQueue(itemIdAt(test, 1)));
    expect(current(test)).toBe('Song 3');
    test.store.dispatch(undoQueueChange());
    expect([titles(test)[1], current(test)]).toEqual(['Song 2', 'Song 2']);
  });

  it('shuffles around the current track without a break, and back', async () => {
    const test = await playingApp(12, 4);
    const loads = test.engine.loads.length;
    test.store.dispatch(toggleShuffle());
    expect(titles(test)[0]).toBe('Song 5');
    expect(titles(test)).not.toEqual(buildTracks(12).map(({ title }) => title));
    test.store.dispatch(toggleShuffle());
    expect(titles(test)).toEqual(buildTracks(12).map(({ title }) => title));
    expect(test.engine.loads).toHaveLength(loads);
    expect(current(test)).toBe('Song 5');
  });

  it('stays shuffled for the next thing that is played', async () => {
    const test = await playingApp(3);
    test.store.dispatch(toggleShuffle());
    test.store.dispatch(playTracks({ tracks: buildTracks(30), startIndex: 7 }));
    expect(titles(test)[0]).toBe('Song 8');
    expect(test.store.getState().player.isShuffled).toBe(true);
  });
});

describe('tracks that cannot play', () => {
  it('passes over a missing track with a notice', async () => {
    const test = await createSignedInApp();
    const [first, second, third] = buildTracks(3);
    if (!first || !second || !third) throw new Error('three tracks expected');
    test.store.dispatch(playTracks({ tracks: [{ ...first, isMissing: true }, second, third] }));
    await settled();
    expect(current(test)).toBe('Song 2');
    expect(test.store.getState().notices.at(-1)).toMatchObject({
      textKey: 'notices.failedMissing',
      params: { title: 'Song 1' },
    });
  });

  it('goes on after a failure while playing', async () => {
    const test = await createSignedInApp();
    test.engine.broken.set('track-1', 'unsupported');
    test.store.dispatch(playTracks({ tracks: buildTracks(2) }));
    await settled();
    expect(current(test)).toBe('Song 2');
    expect(statusOf(test)).toBe('playing');
  });

  it('ends after trying each once when all fail, also on repeat', async () => {
    const test = await createSignedInApp();
    for (const { id } of buildTracks(5)) test.engine.broken.set(id, 'damaged');
    test.store.dispatch(cycleRepeat());
    test.store.dispatch(playTracks({ tracks: buildTracks(5) }));
    await test.environment.pass(60_000);
    expect(test.engine.loads).toHaveLength(5);
    expect(statusOf(test)).toBe('failed');
  });

  it.each(['unreachable', 'no-output'] as const)(
    'stays where it is when all would fail (%s), and tries again from there when asked',
    async (reason) => {
      const test = await playingApp(3);
      const source = test.engine.source;
      if (!source) throw new Error('a source expected');
      test.engine.emit('failed', { source, reason, positionMs: 42_000 });
      expect(statusOf(test)).toBe('failed');
      expect(current(test)).toBe('Song 1');
      test.store.dispatch(togglePlay());
      expect(test.engine.loads.at(-1)).toMatchObject({ positionMs: 42_000, isPaused: false });
    },
  );

  it('tries a failed track again when the person jumps to it', async () => {
    const test = await createSignedInApp();
    test.engine.broken.set('track-1', 'unreachable');
    test.store.dispatch(playTracks({ tracks: buildTracks(2) }));
    await settled();
    test.engine.broken.clear();
    test.store.dispatch(jumpTo(itemIdAt(test, 0)));
    await settled();
    expect(current(test)).toBe('Song 1');
    expect(statusOf(test)).toBe('playing');
  });
});
