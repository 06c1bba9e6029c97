import { scrollForRow, windowOf, type RowRange } from './virtual-window.ts';

export type RowAlign = 'nearest' | 'start' | 'center';
export interface WindowSize {
  rowCount: number;
  rowHeightPx: number;
  overscan: number;
}

/** Follows a scroll container and says which rows of a list in it are to be drawn. */
export class WindowTracker {
  #size: WindowSize;
  #range: RowRange;
  #list: HTMLElement | null = null;
  #scroller: HTMLElement | null = null;
  readonly #listeners = new Set<() => void>();

  constructor(size: WindowSize) {
    this.#size = size;
    this.#range = { first: 0, end: Math.min(size.rowCount, size.overscan * 2) };
  }

  readonly getRange = (): RowRange => this.#range;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  resize(size: WindowSize): void {
    this.#size = size;
    this.#update();
  }

  /** Returns the detachment. */
  attach(list: HTMLElement, scroller: HTMLElement): () => void {
    this.#list = list;
    this.#scroller = scroller;
    scroller.addEventListener('scroll', this.#update, { passive: true });
    const observer = new ResizeObserver(this.#update);
    observer.observe(scroller);
    observer.observe(list);
    this.#update();
    return () => {
      scroller.removeEventListener('scroll', this.#update);
      observer.disconnect();
    };
  }

  readonly scrollToRow = (row: number, align: RowAlign = 'nearest'): void => {
    const now = this.#geometry();
    if (!now) return;
    this.#scroller?.scrollBy({ top: scrollForRow(row, now, align) - now.scrolledPx, behavior: 'instant' });
    this.#update();
  };

  /** Rows that fit, less one that stays in sight. */
  readonly pageRows = (): number => {
    const now = this.#geometry();
    return now ? Math.max(1, Math.floor(now.viewportPx / now.rowHeightPx) - 1) : 10;
  };

  #geometry() {
    if (!this.#list || !this.#scroller) return undefined;
    const scrolledPx = this.#scroller.getBoundingClientRect().top - this.#list.getBoundingClientRect().top;
    return { scrolledPx, viewportPx: this.#scroller.clientHeight, rowHeightPx: this.#size.rowHeightPx };
  }

  readonly #update = (): void => {
    const now = this.#geometry();
    if (!now) return;
    const next = windowOf({ ...now, ...this.#size });
    if (next.first === this.#range.first && next.end === this.#range.end) return;
    this.#range = next;
    for (const listener of this.#listeners) listener();
  };
}
