import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Config } from '#config/config.ts';
import { takeDataFolder } from '#gateways/data-folder.ts';
import { GzipBackupWriter, openGzipBackup } from '#gateways/gzip-backup-file.ts';
import { DomainError } from '#models/errors.ts';
import { isOneOf, logKinds, type RecordKind, recordKinds, toKindWords } from '#models/record.ts';
import { StartError } from '#models/start-error.ts';
import { createLogger, type Logger } from '#observability/logger.ts';
import { Metrics } from '#observability/metrics.ts';
import type { RecordReader, RecordReaderOptions } from '#repositories/record-reader.ts';
import type { Clock } from '#services/clock.ts';
import { EventBus } from '#services/events.ts';
import { restoreRecords, sumBackup, writeBackup } from '#services/moving/record-backup.ts';
import type { RecordSums } from '#services/moving/record-digest.ts';
import { compareSums, copyRecords, sumRecords, type TransferStep } from '#services/moving/record-transfer.ts';
import { StoreRecordWriter } from '#services/moving/record-writer.ts';
import { sumUpCatalogue } from '#services/moving/sum-up-catalogue.ts';
import { openDataPlane, type DataPlane } from '../compose/data-plane.ts';
import { openRecordReader } from '../compose/open-record-reader.ts';
import { type DataCommand, NOT_CARRIED } from './data-command.ts';
import { createStepPrinter } from './step-printer.ts';
import { TransferStateFile } from './transfer-state-file.ts';

export interface CommandTools {
  clock: Clock;
  output: { isTerminal: boolean; write: (text: string) => void };
}

interface Work extends CommandTools {
  logger: Logger;
  onStep: (step: TransferStep) => void;
  say: (text: string) => void;
}

/** @throws DomainError, StartError with words for whoever wrote the command. */
export async function runDataCommand(command: DataCommand, tools: CommandTools): Promise<void> {
  const { output, clock } = tools;
  const work: Work = {
    ...tools,
    logger: createLogger({ level: 'warn', format: 'text', write: output.write }),
    onStep: createStepPrinter({ ...output, nowMs: () => clock.nowMs() }),
    say: (text) => output.write(`${text}\n`),
  };
  if (command.kind === 'migrate') await migrate(command, work);
  else if (command.kind === 'backup') await backUp(command, work);
  else await restore(command, work);
}

async function migrate({ from, to }: DataCommand & { kind: 'migrate' }, work: Work): Promise<void> {
  await withFolders([from, to], async () => {
    const transfer = `${identify(from)} to ${identify(to)}`;
    const stateFile = new TransferStateFile(join(to.dataDirectory, 'migration.json'), transfer);
    await withReader(from, { ...work, isSnapshot: true }, (source) =>
      withTarget(to, work, async (target, plane) => {
        const known = await stateFile.find();
        if (known === undefined) await requireEmpty(target);
        else work.say('Going on where the last try ended.');
        await copyRecords({
          source,
          writer: new StoreRecordWriter(plane.store.repositories),
          state: known ?? {},
          saveState: (state) => stateFile.save(state),
          onStep: work.onStep,
        });
        await finishTarget(plane, work);
        await requireEqual(await sumRecords(source, work.onStep), target, work);
        await stateFile.delete();
      }),
    );
  });
}

async function backUp({ config, path, version }: DataCommand & { kind: 'backup' }, work: Work): Promise<void> {
  await withReader(config, { ...work, isSnapshot: true }, async (source) => {
    const createdAt = new Date(work.clock.nowMs()).toISOString();
    const head = { format: 'jetstream-backup', formatVersion: 1, version, createdAt } as const;
    const writer = await GzipBackupWriter.create(path, head);
    try {
      const sums = await writeBackup(source, writer, work.onStep);
      work.say(`${path} holds ${describe(sums)}.`);
      work.say(`Not in it: ${NOT_CARRIED}. Keep copies of the folders with music and uploads.`);
    } catch (error) {
      await writer.discard();
      throw error;
    }
  });
}

