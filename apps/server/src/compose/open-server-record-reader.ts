import type { ServerStores } from '#config/config.ts';
import { connectMongo } from '#repositories/mongo/connect-mongo.ts';
import { MongoRecordReader } from '#repositories/mongo/mongo-record-reader.ts';
import { migratePostgres } from '#repositories/postgres/migrate-postgres.ts';
import { PostgresConnections } from '#repositories/postgres/postgres-connections.ts';
import { PostgresPlayReader } from '#repositories/postgres/postgres-play-reader.ts';
import type { RecordReader } from '#repositories/record-reader.ts';
import type { DataPlaneOptions } from './data-plane.ts';

/** Documents from MongoDB and plays from PostgreSQL, as one. @throws DomainError */
export async function openServerRecordReader({
  store,
  logger,
  clock,
}: Pick<DataPlaneOptions, 'logger' | 'clock'> & { store: ServerStores }): Promise<RecordReader> {
  const documents = await connectMongo({ url: store.mongodbUrl.reveal(), logger, nowMs: () => clock.nowMs() });
  const connections = new PostgresConnections({
    url: store.postgresUrl.reveal(),
    logger,
    applicationName: 'jetstream reading',
  });
  const close = async () => {
    await connections.close();
    await documents.close();
  };
  try {
    await migratePostgres(connections);
  } catch (error) {
    await close();
    throw error;
  }
  const reader = new MongoRecordReader(documents.database);
  const plays = new PostgresPlayReader(connections);
  return {
    listRecords: ((kind, after, limit) =>
      kind === 'plays'
        ? plays.listPlays(after, limit)
        : reader.listRecords(kind, after, limit)) as RecordReader['listRecords'],
    countRecords: (kind) => (kind === 'plays' ? plays.countPlays() : reader.countRecords(kind)),
    close,
  };
}
