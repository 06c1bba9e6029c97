import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { Client } from 'pg';
import { connectRedis } from '../../apps/server/src/repositories/redis/connect-redis.ts';
import { databaseNames, serviceKinds, startServices } from '../../tools/services/services.ts';

export interface BenchDatabases {
  /** What servers have to be told. */
  settings: Record<string, string>;
  /** Of those that were started here. */
  pids: Readonly<Record<string, number>>;
  close(): Promise<void>;
}

/** MongoDB, PostgreSQL and Redis: those that the environment names, else started here; with nothing in them, and left so. */
export async function openDatabases(): Promise<BenchDatabases> {
  const directory = mkdtempSync(join(tmpdir(), 'jetstream-bench-databases-'));
  // The user that PostgreSQL runs as has to get through.
  chmodSync(directory, 0o711);
  const services = await startServices(directory, [...databaseNames]);
  const end = async () => {
    await services.stop();
    rmSync(directory, { recursive: true });
  };
  try {
    if (services.missing.length > 0) throw new Error(services.missing.join('\n'));
    const urlOf = (name: keyof typeof serviceKinds) => services.variables[serviceKinds[name].variable] ?? '';
    const name = `jetstream_bench_${randomBytes(4).toString('hex')}`;
    const mongodb = nameMongoDatabase(urlOf('mongodb'), name);
    const schema = await createSchema(urlOf('postgres'), name);
    const settings = {
      JETSTREAM_MONGODB_URL: mongodb,
      JETSTREAM_POSTGRES_URL: schema.url,
      JETSTREAM_REDIS_URL: urlOf('redis'),
      JETSTREAM_REDIS_PREFIX: name,
    };
    const close = async () => {
      await dropMongoDatabase(mongodb);
      await schema.drop();
      await deleteRedisKeys(urlOf('redis'), name);
      await end();
    };
    return { settings, pids: services.pids, close };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Addresses of several hosts are none to URL. */
const nameMongoDatabase = (url: string, name: string): string =>
  url.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)\/?[^?]*/, `$1/${name}`);

async function dropMongoDatabase(url: string): Promise<void> {
  const client = new MongoClient(url);
  await client.db().dropDatabase();
  await client.close();
}

/** It stands for a database of its own. */
async function createSchema(base: string, name: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const url = new URL(base);
  url.searchParams.set('options', `-csearch_path=${name}`);
  const run = async (sql: string) => {
    const client = new Client({ connectionString: url.toString() });
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  await run(`CREATE SCHEMA ${name}`);
  return { url: url.toString(), drop: () => run(`DROP SCHEMA ${name} CASCADE`) };
}

async function deleteRedisKeys(url: string, prefix: string): Promise<void> {
  const { client, close } = await connectRedis({ url, prefix, logger: console });
  for await (const keys of client.scanStream({ match: `${prefix}:*`, count: 1000 }) as AsyncIterable<string[]>)
    if (keys.length > 0) await client.del(keys);
  await close();
}
