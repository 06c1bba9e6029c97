import type { ServerStores } from '#config/config.ts';
import { isHistory } from '#repositories/analytics/record-sources.ts';
import { connectMongo } from '#repositories/mongo/connect-mongo.ts';
import { MongoRecordReader } from '#repositories/mongo/mongo-record-reader.ts';
import { migratePostgres } from '#repositories/postgres/migrate-postgres.ts';
import { PostgresConnections } from '#repositories/postgres/postgres-connections.ts';
import { PostgresRecordReader } from '#repositories/postgres/postgres-record-reader.ts';
import type { RecordReader } from '#repositories/record-reader.ts';
import type { DataPlaneOptions } from './data-plane.ts';

/** Documents from MongoDB; plays, logs and sums from PostgreSQL, as one. @throws DomainError */
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
  const analytics = new PostgresRecordReader(connections);
  return {
    listRecords: ((kind, after, limit) =>
      isHistory(kind)
        ? analytics.listRecords(kind, after, limit)
        : reader.listRecords(kind, after, limit)) as RecordReader['listRecords'],
    countRecords: (kind) => (isHistory(kind) ? analytics.countRecords(kind) : reader.countRecords(kind)),
    close,
  };
}
