import { type RecordKind, recordKinds } from '#models/record.ts';
import type { RecordReader } from '#repositories/record-reader.ts';
import { RecordDigest } from './record-digest.ts';
import type { RecordWriter } from './record-writer.ts';

export interface RecordSum {
  count: number;
  checksum: string;
}
export type RecordSums = Record<RecordKind, RecordSum>;

/** Where each kind has got to: the key to go on behind, and null once it is complete. */
export type TransferState = Partial<Record<RecordKind, { after: string | null; isDone: boolean }>>;

export interface TransferStep {
  phase: 'copying' | 'checking';
  kind: RecordKind;
  done: number;
  total: number;
}

export interface TransferOptions {
  source: RecordReader;
  writer: RecordWriter;
  state: TransferState;
  /** Told after each page was written, for going on from there after a crash. */
  saveState: (state: TransferState) => Promise<void>;
  onStep: (step: TransferStep) => void;
}

const PAGE_SIZE = 500;

/** Writes every record of the source; what a state says was written before is left out. Writing one again is harmless. */
export async function copyRecords({ source, writer, state, saveState, onStep }: TransferOptions): Promise<void> {
  for (const kind of recordKinds) {
    const known = state[kind];
    if (known?.isDone) continue;
    const total = await source.countRecords(kind);
    let after = known?.after ?? null;
    let done = 0;
    onStep({ phase: 'copying', kind, done, total });
    for (;;) {
      const page = await source.listRecords(kind, after, PAGE_SIZE);
      await writer.saveRecords(kind, page.records);
      done += page.records.length;
      onStep({ phase: 'copying', kind, done, total: Math.max(total, done) });
      after = page.next;
      state[kind] = { after, isDone: after === null };
      await saveState(state);
      if (after === null) break;
    }
  }
}

/** Reads everything and sums it up. */
export async function sumRecords(source: RecordReader, onStep: (step: TransferStep) => void): Promise<RecordSums> {
  const sums: [RecordKind, RecordSum][] = [];
  for (const kind of recordKinds) {
    const total = await source.countRecords(kind);
    const digest = new RecordDigest();
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<RecordReader['listRecords']>> = await source.listRecords(kind, after, PAGE_SIZE);
      for (const record of page.records) digest.add(record);
      onStep({ phase: 'checking', kind, done: digest.count, total });
      after = page.next;
    } while (after !== null);
    sums.push([kind, { count: digest.count, checksum: digest.checksum }]);
  }
  return Object.fromEntries(sums) as RecordSums;
}

/** The kinds that are not the same on both sides, in words. */
export function compareSums(source: RecordSums, target: RecordSums): string[] {
  return recordKinds.flatMap((kind) => {
    const [from, to] = [source[kind], target[kind]];
    if (from.count !== to.count) return [`${kind}: ${from.count} there, ${to.count} here`];
    return from.checksum === to.checksum ? [] : [`${kind}: ${from.count} on both sides, but not the same`];
  });
}
