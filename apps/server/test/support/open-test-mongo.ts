import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { connectMongo, type MongoConnection } from '#repositories/mongo/connect-mongo.ts';
import { createMongoCatalogueRepositories } from '#repositories/mongo/create-mongo-repositories.ts';

export const mongodbUrl = process.env['JETSTREAM_TEST_MONGODB_URL'] ?? '';

/** What `it` and `describe` take: without a MongoDB the tests say so and skip. */
export const needsMongo = mongodbUrl === '' ? { skip: 'needs JETSTREAM_TEST_MONGODB_URL' } : {};

/** The address of a database that is not there yet. */
export function createMongoUrl(): string {
  const name = `jetstream_test_${randomBytes(6).toString('hex')}`;
  const [address = '', query] = mongodbUrl.split('?');
  const [scheme = '', rest = ''] = address.split('://');
  return `${scheme}://${rest.split('/')[0]}/${name}${query === undefined ? '' : `?${query}`}`;
}

export const connectTestMongo = (url: string): Promise<MongoConnection> =>
  connectMongo({ url, logger: pino({ level: 'silent' }), nowMs: () => Date.now() });

/** A database of its own, which goes when it is closed. */
export async function openTestMongo(url = createMongoUrl()): Promise<MongoConnection & { url: string }> {
  const connection = await connectTestMongo(url);
  return {
    ...connection,
    url,
    close: async () => {
      await connection.database.dropDatabase();
      await connection.close();
    },
  };
}

/** The catalogue's repositories on a database of their own. */
export async function openMongoCatalogue() {
  const connection = await openTestMongo();
  return {
    ...connection,
    repositories: createMongoCatalogueRepositories(connection),
    getCatalogueVersion: () => connection.catalogue.getVersion(),
  };
}
