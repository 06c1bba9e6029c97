import { sql } from 'kysely';
import type { ListeningDaySum, ListeningMonthSum, RequestHourSum } from '#models/listening.ts';
import type { LogKind, SumKind } from '#models/record.ts';
import type { SumRepository } from '../sum-repository.ts';
import { type AnalyticsDatabase, createQueryBuilder, type QueryBuilder } from './analytics-database.ts';
import type { AnalyticsTables } from './analytics-tables.ts';

const tables = {
  listeningDays: 'listening_days',
  listeningMonths: 'listening_months',
  requestHours: 'request_hours',
  events: 'events',
  requests: 'requests',
} as const satisfies Record<SumKind | LogKind, keyof AnalyticsTables>;

/** Rows go as variables, not as one JSON: SQLite does not read every fraction in a text as exactly as it was written. */
export class AnalyticsSumRepository implements SumRepository {
  readonly #database: AnalyticsDatabase;
  readonly #builder: QueryBuilder;

  constructor(database: AnalyticsDatabase) {
    this.#database = database;
    this.#builder = createQueryBuilder(database.dialect);
  }

  async saveListeningDays(sums: readonly ListeningDaySum[]): Promise<void> {
    if (sums.length === 0) return;
    const rows = sums.map(({ userId, day, plays, playedMs }) => ({ user_id: userId, day, plays, played_ms: playedMs }));
    await this.#database.write([
      this.#builder
        .insertInto('listening_days')
        .values(rows)
        .onConflict((conflict) =>
          conflict
            .columns(['user_id', 'day'])
            .doUpdateSet({ plays: sql`excluded.plays`, played_ms: sql`excluded.played_ms` }),
        ),
    ]);
  }

  async saveListeningMonths(sums: readonly ListeningMonthSum[]): Promise<void> {
    if (sums.length === 0) return;
    const rows = sums.map((sum) => ({
      kind: sum.kind,
      item_id: sum.itemId,
      user_id: sum.userId,
      month: sum.month,
      plays: sum.plays,
      played_ms: sum.playedMs,
      last_played_at_ms: sum.lastPlayedAtMs,
    }));
    await this.#database.write([
      this.#builder
        .insertInto('listening_months')
        .values(rows)
        .onConflict((conflict) =>
          conflict.columns(['kind', 'item_id', 'user_id', 'month']).doUpdateSet({
            plays: sql`excluded.plays`,
            played_ms: sql`excluded.played_ms`,
            last_played_at_ms: sql`excluded.last_played_at_ms`,
          }),
        ),
    ]);
  }

  async saveRequestHours(sums: readonly RequestHourSum[]): Promise<void> {
    if (sums.length === 0) return;
    const rows = sums.map(({ durationMs, sizeBytes, ...sum }) => ({
      ...sum,
      duration_ms: durationMs,
      size_bytes: sizeBytes,
    }));
    await this.#database.write([
      this.#builder
        .insertInto('request_hours')
        .values(rows)
        .onConflict((conflict) =>
          conflict.columns(['hour', 'endpoint', 'status']).doUpdateSet({
            requests: sql`excluded.requests`,
            duration_ms: sql`excluded.duration_ms`,
            size_bytes: sql`excluded.size_bytes`,
          }),
        ),
    ]);
  }

  async deleteAll(kind: SumKind | LogKind): Promise<void> {
    await this.#database.write([this.#builder.deleteFrom(tables[kind])]);
  }
}
