import { existsSync } from 'node:fs';
import type { Config } from '#config/config.ts';
import { StartError } from '#models/start-error.ts';
import type { RecordReader, RecordReaderOptions } from '#repositories/record-reader.ts';
import { toDatabasePath } from '#repositories/sqlite/migrate.ts';
import { SqliteRecordReader } from '#repositories/sqlite/sqlite-record-reader.ts';

/** Opens whatever the configuration names for reading from end to end, beside a server that may be at work on it. */
export async function openRecordReader(
  { store }: Pick<Config, 'store'>,
  options: RecordReaderOptions,
): Promise<RecordReader> {
  if (store.kind === 'embedded') {
    if (!existsSync(toDatabasePath(store.directory)))
      throw new StartError(`There is no data of JetStream in ${store.directory}: name the data folder with --data.`);
    return new SqliteRecordReader(store.directory, options);
  }
  throw new StartError('The stores of several servers cannot be read from end to end by this version yet.');
}
