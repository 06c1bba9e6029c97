// @vitest-environment happy-dom
import { act, renderHook } from '@testing-library/react';
import { StrictMode, type ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import type { Track } from '@jetstream/api-contract';
import { toggleStar } from '../state/library/annotation-thunks.ts';
import { seekTo } from '../state/player/playback-thunks.ts';
import { playTracks } from '../state/player/queue-thunks.ts';
import { settled } from '#test/support/fake-environment.ts';
import { buildTrack, buildTracks, json, problem } from '#test/support/fake-server.ts';
import { createSignedInApp, createSignedInServer, type TestApp } from '#test/support/test-app.ts';
import {
  AppProvider,
  useAnnotation,
  useGetTrackQuery,
  usePagedList,
  usePlaybackFraction,
  usePlaybackPosition,
  useTrackMark,
  useWindowedRows,
} from './hooks.ts';

function render<T>({ app }: TestApp, useHook: () => T) {
  const wrapper = ({ children }: { children: ReactNode }) => (
    <StrictMode>
      <AppProvider app={app}>{children}</AppProvider>
    </StrictMode>
  );
  return renderHook(useHook, { wrapper });
}

function createListServer(total: number) {
  const rows = buildTracks(total);
  return createSignedInServer()
    .on('GET /api/v1/track-anchors', () => {
      const cursors = Array.from({ length: Math.ceil(total / 100) }, (_, n) => (n === 0 ? null : String(n * 100)));
      return json({ total, step: 100, cursors, letters: [{ letter: 'S', row: 0 }] });
    })
    .on('GET /api/v1/tracks', ({ query }) => {
      const from = Number(query.get('cursor') ?? 0);
      const items = rows.slice(from, from + Number(query.get('limit') ?? 50));
      const end = from + items.length;
      return json({ items, nextCursor: end < total ? String(end) : null, total });
    });
}

describe('useWindowedRows', () => {
  it('gives rows at any place, and the same rows at once when the list is opened again', async () => {
    const test = await createSignedInApp({ server: createListServer(5_000) });
    const first = render(test, () => useWindowedRows({ kind: 'tracks', filter: { sort: 'title' } }));
    expect(first.result.current.isLoading).toBe(true);
    await act(() => test.environment.pass(50));
    expect(first.result.current.total).toBe(5_000);
    act(() => first.result.current.setVisibleRange(4_200, 4_230));
    await act(() => test.environment.pass(500));
    const row: Track | undefined = first.result.current.rowAt(4_210);
    expect(row?.title).toBe('Song 4211');
    first.unmount();
    const again = render(test, () => useWindowedRows({ kind: 'tracks', filter: { sort: 'title' } }));
    expect(again.result.current.rowAt(4_210)?.title).toBe('Song 4211');
  });

  it('asks once in strict mode', async () => {
    const test = await createSignedInApp({ server: createListServer(80) });
    render(test, () => useWindowedRows({ kind: 'tracks', filter: {} }));
    await act(() => test.environment.pass(50));
    expect(test.server.requests.filter(({ path }) => path.startsWith('/api/v1/track'))).toHaveLength(2);
  });
});

describe('usePagedList', () => {
  it('reads page after page to the end', async () => {
    const test = await createSignedInApp({ server: createListServer(120) });
    const list = render(test, () => usePagedList('listTracks', { limit: 50 }));
    await act(() => test.environment.pass(50));
    expect(list.result.current).toMatchObject({ total: 120, hasMore: true });
    for (let page = 0; page < 3; page += 1) {
      act(() => list.result.current.loadMore());
      await act(() => test.environment.pass(50));
    }
    expect(list.result.current.items).toHaveLength(120);
    expect(list.result.current.hasMore).toBe(false);
  });
});

describe('the hooks named after endpoints', () => {
  it('answer with data, or with an error to switch on', async () => {
    const server = createSignedInServer().on('GET /api/v1/tracks/:trackId', ({ path }) =>
      path.endsWith('track-1') ? json(buildTrack()) : problem('not-found', 404),
    );
    const test = await createSignedInApp({ server });
    const found = render(test, () => useGetTrackQuery({ params: { trackId: 'track-1' } }));
    const absent = render(test, () => useGetTrackQuery({ params: { trackId: 'nothing' } }));
    await act(() => test.environment.pass(50));
    expect(found.result.current.data?.title).toBe('Tailwind');
    expect(absent.result.current.error).toMatchObject({ code: 'not-found' });
  });
});

describe('what plays', () => {
  it('is told to the position hooks as often as they ask for', async () => {
    const test = await createSignedInApp();
    let renders = 0;
    const clock = render(test, () => {
      renders += 1;
      return usePlaybackPosition({ intervalMs: 1_000 });
    });
    const bar = render(test, () => usePlaybackFraction());
    act(() => test.store.dispatch(playTracks({ tracks: buildTracks(2) })));
    await act(() => settled());
    renders = 0;
    for (let step = 0; step < 40; step += 1) await act(() => test.engine.playFor(250));
    expect(clock.result.current).toMatchObject({ positionMs: 10_000, durationMs: 200_000 });
    expect(renders).toBeLessThanOrEqual(20);
    expect(bar.result.current).toBeCloseTo(0.05);
    act(() => test.store.dispatch(seekTo(150_000)));
    expect(clock.result.current.positionMs).toBe(150_000);
  });

  it('marks its own row', async () => {
    const test = await createSignedInApp();
    const mark = render(test, () => useTrackMark('track-1'));
    expect(mark.result.current).toBeNull();
    act(() => test.store.dispatch(playTracks({ tracks: buildTracks(2) })));
    expect(mark.result.current).toBe('playing');
  });
});

describe('useAnnotation', () => {
  it('shows a star in the same frame in every row of the item', async () => {
    const server = createSignedInServer().on('PUT /api/v1/stars/:kind/:id', () => new Promise(() => undefined));
    const test = await createSignedInApp({ server });
    const rows = [buildTrack(), { ...buildTrack(), title: 'The same in another list' }].map((track) =>
      render(test, () => useAnnotation('track', track)),
    );
    act(() => void test.store.dispatch(toggleStar({ kind: 'track', id: 'track-1', isStarred: true })));
    expect(rows.map(({ result }) => result.current.starredAt)).toEqual(Array(2).fill('2026-05-04T12:00:00.000Z'));
  });
});
