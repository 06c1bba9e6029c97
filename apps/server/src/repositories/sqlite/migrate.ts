import { readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DomainError } from '#models/errors.ts';
import { SqliteDatabase } from './sqlite-database.ts';

const DATABASE_FILE = 'jetstream.db';
const MIGRATIONS = fileURLToPath(new URL('../../../migrations/sqlite/', import.meta.url));
const MIGRATION_FILE = /^(\d{12}-[a-z0-9-]+)\.sql$/;

export const toDatabasePath = (directory: string): string => join(directory, DATABASE_FILE);

/**
 * Brings the data folder to this version's schema: all pending migrations or none. SQLite's write lock keeps a second
 * process waiting, which then finds nothing left to do. An existing database is copied first.
 *
 * @throws DomainError unsupported when a newer version has been at work on the folder.
 */
export function migrate(database: SqliteDatabase, directory: string, migrationsDirectory = MIGRATIONS): void {
  const known = listMigrations(migrationsDirectory);
  database.execute('CREATE TABLE IF NOT EXISTS migrations (name TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID');
  if (findPending(database, known).length === 0) return;
  database.transaction(() => {
    const pending = findPending(database, known);
    const last = known.findLast((name) => !pending.includes(name));
    if (pending.length > 0 && last !== undefined) backUp(directory, last);
    for (const name of pending) {
      database.execute(readFileSync(join(migrationsDirectory, `${name}.sql`), 'utf8'));
      database.run('INSERT INTO migrations VALUES (?)', name);
    }
  });
}

const listMigrations = (directory: string): string[] =>
  readdirSync(directory)
    .flatMap((file) => MIGRATION_FILE.exec(file)?.[1] ?? [])
    .sort();

function findPending(database: SqliteDatabase, known: readonly string[]): string[] {
  const applied = new Set(database.all<{ name: string }>('SELECT name FROM migrations').map(({ name }) => name));
  const unknown = [...applied].filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new DomainError(
      'unsupported',
      `The data folder was used by a newer version of JetStream (it has the migration ${unknown.join(', ')}). ` +
        'Start that version, or restore the backup that it made beside the database.',
    );
  }
  return known.filter((name) => !applied.has(name));
}

/** On a connection of its own: readers see the last committed state while the migration holds the write lock. */
function backUp(directory: string, version: string): void {
  const path = `${toDatabasePath(directory)}.${version}.backup`;
  const unfinished = `${path}.unfinished`;
  rmSync(unfinished, { force: true });
  const source = new SqliteDatabase(toDatabasePath(directory), { isReadOnly: true });
  try {
    source.run('VACUUM INTO ?', unfinished);
  } finally {
    source.close();
  }
  renameSync(unfinished, path);
}
