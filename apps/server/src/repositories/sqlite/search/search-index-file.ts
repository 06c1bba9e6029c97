import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SqliteDatabase } from '../sqlite-database.ts';
import { isDamage } from '../store-messages.ts';

/** The tables are those of the embedded database: files of its migrations that make or change them. */
const TABLES = ['202611220902-search'].map((name) =>
  fileURLToPath(new URL(`../../../../migrations/sqlite/${name}.sql`, import.meta.url)),
);
/** To be raised when items are found by other words than before, which the tables do not show. */
const WORDS_VERSION = 1;

/** How far the index is: `stage` is what it reads from end to end, behind `cursor`; then it follows changes. */
const PROGRESS_TABLE = `CREATE TABLE search_progress (
  id INTEGER PRIMARY KEY CHECK (id = 1), position INTEGER NOT NULL, stage TEXT NOT NULL, cursor TEXT
)`;

const SUFFIXES = ['', '-wal', '-shm'] as const;

export const toSearchIndexPath = (directory: string): string => join(directory, 'search-index.db');

export function deleteSearchIndexFile(directory: string): void {
  for (const suffix of SUFFIXES) rmSync(`${toSearchIndexPath(directory)}${suffix}`, { force: true });
}

/** For writing. Derived and disposable: a file that is damaged, or of another version, makes room for an empty one. */
export function openSearchIndexFile(directory: string): SqliteDatabase {
  const schema = [...TABLES.map((path) => readFileSync(path, 'utf8')), PROGRESS_TABLE].join('\n');
  const version = toVersion(schema);
  try {
    const database = open(directory);
    const found = readVersion(database);
    if (found === version) return database;
    if (found === 0 && isEmpty(database)) return createTables(database, schema, version);
    database.close();
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  deleteSearchIndexFile(directory);
  return createTables(open(directory), schema, version);
}

export const openSearchIndexForReading = (directory: string): SqliteDatabase =>
  new SqliteDatabase(toSearchIndexPath(directory), { isReadOnly: true });

function open(directory: string): SqliteDatabase {
  const database = new SqliteDatabase(toSearchIndexPath(directory));
  // A power cut may take the last commits, whole: position and entries go together.
  database.execute('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 2000');
  return database;
}

function createTables(database: SqliteDatabase, schema: string, version: number): SqliteDatabase {
  database.transaction(() => {
    database.execute(schema);
    database.execute(`PRAGMA user_version = ${version}`);
  });
  return database;
}

const readVersion = (database: SqliteDatabase): number | undefined =>
  database.get<{ user_version: number }>('PRAGMA user_version')?.user_version;

const isEmpty = (database: SqliteDatabase): boolean =>
  database.get('SELECT 1 FROM sqlite_schema LIMIT 1') === undefined;

const LARGEST_VERSION = 0x7f_ff_ff_ff;

function toVersion(schema: string): number {
  const hash = createHash('sha256').update(`${WORDS_VERSION}\n${schema}`).digest();
  return hash.readUInt32BE() & LARGEST_VERSION || 1;
}
