import type { Anchors, Page } from '@jetstream/api-contract';
import type { ApiResult } from './api-service.ts';
import type { ErrorInfo } from './error-info.ts';

export interface RowLoader<T> {
  loadAnchors(signal: AbortSignal): Promise<ApiResult<Anchors>>;
  loadPage(input: { cursor: string | null; limit: number; signal: AbortSignal }): Promise<ApiResult<Page<T>>>;
}

export const ROWS_PER_PAGE = 100;
const MOST_PAGES = 24;
const PAGES_AHEAD = 1;
/** While the scrollbar flies, pages are asked for only when it has rested this long. */
const REST_MS = 90;

interface LoadedPage<T> {
  rows: readonly T[];
  /** Loaded before the last change of the library: shown until its successor has come. */
  isStale: boolean;
}

/** First and last page that the rows touch, widened by `ahead` pages and clamped to the list. */
export function pagesAround(range: { first: number; last: number }, total: number, ahead: number): number[] {
  const lastPage = Math.max(0, Math.ceil(total / ROWS_PER_PAGE) - 1);
  const from = Math.max(0, Math.floor(range.first / ROWS_PER_PAGE) - ahead);
  const to = Math.min(lastPage, Math.floor(range.last / ROWS_PER_PAGE) + ahead);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

/**
 * A long list, opened anywhere: anchors give the cursor of each hundredth row, pages are loaded around what is visible.
 * Memory is bounded; loads that the person has scrolled past are cancelled.
 */
export class RowWindow<T> {
  readonly #loader: RowLoader<T>;
  readonly #schedule: (task: () => void, delayMs: number) => () => void;
  readonly #listeners = new Set<() => void>();
  readonly #pages = new Map<number, LoadedPage<T>>();
  readonly #loads = new Map<number, AbortController>();
  #anchors: Anchors | undefined;
  /** From the first page, which may come before the anchors. */
  #firstTotal: number | undefined;
  #anchorsLoad: { abort: AbortController; done: Promise<void> } | undefined;
  #visible = { first: 0, last: 0 };
  #cancelRest: (() => void) | undefined;
  #version = 0;
  #error: ErrorInfo | null = null;

  constructor(loader: RowLoader<T>, schedule: (task: () => void, delayMs: number) => () => void) {
    this.#loader = loader;
    this.#schedule = schedule;
  }

  get total(): number {
    return this.#anchors?.total ?? this.#firstTotal ?? 0;
  }
  get letters(): readonly { letter: string; row: number }[] {
    return this.#anchors?.letters ?? [];
  }
  get isLoading(): boolean {
    return this.#anchors === undefined && this.#firstTotal === undefined && this.#error === null;
  }
  get error(): ErrorInfo | null {
    return this.#error;
  }
  get version(): number {
    return this.#version;
  }
  get isWatched(): boolean {
    return this.#listeners.size > 0;
  }
  /** How many rows are held now. */
  get heldRows(): number {
    let held = 0;
    for (const page of this.#pages.values()) held += page.rows.length;
    return held;
  }

  rowAt(index: number): T | undefined {
    return this.#pages.get(Math.floor(index / ROWS_PER_PAGE))?.rows[index % ROWS_PER_PAGE];
  }

  /** Returns the unsubscription. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  ensureLoaded(): void {
    if (this.#anchors || this.#anchorsLoad) return this.#loadAround();
    void this.#loadAnchors();
    // The top needs no anchors: it is there a round trip earlier.
    if (this.#visible.first < ROWS_PER_PAGE && !this.#loads.has(0)) void this.#loadPage(0);
    return undefined;
  }

  setVisibleRange(first: number, last: number): void {
    const distance = Math.abs(first - this.#visible.first);
    this.#visible = { first, last };
    const isFlying = distance > ROWS_PER_PAGE || this.#cancelRest !== undefined;
    if (!isFlying) return this.#loadAround();
    this.#cancelRest?.();
    this.#cancelRest = this.#schedule(() => {
      this.#cancelRest = undefined;
      this.#loadAround();
    }, REST_MS);
  }

  /** The library changed: the rows stay on show until their successors have come, and the place in the list stays. */
  reload(): void {
    for (const [number, page] of this.#pages) this.#pages.set(number, { ...page, isStale: true });
    for (const load of this.#loads.values()) load.abort();
    this.#loads.clear();
    this.#anchorsLoad?.abort.abort();
    this.#anchorsLoad = undefined;
    if (this.#anchors || this.isWatched) void this.#loadAnchors();
  }

  retry(): void {
    this.#error = null;
    this.#changed();
    if (this.#anchors) this.#loadAround();
    else this.reload();
  }

  /** Rows from `first` on, as far as they are held without a gap. */
  loadedFrom(first: number, count: number): T[] {
    const rows: T[] = [];
    for (let index = first; rows.length < count; index += 1) {
      const row = this.rowAt(index);
      if (row === undefined) return rows;
      rows.push(row);
    }
    return rows;
  }

  /** Rows from `first` on, fetched where they are not held; they are not kept. */
  async fetchFrom(first: number, count: number): Promise<{ items: T[]; error: ErrorInfo | null }> {
    const items = this.loadedFrom(first, count);
    while (items.length < count) {
      const at = first + items.length;
      const number = Math.floor(at / ROWS_PER_PAGE);
      const page = await this.fetchPage(number);
      if (page.error) return { items, error: page.error };
      const rows = page.rows.slice(at - number * ROWS_PER_PAGE);
      if (rows.length === 0) break;
      items.push(...rows.slice(0, count - items.length));
    }
    return { items, error: null };
  }

  /** One page of rows, fetched where it is not held; it is not kept. Empty beyond the end. */
  async fetchPage(number: number): Promise<{ rows: readonly T[]; error: ErrorInfo | null }> {
    const held = this.#pages.get(number);
    if (held) return { rows: held.rows, error: null };
    const isBeyondEnd = this.#firstTotal !== undefined && number * ROWS_PER_PAGE >= this.total;
    if (isBeyondEnd) return { rows: [], error: null };
    if (number > 0 && !(await this.#ensureAnchors())) return { rows: [], error: this.#error };
    const cursor = this.#cursorOf(number);
    if (cursor === undefined) return { rows: [], error: null };
    const { signal } = new AbortController();
    const answer = await this.#loader.loadPage({ cursor, limit: ROWS_PER_PAGE, signal });
    if (answer.error) return { rows: [], error: answer.error };
    if (!this.#anchors) this.#firstTotal = answer.data.total;
    return { rows: answer.data.items, error: null };
  }

  /** How many pages the list has, once that is known; 0 when it could not be found out. */
  async countPages(): Promise<number> {
    await this.#ensureAnchors();
    return Math.ceil(this.total / ROWS_PER_PAGE);
  }

  /** Stops what is under way. The window can be used again. */
  dispose(): void {
    this.#cancelRest?.();
    this.#cancelRest = undefined;
    for (const load of this.#loads.values()) load.abort();
    this.#loads.clear();
    this.#anchorsLoad?.abort.abort();
    this.#anchorsLoad = undefined;
  }

  async #ensureAnchors(): Promise<boolean> {
    if (!this.#anchors) await (this.#anchorsLoad?.done ?? this.#loadAnchors());
    return this.#anchors !== undefined;
  }

  #loadAnchors(): Promise<void> {
    const abort = new AbortController();
    const run = async (): Promise<void> => {
      const answer = await this.#loader.loadAnchors(abort.signal);
      if (abort.signal.aborted) return;
      this.#anchorsLoad = undefined;
      if (answer.error) {
        this.#error = answer.error;
      } else {
        this.#error = null;
        this.#anchors = answer.data;
        this.#dropBeyondEnd();
      }
      this.#changed();
      this.#loadAround();
    };
    const done = run();
    this.#anchorsLoad = { abort, done };
    return done;
  }

  #dropBeyondEnd(): void {
    const count = Math.ceil(this.total / ROWS_PER_PAGE);
    for (const number of this.#pages.keys()) if (number >= count) this.#pages.delete(number);
  }

  #cursorOf(page: number): string | null | undefined {
    if (page === 0) return null;
    const { cursors, step } = this.#anchors ?? { cursors: [], step: ROWS_PER_PAGE };
    return cursors[(page * ROWS_PER_PAGE) / step];
  }

  #loadAround(): void {
    if (!this.#anchors || this.#anchorsLoad) return;
    const wanted = pagesAround(this.#visible, this.total, PAGES_AHEAD);
    for (const [number, load] of this.#loads) {
      if (wanted.includes(number)) continue;
      load.abort();
      this.#loads.delete(number);
    }
    const seen = new Set(pagesAround(this.#visible, this.total, 0));
    const inOrder = [...wanted].sort((a, b) => Number(seen.has(b)) - Number(seen.has(a)) || a - b);
    for (const number of inOrder) {
      const page = this.#pages.get(number);
      if ((!page || page.isStale) && !this.#loads.has(number)) void this.#loadPage(number);
    }
  }

  async #loadPage(number: number): Promise<void> {
    const cursor = this.#cursorOf(number);
    if (cursor === undefined) return;
    const abort = new AbortController();
    this.#loads.set(number, abort);
    const answer = await this.#loader.loadPage({ cursor, limit: ROWS_PER_PAGE, signal: abort.signal });
    if (abort.signal.aborted) return;
    this.#loads.delete(number);
    if (answer.error) this.#error = answer.error;
    else {
      if (this.#anchors) this.#error = null;
      else this.#firstTotal = answer.data.total;
      this.#pages.set(number, { rows: answer.data.items, isStale: false });
      this.#evict();
    }
    this.#changed();
  }

  /** Gives up the pages farthest from what is visible. */
  #evict(): void {
    const centre = (this.#visible.first + this.#visible.last) / 2 / ROWS_PER_PAGE;
    const byDistance = [...this.#pages.keys()].sort((a, b) => Math.abs(b - centre) - Math.abs(a - centre));
    for (const number of byDistance.slice(0, Math.max(0, this.#pages.size - MOST_PAGES))) this.#pages.delete(number);
  }

  #changed(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}
