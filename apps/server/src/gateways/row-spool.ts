/** Rows that wait on this machine's disk for a store that is away. One caller at a time. */
export interface RowSpool<Row> {
  readonly isEmpty: boolean;
  /** Finds what an earlier process has left. */
  open(): Promise<void>;
  /** On disk when it resolves. False, and nothing written, when there is no room. */
  append(rows: readonly Row[]): Promise<boolean>;
  /** The oldest ones; the same again until `deleteOldest`. */
  listOldest(limit: number): Promise<Row[]>;
  /** Those that `listOldest` last gave. */
  deleteOldest(): Promise<void>;
}
