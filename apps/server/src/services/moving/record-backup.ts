import type { BackupReader, BackupWriter } from '#gateways/backup-file.ts';
import { DomainError } from '#models/errors.ts';
import { readingOrder, type RecordKind, recordKinds, type Records } from '#models/record.ts';
import type { RecordReader } from '#repositories/record-reader.ts';
import { createDigests, type RecordSums, toSums } from './record-digest.ts';
import { readPages, RECORDS_AT_ONCE } from './record-pages.ts';
import type { TransferStep } from './record-transfer.ts';
import type { RecordWriter } from './record-writer.ts';

/**
 * Reads whoever refers before whoever is referred to: what a listener adds meanwhile may be missing, but nothing in the
 * backup refers to what is not in it, since users, tracks and folders are not taken away while others point to them.
 */
export async function writeBackup(
  source: RecordReader,
  writer: BackupWriter,
  onStep: (step: TransferStep) => void,
): Promise<RecordSums> {
  const digests = createDigests();
  for (const kind of readingOrder) {
    const total = await source.countRecords(kind);
    const digest = digests[kind];
    for await (const { records } of readPages(source, kind)) {
      for (const record of records) digest.add(record);
      await writer.saveRecords(kind, records as Records[typeof kind][]);
      onStep({ phase: 'copying', kind, done: digest.count, total: Math.max(total, digest.count) });
    }
  }
  const sums = toSums(digests);
  await writer.finish(sums);
  return sums;
}

/**
 * Reads the file from end to end. Kinds that the JetStream that wrote it did not know have no sum.
 * @throws DomainError unsupported when it is not what it says of itself.
 */
export async function sumBackup(
  backup: BackupReader,
  onStep: (step: TransferStep) => void,
): Promise<Partial<RecordSums>> {
  const said = await backup.getSums();
  const digests = createDigests();
  for await (const { kind, record } of backup.listRecords()) {
    if (!(kind in digests))
      throw new DomainError('unsupported', `The backup holds ${kind}, which this version does not know.`);
    digests[kind].add(record);
    onStep({ phase: 'checking', kind, done: digests[kind].count, total: said[kind]?.count ?? 0 });
  }
  const sums = toSums(digests);
  const damaged = recordKinds.filter(
    (kind) =>
      (said[kind]?.count ?? 0) !== sums[kind].count || (said[kind] && said[kind].checksum !== sums[kind].checksum),
  );
  if (damaged.length > 0)
    throw new DomainError('unsupported', `The backup is damaged: ${damaged.join(', ')} do not add up.`);
  return Object.fromEntries(recordKinds.flatMap((kind) => (said[kind] ? [[kind, sums[kind]]] : [])));
}

export async function restoreRecords(
  backup: BackupReader,
  writer: RecordWriter,
  sums: Partial<RecordSums>,
  onStep: (step: TransferStep) => void,
): Promise<void> {
  let kind: RecordKind = recordKinds[0];
  let waiting: unknown[] = [];
  const done = createCounts();
  const write = async () => {
    await writer.saveRecords(kind, waiting as Records[typeof kind][]);
    done[kind] += waiting.length;
    waiting = [];
    onStep({ phase: 'copying', kind, done: done[kind], total: sums[kind]?.count ?? 0 });
  };
  for (const each of recordKinds) await writer.beginKind(each);
  for await (const line of backup.listRecords()) {
    if (line.kind !== kind || waiting.length >= RECORDS_AT_ONCE) await write();
    if (line.kind !== kind) await writer.beginKind(line.kind);
    kind = line.kind;
    waiting.push(line.record);
  }
  await write();
}

const createCounts = (): Record<RecordKind, number> =>
  Object.fromEntries(recordKinds.map((kind) => [kind, 0])) as Record<RecordKind, number>;
