import {
  type Compilable,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  sql,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { AnalyticsTables, GrowingTable } from './analytics-tables.ts';

export type AnalyticsDialect = 'sqlite' | 'postgres';

export interface WriteOptions {
  /** What may be lost by a power cut, never by the end of the process. */
  isQuick?: boolean;
}

/** Where the queries of the repositories beside run. They are built once, for the dialect that `dialect` names. */
export interface AnalyticsDatabase {
  readonly dialect: AnalyticsDialect;
  list<Row>(query: Compilable<Row>): Promise<Row[]>;
  /** All of them in order, or none; returns the rows of the last one. */
  write<Row>(queries: readonly [...Compilable[], Compilable<Row>], options?: WriteOptions): Promise<Row[]>;
  /** Before rows of these times are written. */
  ensureMonths(table: GrowingTable, timesMs: readonly number[]): Promise<void>;
  /** Ahead of time, and tidies up what could not be done in time. */
  maintainMonths(nowMs: number): Promise<void>;
  /**
   * Removes rows older than this: PostgreSQL whole months once all of them are older, SQLite a bounded number of rows.
   * Returns whether there may be more to remove.
   */
  deleteBefore(table: GrowingTable, beforeMs: number): Promise<boolean>;
}

export type QueryBuilder = Kysely<AnalyticsTables>;

/** Only builds: the queries run where SQLite's threads or PostgreSQL's connections are. */
export function createQueryBuilder(dialect: AnalyticsDialect): QueryBuilder {
  const isSqlite = dialect === 'sqlite';
  return new Kysely<AnalyticsTables>({
    dialect: {
      createAdapter: () => (isSqlite ? new SqliteAdapter() : new PostgresAdapter()),
      createDriver: () => new DummyDriver(),
      createIntrospector: (database) =>
        isSqlite ? new SqliteIntrospector(database) : new PostgresIntrospector(database),
      createQueryCompiler: () => (isSqlite ? new SqliteQueryCompiler() : new PostgresQueryCompiler()),
    },
  });
}

type SqlType = 'text' | 'bigint' | 'double precision';
export type ColumnTypes<Row> = { readonly [Column in keyof Row]: SqlType };

/** Rows as a table to select from: one JSON value, since variables are limited in number. */
export function toInput<Row extends object>(
  dialect: AnalyticsDialect,
  rows: readonly Row[],
  types: ColumnTypes<Row>,
): RawBuilder<Row> {
  const columns = Object.entries<SqlType>(types).map(
    ([name, type]) => sql`CAST(value ->> ${sql.lit(name)} AS ${sql.raw(type)}) AS ${sql.ref(name)}`,
  );
  const json = JSON.stringify(rows);
  const source =
    dialect === 'sqlite' ? sql`json_each(${json})` : sql`jsonb_array_elements(CAST(${json} AS jsonb)) AS rows(value)`;
  return sql<Row>`(SELECT ${sql.join(columns)} FROM ${source})`;
}

/** Counts and sums as numbers: PostgreSQL would make numerics of them, which come as texts. */
export const total = (expression: RawBuilder<unknown>): RawBuilder<number> =>
  sql<number>`CAST(coalesce(${expression}, 0) AS bigint)`;
