import { sql } from 'kysely';
import type { RequestEntry } from '#models/activity.ts';
import type { RequestLogRepository } from '../request-log-repository.ts';
import {
  type AnalyticsDatabase,
  type ColumnTypes,
  createQueryBuilder,
  type QueryBuilder,
  toInput,
  total,
} from './analytics-database.ts';
import type { RequestRow } from './analytics-tables.ts';

const HOUR_MS = 3_600_000;
const columns = [
  'at_ms',
  'id',
  'method',
  'endpoint',
  'status',
  'duration_ms',
  'size_bytes',
  'user_id',
  'instance',
  'batch',
] as const;
const types: ColumnTypes<RequestRow> = {
  at_ms: 'bigint',
  id: 'text',
  method: 'text',
  endpoint: 'text',
  status: 'bigint',
  duration_ms: 'double precision',
  size_bytes: 'bigint',
  user_id: 'text',
  instance: 'text',
  batch: 'text',
};

export class AnalyticsRequestLogRepository implements RequestLogRepository {
  readonly #database: AnalyticsDatabase;
  readonly #builder: QueryBuilder;
  readonly #createId: () => string;

  constructor(database: AnalyticsDatabase, createId: () => string) {
    this.#database = database;
    this.#builder = createQueryBuilder(database.dialect);
    this.#createId = createId;
  }

  async createRequests(requests: readonly RequestEntry[]): Promise<void> {
    if (requests.length === 0) return;
    const times = requests.map(({ atMs }) => atMs);
    await this.#database.ensureMonths('requests', times);
    const batch = this.#createId();
    const rows = toInput(
      this.#database.dialect,
      requests.map((request) => toRow(request, batch)),
      types,
    ).as('input');
    const insertion = this.#builder
      .insertInto('requests')
      .columns([...columns])
      .expression(
        this.#builder
          .selectFrom(rows)
          .select([...columns])
          .where(sql.lit(true)),
      )
      .onConflict((conflict) => conflict.doNothing());
    // The times let PostgreSQL look into the partitions of these rows alone.
    const span = { batch, from: Math.min(...times), to: Math.max(...times) };
    await this.#database.write([insertion, this.#addToHours(span)], { isQuick: true });
  }

  deleteRequestsBefore(beforeMs: number): Promise<boolean> {
    return this.#database.deleteBefore('requests', beforeMs);
  }

  #addToHours({ batch, from, to }: { batch: string; from: number; to: number }) {
    return this.#builder
      .insertInto('request_hours')
      .columns(['hour', 'endpoint', 'status', 'requests', 'duration_ms', 'size_bytes'])
      .expression(
        this.#builder
          .selectFrom('requests')
          .where('at_ms', '>=', from)
          .where('at_ms', '<=', to)
          .where('batch', '=', batch)
          .select([
            sql<number>`at_ms / ${sql.lit(HOUR_MS)}`.as('hour'),
            'endpoint',
            'status',
            total(sql`count(*)`).as('requests'),
            sql<number>`sum(duration_ms)`.as('duration_ms'),
            total(sql`sum(size_bytes)`).as('size_bytes'),
          ])
          .groupBy([sql`1`, sql`2`, sql`3`])
          .orderBy(sql`1`)
          .orderBy(sql`2`)
          .orderBy(sql`3`),
      )
      .onConflict((conflict) =>
        conflict.columns(['hour', 'endpoint', 'status']).doUpdateSet({
          requests: sql`request_hours.requests + excluded.requests`,
          duration_ms: sql`request_hours.duration_ms + excluded.duration_ms`,
          size_bytes: sql`request_hours.size_bytes + excluded.size_bytes`,
        }),
      );
  }
}

const toRow = (request: RequestEntry, batch: string): RequestRow => ({
  at_ms: request.atMs,
  id: request.id,
  method: request.method,
  endpoint: request.endpoint,
  status: request.status,
  duration_ms: request.durationMs,
  size_bytes: request.sizeBytes,
  user_id: request.userId,
  instance: request.instance,
  batch,
});
