import type { PlaybackRequest, Track } from '@jetstream/api-contract';
import { describe, expect, it } from 'vitest';
import { buildPlayback } from '#test/support/build-playback.ts';
import { settled } from '#test/support/fake-environment.ts';
import { buildQueue, buildTracks, json, problem } from '#test/support/fake-server.ts';
import { createSignedInApp, createSignedInServer, type TestApp } from '#test/support/test-app.ts';
import { libraryActions } from '../library/library-slice.ts';
import { cycleRepeat, jumpTo, skipNext, togglePlay } from './playback-thunks.ts';
import { selectCurrentItem, selectQueueItems } from './player-selectors.ts';
import { clearQueue, playTracks, undoQueueChange } from './queue-thunks.ts';

const BY_ID = 'GET /api/v1/tracks-by-id';

const titles = ({ store }: Pick<TestApp, 'store'>): string[] =>
  selectQueueItems(store.getState()).map(({ track }) => track.title);

/** Plays songs of a library that `change` changes. */
async function playingApp(tracks: readonly Track[], startIndex = 0) {
  const library = new Map(tracks.map((track) => [track.id, track]));
  const asked: string[][] = [];
  const server = createSignedInServer().on(BY_ID, ({ query }) => {
    const ids = query.get('ids')?.split(',') ?? [];
    asked.push(ids);
    return json({ tracks: ids.flatMap((id) => library.get(id) ?? []) });
  });
  const test = await createSignedInApp({ server });
  test.store.dispatch(playTracks({ tracks, startIndex }));
  await settled();
  const change = async (...changed: Track[]): Promise<void> => {
    for (const track of changed) library.set(track.id, track);
    test.store.dispatch(libraryActions.libraryVersionRaised());
    await settled();
  };
  return { ...test, asked, change };
}

