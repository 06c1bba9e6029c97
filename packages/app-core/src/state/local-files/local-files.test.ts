import { describe, expect, it } from 'vitest';
import { buildLocalTrack } from '#test/support/fake-local-files.ts';
import { settled } from '#test/support/fake-environment.ts';
import { buildTrack } from '#test/support/fake-server.ts';
import { createSignedInApp, type TestApp } from '#test/support/test-app.ts';
import { selectQueueItems } from '../player/player-selectors.ts';
import { addToQueue, playTracks, removeFromQueue, undoQueueChange } from '../player/queue-thunks.ts';
import { signOut } from '../user/user-thunks.ts';
import { selectLocalTracks, selectSkippedLocalFiles } from './local-files-slice.ts';
import { forgetLocalFiles } from './local-files-thunks.ts';

const queued = ({ store }: TestApp): string[] => selectQueueItems(store.getState()).map(({ track }) => track.title);
const listed = ({ store }: TestApp): string[] => selectLocalTracks(store.getState()).map(({ title }) => title);

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
      'forget local:b',
    ]);
  });
});
