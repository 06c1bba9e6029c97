import type { GrowingTable } from '../analytics/analytics-tables.ts';
import type { SqliteDatabase, SqlValue } from './sqlite-database.ts';

/** A query as it was built on the main thread. */
export interface Statement {
  sql: string;
  values: readonly SqlValue[];
}

/** Rows that one deletion may take: other writes wait for it. */
const MOST_DELETED = 2000;

/** Runs the analytics store's queries on this thread. Reading methods begin as the rule of the threads wants it. */
export class AnalyticsStatements {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  async listRows({ sql, values }: Statement): Promise<unknown[]> {
    return this.#database.all(sql, ...values);
  }

  async writeRows(statements: readonly Statement[]): Promise<unknown[]> {
    return this.#database.transaction(() => {
      let rows: unknown[] = [];
      for (const { sql, values } of statements) rows = this.#database.all(sql, ...values);
      return rows;
    });
  }

  /** The same; the worker does not have these wait for the disk. */
  writeQuickRows(statements: readonly Statement[]): Promise<unknown[]> {
    return this.writeRows(statements);
  }

  /** Returns whether there may be more. */
  async deleteOldRows(table: GrowingTable, beforeMs: number): Promise<boolean> {
    return this.#database.transaction(() => {
      if (table === 'plays') return this.#deleteOldPlays(beforeMs);
      const deleted = this.#database.run(
        `DELETE FROM ${table} WHERE (at_ms, id) IN (
           SELECT at_ms, id FROM ${table} WHERE at_ms < ? ORDER BY at_ms LIMIT ${MOST_DELETED})`,
        beforeMs,
      );
      return deleted === MOST_DELETED;
    });
  }

  /** With what tells that they are known, which nobody needs so long afterwards. */
  #deleteOldPlays(beforeMs: number): boolean {
    const plays = this.#database.all<{ user_id: string; played_at_ms: number; id: string }>(
      `SELECT user_id, played_at_ms, id FROM plays WHERE played_at_ms < ? LIMIT ${MOST_DELETED}`,
      beforeMs,
    );
    for (const { user_id, played_at_ms, id } of plays) {
      this.#database.run(
        'DELETE FROM plays WHERE user_id = ? AND played_at_ms = ? AND id = ?',
        user_id,
        played_at_ms,
        id,
      );
      this.#database.run('DELETE FROM play_keys WHERE user_id = ? AND id = ?', user_id, id);
      this.#database.run('DELETE FROM unsettled_plays WHERE user_id = ? AND id = ?', user_id, id);
    }
    return plays.length === MOST_DELETED;
  }
}
