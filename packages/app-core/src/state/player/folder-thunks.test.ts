import { describe, expect, it } from 'vitest';
import { settled } from '#test/support/fake-environment.ts';
import { buildTrack, json, problem, type FakeServer } from '#test/support/fake-server.ts';
import { createSignedInApp, createSignedInServer, type TestApp } from '#test/support/test-app.ts';
import { playFolder } from './folder-thunks.ts';
import { selectCurrentItem, selectQueueItems } from './player-selectors.ts';
import { playTracks } from './queue-thunks.ts';

const titles = ({ store }: TestApp): string[] => selectQueueItems(store.getState()).map(({ track }) => track.title);

/** `music` holds two albums, one of them with a second disc below it, and an empty folder. */
const tree: Record<string, { folders: string[]; tracks: string[] }> = {
  music: { folders: ['a', 'empty', 'b'], tracks: [] },
  a: { folders: ['a2'], tracks: ['A1', 'A2'] },
  a2: { folders: [], tracks: ['A3'] },
  b: { folders: [], tracks: ['B1'] },
};
const toFolder = (id: string) => {
  return { id, libraryId: 'library-1', parentId: null, name: id, trackCount: id === 'empty' ? 0 : 1 };
};

function createFolderServer(): FakeServer {
  return createSignedInServer().on('GET /api/v1/folders/:folderId', ({ path }) => {
    const id = path.split('/').at(-1) ?? '';
    const found = tree[id];
    if (!found) return problem('not-found', 404);
    const tracks = found.tracks.map((title) => buildTrack({ id: title, title }));
    return json({ folder: toFolder(id), ancestors: [], folders: found.folders.map(toFolder), tracks });
  });
}

describe('playing a folder', () => {
  it('takes the folders below it too, in the order of the tree, and leaves out empty ones', async () => {
    const test = await createSignedInApp({ server: createFolderServer() });
    await test.store.dispatch(playFolder('music'));
    expect(titles(test)).toEqual(['A1', 'A2', 'A3', 'B1']);
    expect(selectCurrentItem(test.store.getState())?.source).toEqual({ kind: 'folder', id: 'music', title: 'music' });
    expect(test.server.unplanned).toEqual([]);
  });

  it('shuffles all of them', async () => {
    const test = await createSignedInApp({ server: createFolderServer() });
    await test.store.dispatch(playFolder('music', { isShuffled: true }));
    expect(titles(test).toSorted()).toEqual(['A1', 'A2', 'A3', 'B1']);
    expect(test.store.getState().player.isShuffled).toBe(true);
  });

  it('stops gathering when something else was started meanwhile', async () => {
    const test = await createSignedInApp({ server: createFolderServer() });
    const walk = test.store.dispatch(playFolder('a'));
    await settled();
    test.store.dispatch(playTracks({ tracks: [buildTrack({ title: 'Other' })] }));
    await walk;
    expect(titles(test)).toEqual(['Other']);
  });

  it('says so when the folder is gone', async () => {
    const test = await createSignedInApp({ server: createFolderServer() });
    await test.store.dispatch(playFolder('gone'));
    expect(test.store.getState().notices.map(({ textKey }) => textKey)).toEqual(['notices.loadFailed']);
  });
});
