import { randomUUID } from 'node:crypto';
import { describe } from 'node:test';
import { Client } from 'pg';
import { createStoreGuard, type StoreLogger } from '#repositories/guard-store.ts';
import { connectPostgresStore, type PostgresStore } from '#repositories/postgres/connect-postgres-store.ts';

export const TEST_POSTGRES_URL = process.env['JETSTREAM_TEST_POSTGRES_URL'] ?? '';

/** A suite that needs PostgreSQL; skipped, with the reason, when none was named. */
export function describePostgres(name: string, suite: () => void): void {
  const skip = TEST_POSTGRES_URL === '' && 'JETSTREAM_TEST_POSTGRES_URL names no PostgreSQL';
  describe(name, { skip }, suite);
}

const silent: StoreLogger = { info: () => undefined, warn: () => undefined };

export interface TestSchema {
  /** Every connection by it uses the schema alone. */
  url: string;
  query<Row>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

/** A schema of its own, which stands for a database of its own. */
export async function createTestSchema(): Promise<TestSchema> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const url = new URL(TEST_POSTGRES_URL);
  url.searchParams.set('options', `-csearch_path=${name}`);
  const query = async <Row>(sql: string, values: readonly unknown[] = []): Promise<Row[]> => {
    const client = new Client({ connectionString: url.toString() });
    await client.connect();
    try {
      return (await client.query(sql, [...values])).rows as Row[];
    } finally {
      await client.end();
    }
  };
  await query(`CREATE SCHEMA ${name}`);
  return { url: url.toString(), query, drop: async () => void (await query(`DROP SCHEMA ${name} CASCADE`)) };
}

export const connectTestPostgres = (url: string, instanceId = 'test'): Promise<PostgresStore> =>
  connectPostgresStore({
    url,
    instanceId,
    logger: silent,
    storeGuard: createStoreGuard({ name: 'postgresql', timeoutMs: 10_000, logger: silent, retryAfterMs: 100 }),
    createId: randomUUID,
  });

/** The analytics store in a schema of its own, which goes when it is closed. */
export async function openTestPostgres(): Promise<PostgresStore & { schema: TestSchema }> {
  const schema = await createTestSchema();
  const store = await connectTestPostgres(schema.url);
  return {
    ...store,
    schema,
    close: async () => {
      await store.close();
      await schema.drop();
    },
  };
}
