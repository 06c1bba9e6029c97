import type { RecordKind, Records } from '#models/record.ts';

/** Records in the order of their keys. `next` is the key to go on behind, null after the last. */
export interface RecordPage<Kind extends RecordKind> {
  records: Records[Kind][];
  next: string | null;
}

/** Reads a store from end to end, for moving and backing it up. Keys are compared byte by byte, alike in all stores. */
export interface RecordReader {
  listRecords<Kind extends RecordKind>(kind: Kind, after: string | null, limit: number): Promise<RecordPage<Kind>>;
  countRecords(kind: RecordKind): Promise<number>;
  close(): Promise<void>;
}

export interface RecordReaderOptions {
  /** Reads the store as it was at the start, as far as it can; otherwise each page is what was committed by then. */
  isSnapshot: boolean;
}
