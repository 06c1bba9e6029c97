import type { HistoryKind } from '#models/record.ts';
import { analyticsSources } from '../analytics/record-sources.ts';
import type { RecordPage } from '../record-reader.ts';
import type { PostgresConnections } from './postgres-connections.ts';

/** Reads plays, logs and sums from end to end, each page as it was committed by then. */
export class PostgresRecordReader {
  readonly #connections: PostgresConnections;

  constructor(connections: PostgresConnections) {
    this.#connections = connections;
  }

  async listRecords<Kind extends HistoryKind>(
    kind: Kind,
    after: string | null,
    limit: number,
  ): Promise<RecordPage<Kind>> {
    const { from, key, columns, toRecord } = analyticsSources[kind];
    const keys = key.map((column, at) => `${column} AS key${at}`).join(', ');
    const order = key.join(', ');
    const behind = after === null ? '' : `WHERE (${order}) > (${key.map((_, at) => `$${at + 2}`).join(', ')})`;
    const rows = await this.#connections.list<Record<string, unknown>>({
      sql: `SELECT ${keys}, ${columns} FROM ${from} ${behind} ORDER BY ${order} LIMIT $1`,
      values: [limit, ...(after === null ? [] : (JSON.parse(after) as unknown[]))],
    });
    const last = rows.length < limit ? undefined : rows.at(-1);
    return {
      next: last ? JSON.stringify(key.map((_, at) => last[`key${at}`])) : null,
      records: rows.map((row) => toRecord(withoutKeys(row, key.length))),
    };
  }

  async countRecords(kind: HistoryKind): Promise<number> {
    const sql = `SELECT count(*) AS total FROM ${analyticsSources[kind].from}`;
    return (await this.#connections.list<{ total: number }>({ sql, values: [] }))[0]?.total ?? 0;
  }
}

function withoutKeys(row: Record<string, unknown>, count: number): object {
  const own = { ...row };
  for (let at = 0; at < count; at++) delete own[`key${at}`];
  return own;
}
