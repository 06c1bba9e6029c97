import type { Compilable } from 'kysely';
import type { AnalyticsDatabase, WriteOptions } from '../analytics/analytics-database.ts';
import type { GrowingTable } from '../analytics/analytics-tables.ts';
import type { AnalyticsStatements, Statement } from './analytics-statements.ts';
import type { SqlValue } from './sqlite-database.ts';

/** Where SQLite runs: behind the threads of the store, or on this thread. */
export type StatementTarget = Pick<AnalyticsStatements, 'listRows' | 'writeRows' | 'writeQuickRows' | 'deleteOldRows'>;

/** The analytics store in the embedded file: queries are built here and run where SQLite does. */
export class SqliteAnalyticsDatabase implements AnalyticsDatabase {
  readonly dialect = 'sqlite';
  readonly #target: StatementTarget;

  constructor(target: StatementTarget) {
    this.#target = target;
  }

  async list<Row>(query: Compilable<Row>): Promise<Row[]> {
    return (await this.#target.listRows(toStatement(query))) as Row[];
  }

  async write<Row>(
    queries: readonly [...Compilable[], Compilable<Row>],
    { isQuick = false }: WriteOptions = {},
  ): Promise<Row[]> {
    const statements = queries.map(toStatement);
    const rows = isQuick ? this.#target.writeQuickRows(statements) : this.#target.writeRows(statements);
    return (await rows) as Row[];
  }

  /** One table holds all months. */
  async ensureMonths(): Promise<void> {}

  async maintainMonths(): Promise<void> {}

  deleteBefore(table: GrowingTable, beforeMs: number): Promise<boolean> {
    return this.#target.deleteOldRows(table, beforeMs);
  }
}

function toStatement(query: Compilable): Statement {
  const { sql, parameters } = query.compile();
  return { sql, values: parameters as readonly SqlValue[] };
}
