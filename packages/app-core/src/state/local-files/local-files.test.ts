import type { Track } from '@jetstream/api-contract';
import { describe, expect, it } from 'vitest';
import { buildLocalTrack } from '#test/support/fake-local-files.ts';
import { settled } from '#test/support/fake-environment.ts';
import { buildTrack } from '#test/support/fake-server.ts';
import { createSignedInApp, type TestApp } from '#test/support/test-app.ts';
import { selectCurrentItem, selectQueueItems } from '../player/player-selectors.ts';
import { addToQueue, playTracks, removeFromQueue, undoQueueChange } from '../player/queue-thunks.ts';
import { updateSettings } from '../settings/settings-thunks.ts';
import { signOut } from '../user/user-thunks.ts';
import { libraryApi } from '../library/library-api.ts';
import { jumpTo } from '../player/playback-thunks.ts';
import { selectLocalTracks, selectSkippedLocalFiles, selectWaitingLocalFiles } from './local-files-slice.ts';
import { forgetLocalFiles } from './local-files-thunks.ts';

const queued = ({ store }: TestApp): string[] => selectQueueItems(store.getState()).map(({ track }) => track.title);
const listed = ({ store }: TestApp): string[] => selectLocalTracks(store.getState()).map(({ title }) => title);

const waveform = { durationMs: 1_000, headSilenceMs: 0, tailSilenceMs: 0, peaks: '', rms: '' };

function choose({ localFiles }: TestApp, ...parts: string[][]): void {
  for (const [index, names] of parts.entries())
    localFiles.emit('chosen', {
      choiceId: parts.flat().join(),
      tracks: names.map(buildLocalTrack),
      isFirst: index === 0,
      skippedCount: 1,
    });
}