async function restore({ config, path }: DataCommand & { kind: 'restore' }, work: Work): Promise<void> {
  const backup = await openGzipBackup(path);
  const sums = await sumBackup(backup, work.onStep);
  await withFolders([config], async () => {
    const transfer = createHash('sha256').update(JSON.stringify(sums)).digest('hex');
    const stateFile = new TransferStateFile(join(config.dataDirectory, 'restore.json'), transfer);
    await withTarget(config, work, async (target, plane) => {
      if ((await stateFile.find()) === undefined) await requireEmpty(target);
      await stateFile.save({});
      await restoreRecords(backup, new StoreRecordWriter(plane.store.repositories), sums, work.onStep);
      await finishTarget(plane, work);
      await requireEqual(sums, target, work);
      await stateFile.delete();
    });
  });
}

/** A server at work on a data folder would write on while it is being copied. */
async function withFolders(configs: readonly Config[], work: () => Promise<void>): Promise<void> {
  const taken: { release(): Promise<void> }[] = [];
  try {
    for (const directory of new Set(configs.map((config) => config.dataDirectory)))
      taken.push(await takeDataFolder(directory));
    await work();
  } finally {
    for (const folder of taken.reverse()) await folder.release();
  }
}

async function withReader<T>(
  config: Config,
  options: RecordReaderOptions & Pick<Work, 'logger' | 'clock'>,
  work: (reader: RecordReader) => Promise<T>,
): Promise<T> {
  const reader = await openRecordReader(config, options);
  try {
    return await work(reader);
  } finally {
    await reader.close();
  }
}

async function withTarget(
  config: Config,
  { logger, clock }: Work,
  work: (reader: RecordReader, plane: DataPlane) => Promise<void>,
): Promise<void> {
  const plane = await openDataPlane({ config, logger, clock, metrics: new Metrics({ collectsProcess: false }) });
  try {
    const away = plane.listAway();
    if (away.length > 0)
      throw new DomainError(
        'unavailable',
        `The target does not answer (${away.join(', ')}): check that it is running.`,
      );
    await withReader(config, { logger, clock, isSnapshot: false }, (reader) => work(reader, plane));
  } finally {
    await plane.close();
  }
}

async function requireEmpty(target: RecordReader): Promise<void> {
  for (const kind of recordKinds) {
    // A server that was started once has written these down by itself.
    if (isOneOf(logKinds, kind)) continue;
    const count = await target.countRecords(kind);
    if (count > 0)
      throw new DomainError(
        'conflict',
        `The target is not empty: it has ${toKindWords(kind)} (${count}). Choose an empty one.`,
      );
  }
}

async function finishTarget({ store }: DataPlane, { logger, clock, say }: Work): Promise<void> {
  say('Summing up albums, artists and genres...');
  const events = new EventBus((error) => logger.error({ err: error }, 'a listener failed'));
  const { repositories } = store;
  const getCatalogueVersion = () => store.getCatalogueVersion();
  await sumUpCatalogue({ repositories, events, clock, getCatalogueVersion }, new AbortController().signal);
}

async function requireEqual(wanted: Partial<RecordSums>, target: RecordReader, { onStep, say }: Work): Promise<void> {
  const differences = compareSums(wanted, await sumRecords(target, onStep));
  if (differences.length > 0)
    throw new DomainError(
      'conflict',
      `Both sides are not the same: ${differences.join('; ')}. Was a server at work on one of them? Stop it and start again.`,
    );
  say(`Done, and checked by count and checksum: ${describe(wanted)}.`);
  say(`Not carried: ${NOT_CARRIED}.`);
}

const describe = (sums: Partial<RecordSums>): string =>
  recordKinds
    .map((kind) => ({ kind, count: sums[kind]?.count ?? 0 }))
    .flatMap(({ kind, count }) => (count > 0 ? [toAmount(count, kind)] : []))
    .join(', ') || 'nothing';

/** Kinds are named by plurals. */
function toAmount(count: number, kind: RecordKind): string {
  const others: Partial<Record<RecordKind, string>> = {
    settings: 'set of settings',
    libraries: 'library',
    analyses: 'analysis',
  };
  const words = toKindWords(kind);
  return `${count} ${count === 1 ? (others[kind] ?? words.slice(0, -1)) : words}`;
}

/** Tells stores apart without keeping their passwords. */
function identify({ store }: Config): string {
  if (store.kind === 'embedded') return store.directory;
  const urls = [store.mongodbUrl, store.postgresUrl].map((url) => url.reveal()).join(' ');
  return createHash('sha256').update(urls).digest('hex');
}

export const isForPeople = (error: unknown): error is Error =>
  error instanceof DomainError || error instanceof StartError;
