import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Db, MongoServerError } from 'mongodb';
import { DomainError } from '#models/errors.ts';
import type { StoreLogger } from '../guard-store.ts';
import { withLease } from './lease.ts';
import type { MongoCollectionSetup, MongoMigration } from './mongo-migration.ts';

const MIGRATIONS = fileURLToPath(new URL('../../../migrations/mongo/', import.meta.url));
const MIGRATION_FILE = /^(\d{12}-[a-z0-9-]+)\.ts$/;
const NAMESPACE_EXISTS = 48;
/** What servers say that have no validators: command not found, not implemented. */
const NOT_IMPLEMENTED: ReadonlySet<unknown> = new Set([59, 238]);

export interface MigrateOptions {
  /** Who migrates, in the lease. */
  owner: string;
  nowMs: () => number;
  logger: StoreLogger;
  directory?: string;
}

interface AppliedMigration {
  _id: string;
}

export interface NamedMigration extends MongoMigration {
  name: string;
}

/** In the order in which they run. */
export async function listMongoMigrations(directory = MIGRATIONS): Promise<NamedMigration[]> {
  const names = (await readdir(directory)).flatMap((file) => MIGRATION_FILE.exec(file)?.[1] ?? []).sort();
  const load = async (name: string) => {
    const module = (await import(pathToFileURL(join(directory, `${name}.ts`)).href)) as { migration: MongoMigration };
    return { name, ...module.migration };
  };
  return Promise.all(names.map(load));
}

/**
 * Brings the database to this version's indexes and validators, one server at a time. Each migration may run twice: when
 * a server dies between running it and noting it, the next one repeats it.
 *
 * @throws DomainError unsupported when a newer version has been at work on the database.
 */
export async function migrateMongo(database: Db, options: MigrateOptions): Promise<void> {
  const known = await listMongoMigrations(options.directory);
  if ((await findPending(database, known)).length === 0) return;
  await withLease(database, { name: 'migrations', ...options }, async () => {
    const skipped = new Set<string>();
    for (const migration of await findPending(database, known)) {
      for (const setup of migration.collections) if (!(await setUpCollection(database, setup))) skipped.add(setup.name);
      await noteApplied(database, migration.name);
    }
    if (skipped.size > 0)
      options.logger.info(
        { store: 'mongodb', collections: [...skipped] },
        'this MongoDB has no validators: documents are checked by JetStream alone',
      );
  });
}

async function findPending(database: Db, known: readonly NamedMigration[]): Promise<NamedMigration[]> {
  const documents = await database.collection<AppliedMigration>('migrations').find().toArray();
  const applied = new Set(documents.map(({ _id }) => _id));
  const unknown = [...applied].filter((name) => !known.some((migration) => migration.name === name));
  if (unknown.length > 0) {
    throw new DomainError(
      'unsupported',
      `The MongoDB database was used by a newer version of JetStream (it has the migration ${unknown.join(', ')}). ` +
        'Start that version, or restore a backup from before.',
    );
  }
  return known.filter(({ name }) => !applied.has(name));
}

async function noteApplied(database: Db, name: string): Promise<void> {
  await database.collection<AppliedMigration>('migrations').updateOne({ _id: name }, { $set: {} }, { upsert: true });
}

/** Returns whether the server took the validator. */
async function setUpCollection(database: Db, { name, indexes, schema }: MongoCollectionSetup): Promise<boolean> {
  await ensureCollection(database, name);
  if (indexes.length > 0)
    await database
      .collection(name)
      .createIndexes(indexes.map(({ isUnique, ...index }) => ({ ...index, ...(isUnique && { unique: true }) })));
  if (!schema) return true;
  try {
    await database.command({ collMod: name, validator: { $jsonSchema: schema } });
    return true;
  } catch (error) {
    if (error instanceof MongoServerError && NOT_IMPLEMENTED.has(error.code)) return false;
    throw error;
  }
}

async function ensureCollection(database: Db, name: string): Promise<void> {
  try {
    await database.createCollection(name);
  } catch (error) {
    if (!(error instanceof MongoServerError && error.code === NAMESPACE_EXISTS)) throw error;
  }
}
