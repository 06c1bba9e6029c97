import { randomUUID } from 'node:crypto';
import { type Db, MongoClient, type MongoClientOptions } from 'mongodb';
import { DomainError } from '#models/errors.ts';
import type { StoreLogger } from '../guard-store.ts';
import { migrateMongo } from './migrate-mongo.ts';
import { MongoCatalogue } from './mongo-catalogue.ts';

export interface MongoConnectionOptions {
  /** With the name of the database; `jetstream` without one. */
  url: string;
  logger: StoreLogger;
  nowMs: () => number;
  /** This server among several, in the database's log and in leases. */
  instanceId?: string;
}

/** One connection for everything that MongoDB keeps. Its repositories are built from it. */
export interface MongoConnection {
  database: Db;
  catalogue: MongoCatalogue;
  /**
   * Connects, and brings the database to this version's indexes, before anything else is asked of it. It may be tried again.
   *
   * @throws DomainError unsupported for data of a newer version, unavailable when it does not answer.
   */
  open(): Promise<void>;
  /** @throws when the database does not answer. */
  checkReady(): Promise<void>;
  close(): Promise<void>;
}

/** The address may say otherwise, such as more connections for a larger server. */
const OPTIONS: MongoClientOptions = {
  appName: 'jetstream',
  maxPoolSize: 40,
  waitQueueTimeoutMS: 5000,
  serverSelectionTimeoutMS: 5000,
  connectTimeoutMS: 5000,
  // Longer than any batch: what hangs for this long hangs for ever.
  socketTimeoutMS: 120_000,
  retryReads: true,
  retryWrites: true,
};

const DATABASE = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/;

export const toDatabaseName = (url: string): string => decodeURIComponent(DATABASE.exec(url)?.[1] ?? 'jetstream');

/** Opens the document store and brings it to this version's indexes. @throws DomainError as `open` */
export async function connectMongo(options: MongoConnectionOptions): Promise<MongoConnection> {
  const connection = createMongoConnection(options);
  try {
    await connection.open();
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** Without asking the database for anything yet. @throws DomainError for an address that cannot be right */
export function createMongoConnection(options: MongoConnectionOptions): MongoConnection {
  const client = createClient(options.url);
  const database = client.db(toDatabaseName(options.url));
  const catalogue = new MongoCatalogue(database, options.nowMs);
  const owner = options.instanceId ?? randomUUID();
  return {
    database,
    catalogue,
    async open() {
      try {
        await client.connect();
        await migrateMongo(database, { ...options, owner });
        await catalogue.open();
      } catch (error) {
        if (error instanceof DomainError) throw error;
        throw cannotBeOpened(error);
      }
    },
    checkReady: async () => void (await database.command({ ping: 1 })),
    close: () => client.close(),
  };
}

function createClient(url: string): MongoClient {
  try {
    return new MongoClient(url, withoutGiven(OPTIONS, url));
  } catch (error) {
    throw cannotBeOpened(error);
  }
}

/** The driver's reasons name hosts and options, never what is secret of the address. */
function cannotBeOpened(cause: unknown): DomainError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `MongoDB cannot be opened (${reason}): check JETSTREAM_MONGODB_URL, and that it is running.`;
  return new DomainError('unavailable', message, { cause });
}

/** Options of the client come before those of the address, which is the other way round from what its writer means. */
function withoutGiven(options: MongoClientOptions, url: string): MongoClientOptions {
  const given = new Set([...new URLSearchParams(url.split('?')[1] ?? '').keys()].map((key) => key.toLowerCase()));
  return Object.fromEntries(Object.entries(options).filter(([key]) => !given.has(key.toLowerCase())));
}
