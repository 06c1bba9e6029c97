import { existsSync } from 'node:fs';
import type { Config } from '#config/config.ts';
import { StartError } from '#models/start-error.ts';
import type { RecordReader, RecordReaderOptions } from '#repositories/record-reader.ts';
import { toDatabasePath } from '#repositories/sqlite/migrate.ts';
import { SqliteRecordReader } from '#repositories/sqlite/sqlite-record-reader.ts';
import type { DataPlaneOptions } from './data-plane.ts';

/**
 * Opens whatever the configuration names for reading from end to end, beside a server that may be at work on it.
 *
 * @throws DomainError, StartError when it cannot be opened
 */
export async function openRecordReader(
  { store }: Pick<Config, 'store'>,
  options: RecordReaderOptions & Pick<DataPlaneOptions, 'logger' | 'clock'>,
): Promise<RecordReader> {
  if (store.kind === 'embedded') {
    if (!existsSync(toDatabasePath(store.directory)))
      throw new StartError(`There is no data of JetStream in ${store.directory}: name the data folder with --data.`);
    return new SqliteRecordReader(store.directory, options);
  }
  const { openServerRecordReader } = await import('./open-server-record-reader.ts');
  return openServerRecordReader({ ...options, store });
}
