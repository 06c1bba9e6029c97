import type { RecordKind, Records } from '#models/record.ts';

/** How many records of each kind a backup holds, and their checksums. */
export type BackupSums = Readonly<Record<string, { count: number; checksum: string }>>;

export interface BackupHead {
  format: 'jetstream-backup';
  formatVersion: 1;
  /** Of the JetStream that wrote it. */
  version: string;
  createdAt: string;
}

export interface BackupWriter {
  /** Kinds may come in any order, but each at a stretch. */
  saveRecords<Kind extends RecordKind>(kind: Kind, records: readonly Records[Kind][]): Promise<void>;
  /** Puts the file in its place, whole. */
  finish(sums: BackupSums): Promise<void>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

export type BackupRecord = { [Kind in RecordKind]: { kind: Kind; record: Records[Kind] } }[RecordKind];

export interface BackupReader {
  head: BackupHead;
  /** In the order in which kinds have to be written. */
  listRecords(): AsyncIterable<BackupRecord>;
  /** What the file says of itself, at its end. @throws DomainError unsupported when it ends too early. */
  getSums(): Promise<BackupSums>;
}
