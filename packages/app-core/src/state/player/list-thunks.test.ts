import { describe, expect, it } from 'vitest';
import { FakeEnvironment, settled } from '#test/support/fake-environment.ts';
import { buildTracks, json, problem, type FakeServer } from '#test/support/fake-server.ts';
import { createSignedInApp, createSignedInServer, type TestApp } from '#test/support/test-app.ts';
import { playFilter, playGenre } from './list-thunks.ts';
import { jumpTo } from './playback-thunks.ts';
import { selectCurrentItem, selectQueueItems } from './player-selectors.ts';
import { clearQueue, playTracks, undoQueueChange } from './queue-thunks.ts';

const titles = ({ store }: TestApp): string[] => selectQueueItems(store.getState()).map(({ track }) => track.title);
const current = ({ store }: TestApp): string | undefined => selectCurrentItem(store.getState())?.track.title;
const numbers = (test: TestApp): number[] => titles(test).map((title) => Number(title.slice(5)));

function createListServer(total: number): FakeServer {
  const rows = buildTracks(total);
  const cursors = Array.from({ length: Math.ceil(total / 100) }, (_, page) => (page === 0 ? null : `c${page * 100}`));
  return createSignedInServer()
    .on('GET /api/v1/track-anchors', () => json({ total, step: 100, cursors, letters: [] }))
    .on('GET /api/v1/tracks', ({ query }) => {
      const from = Number((query.get('cursor') ?? 'c0').slice(1));
      return json({ items: rows.slice(from, from + 100), nextCursor: null, total });
    });
}

/** Several pages come one after the other. */
async function pagesSettled(): Promise<void> {
  for (let page = 0; page < 6; page += 1) await settled();
}

async function jumpToLast(test: TestApp): Promise<void> {
  test.store.dispatch(jumpTo(selectQueueItems(test.store.getState()).at(-1)?.itemId ?? 'none'));
  await pagesSettled();
}

describe('playing a list of songs', () => {
  it('queues its rows from the one that was chosen', async () => {
    const test = await createSignedInApp({ server: createListServer(320) });
    await test.store.dispatch(playFilter({ sort: 'title' }, { startRow: 150 }));
    await pagesSettled();
    expect(current(test)).toBe('Song 151');
    expect(titles(test)).toHaveLength(170);
    expect(titles(test).at(-1)).toBe('Song 320');
  });

  it('starts with five hundred and goes on to the end of the list as the queue runs short', async () => {
    const test = await createSignedInApp({ server: createListServer(760) });
    await test.store.dispatch(playFilter({ sort: 'title' }));
    await pagesSettled();
    expect(titles(test)).toHaveLength(500);
    await jumpToLast(test);
    expect(titles(test)).toHaveLength(700);
    await jumpToLast(test);
    expect(numbers(test)).toEqual(Array.from({ length: 760 }, (_, index) => index + 1));
    expect(test.store.getState().player.continuation).toBeNull();
  });

  it('goes on with the list when its clearing was undone', async () => {
    const test = await createSignedInApp({ server: createListServer(760) });
    await test.store.dispatch(playFilter({ sort: 'title' }));
    await pagesSettled();
    test.store.dispatch(clearQueue());
    test.store.dispatch(undoQueueChange());
    await jumpToLast(test);
    expect(titles(test)).toHaveLength(700);
  });

  it('does not go on with a list that was left for something else', async () => {
    const test = await createSignedInApp({ server: createListServer(760) });
    await test.store.dispatch(playFilter({ sort: 'title' }));
    test.store.dispatch(playTracks({ tracks: buildTracks(2) }));
    await pagesSettled();
    expect(titles(test)).toEqual(['Song 1', 'Song 2']);
  });

  it('shuffles from the whole list, without a song twice', async () => {
    const environment = new FakeEnvironment();
    const test = await createSignedInApp({ server: createListServer(5_000), environment });
    await test.store.dispatch(playFilter({ sort: 'title' }, { isShuffled: true }));
    await pagesSettled();
    const drawn = numbers(test);
    expect(drawn).toHaveLength(500);
    expect(new Set(drawn).size).toBe(500);
    expect(new Set(drawn.map((number) => Math.floor((number - 1) / 100))).size).toBeGreaterThan(10);
    expect(drawn.some((number) => number > 2_500)).toBe(true);
    await jumpToLast(test);
    expect(new Set(numbers(test)).size).toBe(700);
  });

  it('shuffles a list of one page as a whole', async () => {
    const test = await createSignedInApp({ server: createListServer(40) });
    await test.store.dispatch(playFilter({ sort: 'title' }, { isShuffled: true }));
    await pagesSettled();
    expect(numbers(test).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  });

  it('asks again at the next song when the list could not be fetched', async () => {
    const plain = createListServer(760);
    const other = await createSignedInApp({
      server: plain.on('GET /api/v1/track-anchors', () => problem('forbidden', 403)),
    });
    await other.store.dispatch(playFilter({ sort: 'title' }));
    await pagesSettled();
    expect(titles(other)).toHaveLength(100);
    plain.on('GET /api/v1/track-anchors', () =>
      json({
        total: 760,
        step: 100,
        cursors: [null, ...Array.from({ length: 7 }, (_, at) => `c${at * 100 + 100}`)],
        letters: [],
      }),
    );
    await jumpToLast(other);
    expect(titles(other)).toHaveLength(500);
  });

  it('says so when a genre has nothing to play', async () => {
    const test = await createSignedInApp({ server: createListServer(0) });
    await test.store.dispatch(playGenre('genre-1'));
    expect(test.store.getState().notices.map(({ textKey }) => textKey)).toEqual(['notices.nothingToPlay']);
  });
});
