import { createHash } from 'node:crypto';
import { after } from 'node:test';
import { Redis } from 'ioredis';
import { MongoClient } from 'mongodb';
import { Client } from 'pg';
import type { SettingName } from '#config/settings.ts';
import { mongodbUrl } from './open-test-mongo.ts';
import { TEST_POSTGRES_URL } from './test-postgres.ts';
import { TEST_REDIS_URL } from './test-redis.ts';

/** Whether each server that a test starts is two behind NGINX, which keep everything in MongoDB, PostgreSQL and Redis. */
export const isOnCluster = process.env['JETSTREAM_TEST_STORE'] === 'cluster';

/** What a server that is ready says of its stores. */
export const storeChecks: Readonly<Record<string, 'ok'>> = isOnCluster
  ? { mongodb: 'ok', redis: 'ok', postgresql: 'ok' }
  : { store: 'ok' };

/** Databases of a server, as settings name them; none on the embedded store. */
export interface TestStores {
  settings: Partial<Record<SettingName, string>>;
  drop(): Promise<void>;
}

const embedded: TestStores = { settings: {}, drop: () => Promise.resolve() };
const kept = new Map<string, TestStores>();
if (isOnCluster) after(() => Promise.all([...kept.values()].map((stores) => stores.drop())));

/**
 * Databases that belong to the folder alone: a server that starts again on it finds them again. They go at the end of the
 * test file, if not before.
 */
export async function openTestStores(dataDirectory: string): Promise<TestStores> {
  if (!isOnCluster) return embedded;
  const name = `test_${createHash('sha256').update(dataDirectory).digest('hex').slice(0, 16)}`;
  const known = kept.get(name);
  if (known) return known;
  const mongodb = nameMongodb(name);
  const postgres = nameSchema(name);
  await query(postgres, `CREATE SCHEMA IF NOT EXISTS ${name}`);
  const stores: TestStores = {
    settings: { mongodbUrl: mongodb, postgresUrl: postgres, redisUrl: TEST_REDIS_URL, redisPrefix: name },
    async drop() {
      kept.delete(name);
      await Promise.all([
        dropMongodb(mongodb),
        query(postgres, `DROP SCHEMA IF EXISTS ${name} CASCADE`),
        dropRedis(name),
      ]);
    },
  };
  kept.set(name, stores);
  return stores;
}

function nameMongodb(name: string): string {
  const url = new URL(mongodbUrl);
  url.pathname = `/${name}`;
  return url.toString();
}

/** A schema stands for a database: it is made faster. */
function nameSchema(name: string): string {
  const url = new URL(TEST_POSTGRES_URL);
  url.searchParams.set('options', `-csearch_path=${name}`);
  return url.toString();
}

async function query(connectionString: string, sql: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

async function dropMongodb(url: string): Promise<void> {
  const client = new MongoClient(url);
  try {
    await client.db().dropDatabase();
  } finally {
    await client.close();
  }
}

async function dropRedis(prefix: string): Promise<void> {
  const client = new Redis(TEST_REDIS_URL);
  try {
    for await (const keys of client.scanStream({ match: `${prefix}*`, count: 1000 }) as AsyncIterable<string[]>)
      if (keys.length > 0) await client.unlink(keys);
  } finally {
    client.disconnect();
  }
}
