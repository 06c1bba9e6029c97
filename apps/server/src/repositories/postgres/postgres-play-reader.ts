import type { PlayRow } from '../analytics/analytics-tables.ts';
import { fromPlayRow } from '../analytics/play-rows.ts';
import type { RecordPage } from '../record-reader.ts';
import type { PostgresConnections } from './postgres-connections.ts';

/** Reads the plays from end to end, each page as it was committed by then. */
export class PostgresPlayReader {
  readonly #connections: PostgresConnections;

  constructor(connections: PostgresConnections) {
    this.#connections = connections;
  }

  async listPlays(after: string | null, limit: number): Promise<RecordPage<'plays'>> {
    const behind = after === null ? '' : 'WHERE (user_id, played_at_ms, id) > ($2, $3, $4)';
    const rows = await this.#connections.list<PlayRow & { is_settled: boolean }>({
      sql: `SELECT plays.*, NOT EXISTS (
          SELECT 1 FROM unsettled_plays AS waiting WHERE waiting.user_id = plays.user_id AND waiting.id = plays.id
        ) AS is_settled
        FROM plays ${behind} ORDER BY user_id, played_at_ms, id LIMIT $1`,
      values: [limit, ...(after === null ? [] : (JSON.parse(after) as unknown[]))],
    });
    const last = rows.length < limit ? undefined : rows.at(-1);
    return {
      next: last ? JSON.stringify([last.user_id, last.played_at_ms, last.id]) : null,
      records: rows.map((row) => ({ play: fromPlayRow(row), isSettled: row.is_settled })),
    };
  }

  async countPlays(): Promise<number> {
    const [row] = await this.#connections.list<{ total: number }>({
      sql: 'SELECT count(*) AS total FROM plays',
      values: [],
    });
    return row?.total ?? 0;
  }
}
