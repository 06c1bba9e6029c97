import type { Compilable } from 'kysely';
import type { AnalyticsDatabase } from '../analytics/analytics-database.ts';
import type { GrowingTable } from '../analytics/analytics-tables.ts';
import { guard, type StoreGuard } from '../guard-store.ts';
import type { MonthPartitions } from './month-partitions.ts';
import type { PostgresConnections, Statement } from './postgres-connections.ts';

interface PostgresAnalyticsOptions {
  connections: PostgresConnections;
  partitions: MonthPartitions;
  storeGuard: StoreGuard;
  /** Rejects until the schema is there. */
  checkSchema(): Promise<void>;
}

const MAINTENANCE_LIMIT_MS = 60_000;
const WRITE_LIMIT_MS = 15_000;
const ATTEMPTS = 4;
/** Deadlock, serialization failure, and a play that another server has stored between two of our statements. */
const REPEATABLE_CODES: ReadonlySet<unknown> = new Set(['40P01', '40001', '23505']);

/** The analytics store in PostgreSQL, behind the guard. */
export function createPostgresAnalyticsDatabase(options: PostgresAnalyticsOptions): AnalyticsDatabase {
  const { list, write, ensureMonths, maintainMonths, deleteBefore } = guard(
    new PostgresAnalyticsDatabase(options),
    options.storeGuard,
    { write: WRITE_LIMIT_MS, maintainMonths: MAINTENANCE_LIMIT_MS, deleteBefore: MAINTENANCE_LIMIT_MS },
  );
  return { dialect: 'postgres', list, write, ensureMonths, maintainMonths, deleteBefore };
}

class PostgresAnalyticsDatabase implements AnalyticsDatabase {
  readonly dialect = 'postgres';
  readonly #options: PostgresAnalyticsOptions;

  constructor(options: PostgresAnalyticsOptions) {
    this.#options = options;
  }

  async list<Row>(query: Compilable<Row>): Promise<Row[]> {
    await this.#options.checkSchema();
    return this.#options.connections.list<Row>(toStatement(query));
  }

  async write<Row>(queries: readonly [...Compilable[], Compilable<Row>]): Promise<Row[]> {
    await this.#options.checkSchema();
    const statements = queries.map(toStatement);
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#writeOnce<Row>(statements);
      } catch (error) {
        if (attempt === ATTEMPTS || !isRepeatable(error)) throw error;
      }
    }
  }

  async ensureMonths(table: GrowingTable, timesMs: readonly number[]): Promise<void> {
    await this.#options.checkSchema();
    await this.#options.partitions.ensure(table, timesMs);
  }

  async maintainMonths(nowMs: number): Promise<void> {
    await this.#options.checkSchema();
    await this.#options.partitions.maintain(nowMs);
  }

  async deleteBefore(table: GrowingTable, beforeMs: number): Promise<boolean> {
    await this.#options.checkSchema();
    await this.#options.partitions.dropBefore(table, beforeMs);
    return false;
  }

  #writeOnce<Row>(statements: readonly Statement[]): Promise<Row[]> {
    return this.#options.connections.transaction(async (run) => {
      let rows: Row[] = [];
      for (const { sql, values } of statements) rows = await run<Row>(sql, values);
      return rows;
    });
  }
}

function toStatement(query: Compilable): Statement {
  const { sql, parameters } = query.compile();
  return { sql, values: parameters };
}

const isRepeatable = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && REPEATABLE_CODES.has(error.code);
