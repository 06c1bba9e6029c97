import { type RecordKind, recordKinds, toKindWords } from '#models/record.ts';
import type { RecordReader } from '#repositories/record-reader.ts';
import { createDigests, type RecordSums, toSums } from './record-digest.ts';
import { readPages } from './record-pages.ts';
import type { RecordWriter } from './record-writer.ts';

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

/** Writes every record of the source; what a state says was written before is left out. Writing one again is harmless. */
export async function copyRecords({ source, writer, state, saveState, onStep }: TransferOptions): Promise<void> {
  for (const kind of recordKinds) {
    const known = state[kind];
    if (known?.isDone) continue;
    if (known === undefined) await writer.beginKind(kind);
    const total = await source.countRecords(kind);
    let done = 0;
    onStep({ phase: 'copying', kind, done, total });
    for await (const { records, next } of readPages(source, kind, known?.after)) {
      await writer.saveRecords(kind, records);
      done += records.length;
      onStep({ phase: 'copying', kind, done, total: Math.max(total, done) });
      state[kind] = { after: next, isDone: next === null };
      await saveState(state);
    }
  }
}

/** Reads everything and sums it up. */
export async function sumRecords(source: RecordReader, onStep: (step: TransferStep) => void): Promise<RecordSums> {
  const digests = createDigests();
  for (const kind of recordKinds) {
    const total = await source.countRecords(kind);
    const digest = digests[kind];
    for await (const { records } of readPages(source, kind)) {
      for (const record of records) digest.add(record);
      onStep({ phase: 'checking', kind, done: digest.count, total });
    }
  }
  return toSums(digests);
}

/** The kinds that are not the same on both sides, in words. Of kinds that the source does not know nothing is said. */
export function compareSums(source: Partial<RecordSums>, target: RecordSums): string[] {
  return recordKinds.flatMap((kind) => {
    const [from, to, name] = [source[kind], target[kind], toKindWords(kind)];
    if (from === undefined) return [];
    if (from.count !== to.count) return [`${name}: ${from.count} there, ${to.count} here`];
    return from.checksum === to.checksum ? [] : [`${name}: ${from.count} on both sides, but not the same`];
  });
}
