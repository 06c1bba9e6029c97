import { sql } from 'kysely';
import type { AnnotatedId, AnnotatedKind } from '#models/annotation.ts';
import type { UserId } from '#models/ids.ts';
import type { EndpointLoad, ListenedItem, ListeningDay, RequestHour, ServerDay } from '#models/listening.ts';
import type { ListeningSpan, StatisticsRepository } from '../statistics-repository.ts';
import { type AnalyticsDatabase, createQueryBuilder, type QueryBuilder, total } from './analytics-database.ts';
import { createMonthQueries } from './month-sums.ts';

export class AnalyticsStatisticsRepository implements StatisticsRepository {
  readonly #database: AnalyticsDatabase;
  readonly #builder: QueryBuilder;

  constructor(database: AnalyticsDatabase) {
    this.#database = database;
    this.#builder = createQueryBuilder(database.dialect);
  }

  listListeningDays(userId: UserId, sinceDay: number): Promise<ListeningDay[]> {
    return this.#database.list(
      this.#builder
        .selectFrom('listening_days')
        .where('user_id', '=', userId)
        .where('day', '>=', sinceDay)
        .select(['day', 'plays', 'played_ms as playedMs'])
        .orderBy('day'),
    );
  }

  async listMostPlayed(
    userId: UserId,
    kind: AnnotatedKind,
    span: ListeningSpan,
    limit: number,
  ): Promise<ListenedItem[]> {
    const rows =
      'sinceMonth' in span
        ? this.#listFromMonths(userId, kind, span.sinceMonth, limit)
        : this.#listFromPlays(userId, kind, span.sinceMs, limit);
    return (await rows).map(({ itemId, ...sums }) => ({ itemId: itemId as AnnotatedId, ...sums }));
  }

  listServerDays(sinceDay: number): Promise<ServerDay[]> {
    return this.#database.list(
      this.#builder
        .selectFrom('listening_days')
        .where('day', '>=', sinceDay)
        .select([
          'day',
          total(sql`sum(plays)`).as('plays'),
          total(sql`sum(played_ms)`).as('playedMs'),
          total(sql`count(*)`).as('listeners'),
        ])
        .groupBy('day')
        .orderBy('day'),
    );
  }

  listRequestHours(sinceHour: number): Promise<RequestHour[]> {
    return this.#database.list(
      this.#builder
        .selectFrom('request_hours')
        .where('hour', '>=', sinceHour)
        .select(['hour', total(sql`sum(requests)`).as('requests'), errors.as('errors')])
        .groupBy('hour')
        .orderBy('hour'),
    );
  }

  listEndpointLoads(sinceHour: number, limit: number): Promise<EndpointLoad[]> {
    return this.#database.list(
      this.#builder
        .selectFrom('request_hours')
        .where('hour', '>=', sinceHour)
        .select([
          'endpoint',
          total(sql`sum(requests)`).as('requests'),
          errors.as('errors'),
          sql<number>`sum(duration_ms) / sum(requests)`.as('averageMs'),
        ])
        .groupBy('endpoint')
        .orderBy('requests', 'desc')
        .orderBy('endpoint')
        .limit(limit),
    );
  }

  maintainMonths(nowMs: number): Promise<void> {
    return this.#database.maintainMonths(nowMs);
  }

  async updateMonth(month: number): Promise<void> {
    await this.#database.write(createMonthQueries(this.#database.dialect, month));
  }

  #listFromMonths(userId: UserId, kind: AnnotatedKind, sinceMonth: number, limit: number) {
    return this.#database.list(
      this.#builder
        .selectFrom('listening_months')
        .where('user_id', '=', userId)
        .where('kind', '=', kind)
        .where('month', '>=', sinceMonth)
        .select(['item_id as itemId', total(sql`sum(plays)`).as('plays'), total(sql`sum(played_ms)`).as('playedMs')])
        .groupBy('item_id')
        .orderBy('plays', 'desc')
        .orderBy('playedMs', 'desc')
        .orderBy('itemId')
        .limit(limit),
    );
  }

  #listFromPlays(userId: UserId, kind: AnnotatedKind, sinceMs: number, limit: number) {
    const items = itemsOf(this.#database.dialect)[kind];
    return this.#database.list(
      this.#builder
        .selectFrom(sql<{ item_id: string; played_ms: number }>`(${items(userId, sinceMs)})`.as('heard'))
        .where('item_id', 'is not', null)
        .select(['item_id as itemId', total(sql`count(*)`).as('plays'), total(sql`sum(played_ms)`).as('playedMs')])
        .groupBy('item_id')
        .orderBy('plays', 'desc')
        .orderBy('playedMs', 'desc')
        .orderBy('itemId')
        .limit(limit),
    );
  }
}

const errors = total(sql`sum(CASE WHEN status >= 500 THEN requests ELSE 0 END)`);

/** What each play of a user since then counts for. */
function itemsOf(dialect: AnalyticsDatabase['dialect']) {
  const heard = (userId: UserId, sinceMs: number) =>
    sql`plays.user_id = ${userId} AND plays.played_at_ms >= ${sinceMs}`;
  const artists =
    dialect === 'sqlite'
      ? sql`json_each(plays.artist_ids) AS artist`
      : sql`LATERAL jsonb_array_elements_text(CAST(plays.artist_ids AS jsonb)) AS artist(value)`;
  return {
    track: (userId: UserId, sinceMs: number) =>
      sql`SELECT track_id AS item_id, played_ms FROM plays WHERE ${heard(userId, sinceMs)}`,
    album: (userId: UserId, sinceMs: number) =>
      sql`SELECT album_id AS item_id, played_ms FROM plays WHERE ${heard(userId, sinceMs)}`,
    // Once for each artist, though tags may name one twice.
    artist: (userId: UserId, sinceMs: number) =>
      sql`SELECT DISTINCT plays.id, artist.value AS item_id, played_ms FROM plays, ${artists} WHERE ${heard(userId, sinceMs)}`,
  } satisfies Record<AnnotatedKind, unknown>;
}