describe('files of this device', () => {
  it('play at once, in the order of their names, while the others are still read', async () => {
    const test = await createSignedInApp();
    choose(test, ['a'], ['b', 'c']);
    expect(queued(test)).toEqual(['a', 'b', 'c']);
    expect(test.engine.source).toMatchObject({ kind: 'local-file', trackId: 'local:a' });
    expect(selectSkippedLocalFiles(test.store.getState())).toBe(2);
  });

  it('stay listed when the queue was left for something else, which they do not disturb', async () => {
    const test = await createSignedInApp();
    test.localFiles.emit('chosen', { choiceId: '1', tracks: [buildLocalTrack('a')], isFirst: true, skippedCount: 0 });
    test.store.dispatch(playTracks({ tracks: [buildTrack({ title: 'Other' })] }));
    test.localFiles.emit('chosen', { choiceId: '1', tracks: [buildLocalTrack('b')], isFirst: false, skippedCount: 0 });
    expect(queued(test)).toEqual(['Other']);
    expect(listed(test)).toEqual(['a', 'b']);
  });

  it('are told to the server neither as a play nor as a queue', async () => {
    const test = await createSignedInApp();
    choose(test, ['a']);
    await settled();
    await test.engine.playFor(120_000);
    await test.environment.pass(20_000);
    expect(
      test.server.requests.map(({ route }) => route).filter((route) => /^(PUT|POST) .*(plays|queue)/.test(route)),
    ).toEqual([]);
  });

  it('are left out of a queue that goes with the person', async () => {
    const test = await createSignedInApp();
    test.store.dispatch(playTracks({ tracks: [buildTrack({ id: 't1' })] }));
    test.store.dispatch(addToQueue([buildLocalTrack('a')]));
    await test.environment.pass(2_000);
    expect(test.server.bodiesOf('PUT /api/v1/queue')).toMatchObject([{ items: [{ trackId: 't1' }] }]);
  });

  it('leave the queue from before to come back to, also when it was about to be saved', async () => {
    const test = await createSignedInApp();
    test.store.dispatch(playTracks({ tracks: [buildTrack({ id: 't1' })] }));
    choose(test, ['a']);
    await test.environment.pass(2_000);
    expect(test.server.bodiesOf('PUT /api/v1/queue')).toMatchObject([{ items: [{ trackId: 't1' }] }]);
  });

  it('leave the queue from before to come back to, also when all of them are forgotten', async () => {
    const test = await createSignedInApp();
    test.store.dispatch(playTracks({ tracks: [buildTrack({ id: 't1' })] }));
    choose(test, ['a']);
    test.store.dispatch(forgetLocalFiles(test.store.getState().player.items.map(({ track }) => track.id)));
    await test.environment.pass(10_000);
    for (const body of test.server.bodiesOf('PUT /api/v1/queue'))
      expect(body).toMatchObject({ items: [{ trackId: 't1' }] });
    expect(test.server.bodiesOf('PUT /api/v1/queue')).not.toHaveLength(0);
  });

  it('go all at once: what is left plays on, nothing is said, and no undo brings them back', async () => {
    const test = await createSignedInApp();
    choose(test, ['a'], ['b', 'c']);
    test.store.dispatch(addToQueue([buildTrack({ title: 'Other' })]));
    test.store.dispatch(removeFromQueue(selectQueueItems(test.store.getState())[1]?.itemId ?? ''));
    const [loads, notices] = [test.engine.loads.length, test.store.getState().notices];
    test.store.dispatch(forgetLocalFiles(['local:a', 'local:b', 'local:c']));
    expect([queued(test), listed(test)]).toEqual([['Other'], []]);
    expect(test.engine.loads.slice(loads).map(({ source }) => source.kind)).toEqual(['api-stream']);
    expect(test.store.getState().notices).toEqual(notices);
    test.store.dispatch(undoQueueChange());
    expect(queued(test)).toEqual(['Other']);
    expect(test.engine.loads).toHaveLength(loads + 1);
  });

  it('fall silent when nothing else is queued', async () => {
    const test = await createSignedInApp();
    choose(test, ['a', 'b']);
    const loads = test.engine.loads.length;
    test.store.dispatch(forgetLocalFiles(['local:a', 'local:b']));
    expect([test.engine.source, test.store.getState().player.status]).toEqual([null, 'idle']);
    expect(test.engine.loads).toHaveLength(loads);
  });

  it('leave the queue with the list, and are forgotten with who signs out', async () => {
    const test = await createSignedInApp();
    choose(test, ['a', 'b']);
    test.store.dispatch(forgetLocalFiles(['local:a']));
    expect([queued(test), listed(test)]).toEqual([['b'], ['b']]);
    await test.store.dispatch(signOut());
    expect(listed(test)).toEqual([]);
    expect(test.localFiles.asked.filter((asked) => asked.startsWith('forget'))).toEqual([
      'forget local:a',
      'forget all',
    ]);
    expect(test.localFiles.rememberedFor).toBeUndefined();
  });

  it('that play are measured first, then what follows; each is brought to its level when it was', async () => {
    const test = await createSignedInApp();
    choose(test, ['a', 'b', 'c']);
    expect(test.localFiles.asked).toContain('measure local:a,local:b');
    const loudness = { trackGainDb: -6, trackPeak: 0.9, albumGainDb: null, albumPeak: null };
    test.localFiles.emit('measured', { trackId: 'local:a', waveform, loudness });
    await settled();
    expect(test.engine.loudness.get('local:a')).toEqual(loudness);
    const found = libraryApi.endpoints.getWaveform.select({ params: { trackId: 'local:a' } })(test.store.getState());
    expect(found.data).toEqual(waveform);
  });

  it('have the rest of their albums measured for who levels by albums', async () => {
    const test = await createSignedInApp();
    choose(test, ['a', 'b', 'c']);
    test.store.dispatch(updateSettings({ levelling: 'album' }));
    expect(test.localFiles.asked.at(-1)).toBe('measure local:a,local:b and albums');
  });

  it('have words of which the server is not asked', async () => {
    const test = await createSignedInApp();
    const words = { isTimed: false, language: null, source: 'file', voices: [], lines: [] } as const;
    test.localFiles.lyrics.set('local:a', { ...words, voices: [], lines: [] });
    const read = (trackId: string) =>
      test.store.dispatch(libraryApi.endpoints.getLyrics.initiate({ params: { trackId } }));
    expect((await read('local:a')).data).toEqual(words);
    expect((await read('local:b')).error).toMatchObject({ code: 'not-found' });
    expect(test.server.requests.filter(({ route }) => route.includes('lyrics'))).toEqual([]);
  });
});

