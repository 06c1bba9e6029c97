import { type GrowingTable, timeColumns } from '../analytics/analytics-tables.ts';
import { addMonths, startOfMonth, toMonth } from '../analytics/calendar.ts';
import type { StoreLogger } from '../guard-store.ts';
import { isStoreFailure } from '../store-failures.ts';
import type { PostgresConnections, Run } from './postgres-connections.ts';

/** So many months exist before they begin. */
const MONTHS_AHEAD = 2;
/** Making a partition locks the default one: rather than wait behind a long query, rows go there for now. */
const LOCK_LIMIT = "SET LOCAL lock_timeout = '1s'";
/** First key of the advisory locks, the month is the second: the letters "part". */
const LOCK = 0x70_61_72_74;

const partitionOf = (table: GrowingTable, month: number): string => `${table}_${month}`;
const tables = Object.keys(timeColumns) as GrowingTable[];

/** Partitions by month of the tables that grow for ever, made when their first row comes or ahead of time. */
export class MonthPartitions {
  readonly #connections: PostgresConnections;
  readonly #logger: StoreLogger;
  readonly #known = new Set<string>();

  constructor(connections: PostgresConnections, logger: StoreLogger) {
    this.#connections = connections;
    this.#logger = logger;
  }

  /** Rows of a month whose partition cannot be made now go to the default one, until `maintain` moves them. */
  async ensure(table: GrowingTable, timesMs: readonly number[]): Promise<void> {
    for (const month of new Set(timesMs.map(toMonth))) {
      if (!this.#known.has(partitionOf(table, month))) await this.#tryToCreate(table, month);
    }
  }

  async maintain(nowMs: number): Promise<void> {
    for (const table of tables) {
      const ahead = Array.from({ length: MONTHS_AHEAD + 1 }, (_, count) => addMonths(toMonth(nowMs), count));
      for (const month of [...ahead, ...(await this.#listStrayMonths(table))]) await this.#tryToCreate(table, month);
    }
  }

  /** Drops the partitions whose every row is older. */
  async dropBefore(table: GrowingTable, beforeMs: number): Promise<void> {
    for (const partition of await this.#listPartitions(table)) {
      const month = Number(partition.slice(table.length + 1));
      if (Number.isNaN(month) || startOfMonth(addMonths(month, 1)) > beforeMs) continue;
      await this.#connections.transaction(async (run) => {
        if (table === 'plays') await forgetKeys(run, partition);
        await run(LOCK_LIMIT);
        await run(`DROP TABLE IF EXISTS ${partition}`);
      });
      this.#known.delete(partition);
    }
    const { [table]: column } = timeColumns;
    await this.#connections.list({ sql: `DELETE FROM ${table}_default WHERE ${column} < $1`, values: [beforeMs] });
  }

  async #tryToCreate(table: GrowingTable, month: number): Promise<void> {
    try {
      await this.#connections.transaction((run) => createPartition(run, table, month));
      this.#known.add(partitionOf(table, month));
    } catch (error) {
      if (isStoreFailure('postgresql', error)) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      this.#logger.warn({ table, month, reason }, 'a partition could not be made: its rows wait in the default one');
    }
  }

  async #listPartitions(table: GrowingTable): Promise<string[]> {
    const rows = await this.#connections.list<{ name: string }>({
      sql: `SELECT relname AS name FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
            WHERE inhparent = CAST($1 AS regclass) ORDER BY relname`,
      values: [table],
    });
    return rows.map(({ name }) => name);
  }

  async #listStrayMonths(table: GrowingTable): Promise<number[]> {
    const { [table]: column } = timeColumns;
    const sql = `SELECT DISTINCT to_char(to_timestamp(${column} / 1000) AT TIME ZONE 'UTC', 'YYYYMM') AS month
                 FROM ${table}_default`;
    return (await this.#connections.list<{ month: string }>({ sql, values: [] })).map(({ month }) => Number(month));
  }
}

/** Made beside the table and attached with the rows of the month that the default partition holds, if any. */
async function createPartition(run: Run, table: GrowingTable, month: number): Promise<void> {
  const partition = partitionOf(table, month);
  const { [table]: column } = timeColumns;
  const [from, to] = [startOfMonth(month), startOfMonth(addMonths(month, 1))];
  await run('SELECT pg_advisory_xact_lock($1, $2)', [LOCK, month]);
  const [found] = await run<{ isThere: boolean }>('SELECT to_regclass($1) IS NOT NULL AS "isThere"', [partition]);
  if (found?.isThere) return;
  await run(LOCK_LIMIT);
  await run(`LOCK TABLE ${table}_default IN ACCESS EXCLUSIVE MODE`);
  await run(`CREATE TABLE ${partition} (LIKE ${table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)`);
  const inMonth = `${column} >= ${from} AND ${column} < ${to}`;
  await run(
    `WITH moved AS (DELETE FROM ${table}_default WHERE ${inMonth} RETURNING *) INSERT INTO ${partition} SELECT * FROM moved`,
  );
  await run(`ALTER TABLE ${table} ATTACH PARTITION ${partition} FOR VALUES FROM (${from}) TO (${to})`);
}

/** What tells that these plays are known, which nobody needs so long afterwards. */
async function forgetKeys(run: Run, partition: string): Promise<void> {
  for (const table of ['play_keys', 'unsettled_plays']) {
    await run(
      `DELETE FROM ${table} AS known USING ${partition} AS old WHERE known.user_id = old.user_id AND known.id = old.id`,
    );
  }
}
