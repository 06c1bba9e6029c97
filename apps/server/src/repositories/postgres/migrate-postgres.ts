import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DomainError } from '#models/errors.ts';
import type { PostgresConnections, Run } from './postgres-connections.ts';

const MIGRATIONS = fileURLToPath(new URL('../../../migrations/postgres/', import.meta.url));
const MIGRATION_FILE = /^(\d{12}-[a-z0-9-]+)\.sql$/;
/** Any number that nobody else locks: the letters "jets". */
const LOCK = 0x6a_65_74_73;

/**
 * Brings the database to this version's schema: all pending migrations or none. Servers that start at the same time wait
 * for the first.
 *
 * @throws DomainError unsupported when a newer version has been at work on it.
 */
export async function migratePostgres(
  connections: PostgresConnections,
  migrationsDirectory = MIGRATIONS,
): Promise<void> {
  const known = listMigrations(migrationsDirectory);
  await connections.transaction(async (run) => {
    await run('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    await run('CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, applied_at timestamptz DEFAULT now())');
    for (const name of await listPending(run, known)) {
      await run(readFileSync(join(migrationsDirectory, `${name}.sql`), 'utf8'));
      await run('INSERT INTO migrations (name) VALUES ($1)', [name]);
    }
  });
}

const listMigrations = (directory: string): string[] =>
  readdirSync(directory)
    .flatMap((file) => MIGRATION_FILE.exec(file)?.[1] ?? [])
    .sort();

async function listPending(run: Run, known: readonly string[]): Promise<string[]> {
  const applied = new Set((await run<{ name: string }>('SELECT name FROM migrations')).map(({ name }) => name));
  const unknown = [...applied].filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new DomainError(
      'unsupported',
      `The PostgreSQL database was used by a newer version of JetStream (it has the migration ${unknown.join(', ')}). ` +
        'Start that version, or restore a backup.',
    );
  }
  return known.filter((name) => !applied.has(name));
}
