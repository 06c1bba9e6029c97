import { describe, expect, it } from 'vitest';
import { settled } from '#test/support/fake-environment.ts';
import { buildAlbum, buildTrack, buildTracks, json } from '#test/support/fake-server.ts';
import { createSignedInApp, createSignedInServer } from '#test/support/test-app.ts';
import { endSession } from '../user/user-thunks.ts';
import type { AppThunk } from '../app-state.ts';
import { playFolder } from './folder-thunks.ts';
import { playArtist, playFilter } from './list-thunks.ts';
import { jumpTo } from './playback-thunks.ts';
import { selectCurrentItem, selectQueueItems } from './player-selectors.ts';
import { playAlbum, playTracks } from './queue-thunks.ts';

const lateTrack = buildTrack({ id: 'late', title: 'Late' });
const folder = { id: 'late', libraryId: 'library-1', parentId: null, name: 'late', trackCount: 1 };

/** Whatever is asked for comes when the test says so. */
async function createSlowApp() {
  const { promise, resolve } = Promise.withResolvers<void>();
  const late = (answer: unknown) => async () => {
    await promise;
    return json(answer);
  };
  const server = createSignedInServer()
    .on('GET /api/v1/albums/:albumId', late({ ...buildAlbum(), tracks: [lateTrack], discTitles: [], moreByArtist: [] }))
    .on('GET /api/v1/folders/:folderId', late({ folder, ancestors: [], folders: [], tracks: [lateTrack] }))
    .on('GET /api/v1/track-anchors', late({ total: 1, step: 100, cursors: [null], letters: [] }))
    .on('GET /api/v1/tracks', late({ items: [lateTrack], nextCursor: null, total: 1 }))
    .on('GET /api/v1/artists/:artistId', late({ id: 'late', name: 'Late', albums: [], appearsOn: [] }));
  const test = await createSignedInApp({ server });
  const current = () => selectCurrentItem(test.store.getState())?.track.title;
  const come = async (): Promise<void> => {
    resolve();
    for (let answer = 0; answer < 6; answer += 1) await settled();
  };
  return { ...test, current, come };
}

const choices: readonly [string, () => AppThunk<Promise<void>>][] = [
  ['an album', () => playAlbum('late')],
  ['an artist', () => playArtist('late')],
  ['a list', () => playFilter({ sort: 'title' })],
  ['a list by chance', () => playFilter({ sort: 'title' }, { isShuffled: true })],
  ['a folder', () => playFolder('late')],
  ['a folder by chance', () => playFolder('late', { isShuffled: true })],
];

describe.each(choices)('%s whose songs come late', (_name, choose) => {
  it('plays when they have come', async () => {
    const { store, current, come } = await createSlowApp();
    void store.dispatch(choose());
    await come();
    expect(current()).toBe('Late');
  });

  it('does not take the place of what was chosen since', async () => {
    const { store, current, come } = await createSlowApp();
    void store.dispatch(choose());
    store.dispatch(playTracks({ tracks: buildTracks(2) }));
    await come();
    expect(current()).toBe('Song 1');
  });

  it('does not take the place of a song of the queue that was chosen since', async () => {
    const { store, current, come } = await createSlowApp();
    store.dispatch(playTracks({ tracks: buildTracks(2) }));
    void store.dispatch(choose());
    store.dispatch(jumpTo(selectQueueItems(store.getState())[1]?.itemId ?? 'none'));
    await come();
    expect(current()).toBe('Song 2');
  });

  it('is not played for who has signed out meanwhile', async () => {
    const { store, current, come } = await createSlowApp();
    void store.dispatch(choose());
    store.dispatch(endSession('signed-out'));
    await come();
    expect(current()).toBeUndefined();
  });
});
