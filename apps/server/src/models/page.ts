/** A page in key order. `nextCursor` is opaque, null on the last page; `total` counts all rows the filter allows. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
  total: number;
}

export interface PageRequest {
  cursor?: string | undefined;
  limit: number;
}

export type Order = 'asc' | 'desc';

/** Cursors at every `step`-th row: `cursors[n]` opens the list at row n * step (null: from the start). */
export interface Anchors {
  total: number;
  step: number;
  cursors: (string | null)[];
  letters: { letter: string; row: number }[];
}