describe('songs of the queue, when the library changes', () => {
  it('are told by their new tags, also on the lock screen, while the sound goes on', async () => {
    const tracks = buildTracks(2);
    const test = await playingApp(tracks);
    await test.engine.playFor(5_000);
    const { prepared } = test.engine;
    await test.change(...tracks.map((track, at) => ({ ...track, title: `New ${at}`, artistCredit: 'Others' })));
    expect(titles(test)).toEqual(['New 0', 'New 1']);
    expect(test.mediaSession.metadata).toMatchObject({ title: 'New 0', artist: 'Others' });
    expect([test.engine.loads.length, test.engine.positionMs, test.engine.isPlaying]).toEqual([1, 5_000, true]);
    expect(test.engine.prepared?.key).toBe(prepared?.key);
    expect(test.engine.forgotten).toBe(0);
  });

  it('are saved no more often for it', async () => {
    const tracks = buildTracks(2);
    const test = await playingApp(tracks);
    await test.environment.pass(2_000);
    await test.change(...tracks.map((track) => ({ ...track, title: 'New' })));
    await test.environment.pass(2_000);
    expect(test.server.bodiesOf('PUT /api/v1/queue')).toHaveLength(1);
  });

  it('come with their new tags out of an undo too', async () => {
    const tracks = buildTracks(2);
    const test = await playingApp(tracks);
    test.store.dispatch(clearQueue());
    await test.change(...tracks.map((track) => ({ ...track, title: 'New' })));
    test.store.dispatch(undoQueueChange());
    expect(titles(test)).toEqual(['New', 'Song 2']);
  });

  it('that were replaced by another file are loaded and decided anew, but the one that plays goes on', async () => {
    const tracks = buildTracks(3);
    const test = await playingApp(tracks);
    const decided: string[] = [];
    test.server.on('POST /api/v1/playback', ({ body }) => {
      const { trackIds } = body as PlaybackRequest;
      decided.push(...trackIds);
      return json({ playbacks: trackIds.map(buildPlayback), refusals: [] });
    });
    test.engine.abilities = { ...test.engine.abilities, segments: [{ container: 'mp4', codec: 'flac' }] };
    test.store.dispatch(playTracks({ tracks }));
    await test.engine.prepared?.open();
    await test.engine.playFor(5_000);
    const loads = test.engine.loads.length;
    await test.change(...tracks.map((track) => ({ ...track, durationMs: 90_000 })));
    expect([test.engine.loads.length, test.engine.positionMs, test.engine.isPlaying]).toEqual([loads, 5_000, true]);
    expect(test.engine.forgotten).toBe(1);
    expect(test.engine.prepared).toMatchObject({ trackId: 'track-2', durationMs: 90_000 });
    await test.engine.prepared?.open();
    expect(decided).toEqual(['track-2', 'track-2']);
  });

  describe('and the one that plays has another file', () => {
    const shown = ({ store, mediaSession }: TestApp) => [
      selectCurrentItem(store.getState())?.track.title,
      mediaSession.metadata?.title,
    ];
    const other = (track: Track): Track => ({ ...track, title: `Other ${track.title}`, durationMs: 90_000 });

    it('it is told by what is heard, until it is played anew', async () => {
      const tracks = buildTracks(2);
      const test = await playingApp(tracks);
      await test.change(...tracks.map(other));
      expect(shown(test)).toEqual(['Song 1', 'Song 1']);
      expect(titles(test)).toEqual(['Song 1', 'Other Song 2']);
      test.store.dispatch(jumpTo(selectCurrentItem(test.store.getState())?.itemId ?? ''));
      expect(shown(test)).toEqual(['Other Song 1', 'Other Song 1']);
      expect(test.engine.source?.durationMs).toBe(90_000);
    });

    it('it is told by its new file once that is heard, whichever is known first', async () => {
      const tracks = buildTracks(1);
      const test = await playingApp(tracks);
      const hear = () => test.engine.source && test.engine.emit('replaced', { source: test.engine.source });
      await test.change(...tracks.map(other));
      hear();
      expect(shown(test)).toEqual(['Other Song 1', 'Other Song 1']);
      hear();
      await test.change(...tracks);
      expect(shown(test)).toEqual(['Song 1', 'Song 1']);
    });

    it('it comes anew when it is repeated, and behind another song', async () => {
      const tracks = buildTracks(2);
      const test = await playingApp(tracks);
      test.store.dispatch(cycleRepeat());
      test.store.dispatch(cycleRepeat());
      await test.change(...tracks.map(other));
      const { prepared } = test.engine;
      expect(prepared).toMatchObject({ trackId: 'track-1', durationMs: 90_000 });
      await test.change();
      expect(test.engine.prepared).toBe(prepared);
      await test.engine.playFor(test.engine.durationMs);
      expect(shown(test)).toEqual(['Other Song 1', 'Other Song 1']);
      await test.change(...tracks);
      test.store.dispatch(skipNext());
      expect(titles(test)).toEqual(['Song 1', 'Song 2']);
    });
  });

  it('whose files are gone are passed over', async () => {
    const tracks = buildTracks(3);
    const test = await playingApp(tracks);
    await test.change(...tracks.slice(1, 2).map((track) => ({ ...track, isMissing: true })));
    expect(test.engine.prepared?.trackId).toBe('track-3');
  });

  it('whose files are all gone end with a word, and play again when they are back', async () => {
    const tracks = buildTracks(2);
    const test = await playingApp(tracks);
    await test.change(...tracks.map((track) => ({ ...track, isMissing: true })));
    await test.engine.playFor(200_000);
    const { player, notices } = test.store.getState();
    expect([player.status, notices.at(-1)?.textKey]).toEqual(['failed', 'notices.failedMissing']);
    await test.change(...tracks);
    test.store.dispatch(togglePlay());
    await settled();
    expect(test.store.getState().player.status).toBe('playing');
  });

  it('are asked for from the current one on, and the rest of many little by little', async () => {
    const test = await playingApp(buildTracks(250), 200);
    await test.change();
    expect(test.asked.map((ids) => [ids[0], ids.length])).toEqual([['track-201', 100]]);
    await test.environment.pass(5_000);
    expect(test.asked.map((ids) => [ids[0], ids.length])).toEqual([
      ['track-201', 100],
      ['track-51', 100],
      ['track-151', 50],
    ]);
  });

  it('are asked for at once while the library changes all the time, but the rest of many now and then', async () => {
    const test = await playingApp(buildTracks(250));
    for (let changes = 0; changes < 40; changes++) {
      await test.change();
      await test.environment.pass(3_000);
    }
    const asked = Map.groupBy(test.asked, ([first = '']) => first);
    expect(asked.get('track-1')).toHaveLength(40);
    expect(['track-101', 'track-201'].map((first) => asked.get(first)?.length)).toEqual([1, 1]);
    await test.environment.pass(120_000);
    expect(test.asked.slice(-2).map(([first]) => first)).toEqual(['track-101', 'track-201']);
  });

  it('stay as they are when the server does not say, until it does', async () => {
    const tracks = buildTracks(1);
    const test = await playingApp(tracks);
    test.server.on(BY_ID, () => problem('internal', 500));
    await test.change();
    await test.environment.pass(10_000);
    expect(titles(test)).toEqual(['Song 1']);
    test.server.on(BY_ID, () => json({ tracks: tracks.map((track) => ({ ...track, title: 'New' })) }));
    await test.change();
    expect(titles(test)).toEqual(['New']);
  });

  it('have their new tags after a reload', async () => {
    const tracks = buildTracks(2);
    const { storage, store, environment, app } = await playingApp(tracks);
    await environment.pass(2_000);
    const { items, currentItemId } = store.getState().player;
    app.dispose();
    const server = createSignedInServer().on('GET /api/v1/queue', () =>
      json(
        buildQueue({
          items: items.map(({ itemId, track }) => ({ itemId, track: { ...track, title: 'New' } })),
          currentItemId,
          client: `JetStream Test #${storage.get('installation-id')}`,
          updatedAt: '2026-05-04T12:00:01.000Z',
        }),
      ),
    );
    const again = await createSignedInApp({ server, storage, environment });
    expect(titles(again)).toEqual(['New', 'New']);
    expect(again.engine.loads).toHaveLength(1);
  });
});
