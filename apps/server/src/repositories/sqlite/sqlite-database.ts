import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

/** Longest wait for another process's transaction before a call fails as unavailable. */
const BUSY_TIMEOUT_MS = 10_000;
/** Of each connection. What does not fit comes from the system's cache, which costs microseconds. */
const CACHE_KIB = 8_192;
/** Filters and shuffles make many a statement that is used for a while only. */
const MOST_STATEMENTS = 400;

export type SqlValue = SQLInputValue;

/** One connection with its prepared statements. Everything here blocks the thread it is called on. */
export class SqliteDatabase {
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(path: string, options: { isReadOnly?: boolean } = {}) {
    this.#connection = new DatabaseSync(path, { readOnly: options.isReadOnly ?? false, timeout: BUSY_TIMEOUT_MS });
    this.#connection.exec(`PRAGMA cache_size = -${CACHE_KIB}; PRAGMA temp_store = MEMORY`);
  }

  get isOpen(): boolean {
    return this.#connection.isOpen;
  }

  /** Runs any number of statements without values. */
  execute(sql: string): void {
    this.#connection.exec(sql);
  }

  all<Row>(sql: string, ...values: SqlValue[]): Row[] {
    return this.#prepare(sql).all(...values) as Row[];
  }

  get<Row>(sql: string, ...values: SqlValue[]): Row | undefined {
    return this.#prepare(sql).get(...values) as Row | undefined;
  }

  /** Returns the number of rows changed. */
  run(sql: string, ...values: SqlValue[]): number {
    const statement = this.#prepare(sql);
    // FTS5 leaves rowids of its own beyond 2^53 behind as the last inserted one, and Node throws where it cannot show them.
    statement.setReadBigInts(true);
    return Number(statement.run(...values).changes);
  }

  /** Returns the new row's id. */
  insert(sql: string, ...values: SqlValue[]): number {
    const statement = this.#prepare(sql);
    statement.setReadBigInts(true);
    return Number(statement.run(...values).lastInsertRowid);
  }

  /** All of `work` or nothing of it. Inside another transaction it becomes a part of that one. */
  transaction<T>(work: () => T): T {
    if (this.#connection.isTransaction) return work();
    this.#connection.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#connection.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk has SQLite roll back by itself.
      if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#statements.clear();
    this.#connection.close();
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    if (this.#statements.size >= MOST_STATEMENTS) this.#statements.clear();
    const statement = this.#connection.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** Lists of any length go in as one JSON value, read back with `json_each`: SQLite's variables are limited. */
export const toJsonList = (values: readonly (string | number)[]): string => JSON.stringify(values);

/** Brings rows that came in any order into the order of `ids`; ids without a row are left out. */
export function inOrderOf<T extends { id: string }>(ids: readonly string[], rows: readonly T[]): T[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
