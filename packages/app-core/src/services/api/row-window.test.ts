import { describe, expect, it } from 'vitest';
import type { Anchors, Page } from '@jetstream/api-contract';
import { FakeEnvironment, settled } from '#test/support/fake-environment.ts';
import type { ApiResult } from './api-service.ts';
import type { ErrorInfo } from './error-info.ts';
import { pagesAround, RowWindow } from './row-window.ts';

const failure: ErrorInfo = {
  code: 'unavailable',
  isOffline: true,
  fields: [],
  requestId: null,
  retryAfterSeconds: null,
};

/** A list of numbered rows; `offset` stands for rows that came in before all others. */
class FakeList {
  total: number;
  offset = 0;
  isDown = false;
  isHeld = false;
  areAnchorsHeld = false;
  readonly asked: number[] = [];
  readonly aborted: number[] = [];
  #held: (() => void)[] = [];

  constructor(total: number) {
    this.total = total;
  }

  loadAnchors = async (): Promise<ApiResult<Anchors>> => {
    if (this.areAnchorsHeld) await new Promise<void>((resolve) => this.#held.push(resolve));
    if (this.isDown) return { error: failure };
    const cursors = Array.from({ length: Math.ceil(this.total / 100) }, (_, n) => (n === 0 ? null : String(n * 100)));
    return { data: { total: this.total, step: 100, cursors, letters: [{ letter: 'A', row: 0 }] } };
  };

  loadPage = async (input: {
    cursor: string | null;
    limit: number;
    signal: AbortSignal;
  }): Promise<ApiResult<Page<string>>> => {
    const from = Number(input.cursor ?? 0);
    this.asked.push(from);
    input.signal.addEventListener('abort', () => this.aborted.push(from));
    if (this.isHeld) await new Promise<void>((resolve) => this.#held.push(resolve));
    if (this.isDown) return { error: failure };
    const count = Math.min(input.limit, this.total - from);
    const items = Array.from({ length: count }, (_, n) => `row ${from + n + this.offset}`);
    return { data: { items, nextCursor: null, total: this.total } };
  };

  release(): void {
    this.isHeld = false;
    for (const resolve of this.#held) resolve();
    this.#held = [];
  }
}

async function openWindow(list: FakeList) {
  const environment = new FakeEnvironment();
  const rows = new RowWindow<string>(list, (task, delayMs) => environment.schedule(task, delayMs));
  rows.subscribe(() => undefined);
  rows.ensureLoaded();
  await settled();
  return { rows, environment };
}

describe('the pages around the visible rows', () => {
  it('cover them with one page ahead on both sides, within the list', () => {
    expect(pagesAround({ first: 0, last: 20 }, 100_000, 1)).toEqual([0, 1]);
    expect(pagesAround({ first: 250, last: 310 }, 100_000, 1)).toEqual([1, 2, 3, 4]);
    expect(pagesAround({ first: 99_980, last: 99_999 }, 100_000, 1)).toEqual([998, 999]);
    expect(pagesAround({ first: 0, last: 20 }, 0, 1)).toEqual([0]);
    expect(pagesAround({ first: 500, last: 520 }, 100, 0)).toEqual([]);
  });
});

describe('a window on 100,000 rows', () => {
  it('opens at the top with the number of rows and the letters', async () => {
    const { rows } = await openWindow(new FakeList(100_000));
    expect(rows.total).toBe(100_000);
    expect(rows.letters).toEqual([{ letter: 'A', row: 0 }]);
    expect(rows.rowAt(0)).toBe('row 0');
    expect(rows.rowAt(199)).toBe('row 199');
    expect(rows.rowAt(200)).toBeUndefined();
  });

  it('shows the top without waiting for the anchors of a long list', async () => {
    const list = new FakeList(100_000);
    list.areAnchorsHeld = true;
    const { rows } = await openWindow(list);
    expect(rows.rowAt(30)).toBe('row 30');
    expect(rows.total).toBe(100_000);
    expect(rows.isLoading).toBe(false);
    list.release();
    await settled();
    expect(rows.letters).toHaveLength(1);
    expect(rows.rowAt(130)).toBe('row 130');
    expect(list.asked).toEqual([0, 100]);
  });

  it('shows any place once the scrollbar rests there, without loading what it flew over', async () => {
    const list = new FakeList(100_000);
    const { rows, environment } = await openWindow(list);
    for (let first = 1_000; first <= 80_000; first += 1_000) {
      rows.setVisibleRange(first, first + 30);
      await environment.pass(16);
    }
    expect(list.asked).toEqual([0, 100]);
    await environment.pass(200);
    expect(rows.rowAt(80_010)).toBe('row 80010');
    expect(list.asked.slice(2).sort()).toEqual([79_900, 80_000, 80_100]);
  });

  it('loads without a pause while rows pass one by one', async () => {
    const list = new FakeList(100_000);
    const { rows } = await openWindow(list);
    for (let first = 0; first <= 1_000; first += 10) {
      rows.setVisibleRange(first, first + 30);
      await settled();
      expect(rows.rowAt(first + 30)).toBe(`row ${first + 30}`);
    }
  });

  it('cancels the loads of places that were left', async () => {
    const list = new FakeList(100_000);
    const { rows, environment } = await openWindow(list);
    list.isHeld = true;
    rows.setVisibleRange(5_000, 5_030);
    await environment.pass(200);
    rows.setVisibleRange(50_000, 50_030);
    await environment.pass(200);
    expect(list.aborted.sort()).toEqual([4_900, 5_000, 5_100]);
    list.release();
    await settled();
    expect(rows.rowAt(5_000)).toBeUndefined();
    expect(rows.rowAt(50_000)).toBe('row 50000');
  });

  it('keeps a bounded number of rows', async () => {
    const { rows, environment } = await openWindow(new FakeList(100_000));
    for (let first = 0; first < 90_000; first += 700) {
      rows.setVisibleRange(first, first + 30);
      await environment.pass(200);
    }
    expect(rows.heldRows).toBeLessThanOrEqual(2_400);
    expect(rows.rowAt(89_600)).toBe('row 89600');
  });

  it('keeps its place and its rows on show while a changed library is fetched again', async () => {
    const list = new FakeList(100_000);
    const { rows, environment } = await openWindow(list);
    rows.setVisibleRange(40_000, 40_030);
    await environment.pass(200);
    list.offset = 1;
    list.total = 100_001;
    list.isHeld = true;
    rows.reload();
    await settled();
    expect(rows.rowAt(40_000)).toBe('row 40000');
    list.release();
    await settled();
    expect(rows.rowAt(40_000)).toBe('row 40001');
    expect(rows.total).toBe(100_001);
  });

  it('forgets rows beyond the end of a list that shrank', async () => {
    const list = new FakeList(500);
    const { rows, environment } = await openWindow(list);
    rows.setVisibleRange(450, 480);
    await environment.pass(200);
    list.total = 120;
    rows.reload();
    await settled();
    expect(rows.rowAt(460)).toBeUndefined();
    expect(rows.total).toBe(120);
  });

  it('shows an error and loads when asked again', async () => {
    const list = new FakeList(1_000);
    list.isDown = true;
    const { rows } = await openWindow(list);
    expect(rows.error).toEqual(failure);
    expect(rows.isLoading).toBe(false);
    list.isDown = false;
    rows.retry();
    expect(rows.isLoading).toBe(true);
    await settled();
    expect(rows.error).toBeNull();
    expect(rows.rowAt(0)).toBe('row 0');
  });

  it('gives the rows from a place on, fetching those it does not hold', async () => {
    const { rows } = await openWindow(new FakeList(1_000));
    const { items } = await rows.fetchFrom(150, 300);
    expect(items).toHaveLength(300);
    expect(items[0]).toBe('row 150');
    expect(items.at(-1)).toBe('row 449');
    expect((await rows.fetchFrom(950, 300)).items).toHaveLength(50);
  });

  it('is empty without an error when there is nothing', async () => {
    const { rows } = await openWindow(new FakeList(0));
    expect(rows.total).toBe(0);
    expect(rows.isLoading).toBe(false);
    expect(rows.error).toBeNull();
  });
});