describe('a queue of files of this device', () => {
  const leave = async (last?: Track) => {
    const before = await createSignedInApp();
    before.store.dispatch(playTracks({ tracks: [buildTrack({ id: 't1' })] }));
    choose(before, ['a', 'b', 'c']);
    before.store.dispatch(jumpTo(selectQueueItems(before.store.getState())[1]?.itemId ?? ''));
    before.engine.seek(83_400);
    if (last) before.store.dispatch(playTracks({ tracks: [last] }));
    before.environment.hide();
    before.app.dispose();
    return before.storage;
  };

  it('goes on after a reload to the second, when the person opens them again', async () => {
    const test = await createSignedInApp({ storage: await leave() });
    const tracks = ['a', 'b', 'c'].map(buildLocalTrack);
    test.localFiles.emit('remembered', { tracks, way: 'permission' });
    expect(selectWaitingLocalFiles(test.store.getState())?.tracks).toHaveLength(3);
    expect(queued(test)).not.toContain('b');
    test.localFiles.emit('reopened', { tracks, way: 'permission' });
    expect([queued(test), listed(test)]).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ]);
    expect(test.engine.loads.at(-1)).toMatchObject({ positionMs: 83_400, isPaused: false });
    expect(selectCurrentItem(test.store.getState())?.track.title).toBe('b');
    expect(selectWaitingLocalFiles(test.store.getState())).toBeNull();
  });

  it('waits paused where the browser opens the files by itself, and leaves out what is gone', async () => {
    const test = await createSignedInApp({ storage: await leave() });
    test.localFiles.forget(['local:a']);
    test.localFiles.emit('reopened', { tracks: ['b', 'c'].map(buildLocalTrack), way: 'by-itself' });
    expect(queued(test)).toEqual(['b', 'c']);
    expect(test.engine.loads.at(-1)).toMatchObject({ positionMs: 83_400, isPaused: true });
    await test.environment.pass(20_000);
    expect(test.server.bodiesOf('PUT /api/v1/queue')).toEqual([]);
  });

  it('that was left for another one makes way for the files that the person chooses once more', async () => {
    const test = await createSignedInApp({ storage: await leave(buildTrack({ title: 'Other' })) });
    expect(test.localFiles.rememberedFor).toBe(test.store.getState().user.user?.id);
    const tracks = ['a', 'b'].map(buildLocalTrack);
    test.localFiles.emit('remembered', { tracks, way: 'choice' });
    test.localFiles.emit('reopened', { tracks, way: 'choice', choiceId: '2' });
    test.localFiles.emit('chosen', { choiceId: '2', tracks: [buildLocalTrack('c')], isFirst: false, skippedCount: 1 });
    expect([queued(test), listed(test)]).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ]);
    expect(test.engine.loads.at(-1)).toMatchObject({ positionMs: 0, isPaused: false });
    expect(selectSkippedLocalFiles(test.store.getState())).toBe(1);
  });

  it('is not there when the files could not be read, and the person is told', async () => {
    const test = await createSignedInApp();
    test.localFiles.emit('chooseFailed', {});
    expect(test.store.getState().notices.map(({ textKey }) => textKey)).toEqual(['notices.localFilesFailed']);
  });

  it('lists a file once that is told twice', async () => {
    const test = await createSignedInApp();
    for (const way of ['by-itself', 'permission'] as const)
      test.localFiles.emit('reopened', { tracks: [buildLocalTrack('a')], way });
    expect(listed(test)).toEqual(['a']);
  });

  it('is not brought back once it was left for another one', async () => {
    const test = await createSignedInApp({ storage: await leave(buildTrack({ title: 'Other' })) });
    test.localFiles.emit('reopened', { tracks: ['a', 'b'].map(buildLocalTrack), way: 'permission' });
    expect([queued(test), listed(test)]).toEqual([['Other'], ['a', 'b']]);
  });
});
