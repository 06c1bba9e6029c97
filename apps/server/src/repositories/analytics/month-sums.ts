import { type Compilable, sql } from 'kysely';
import { type AnalyticsDialect, createQueryBuilder, total } from './analytics-database.ts';
import { addMonths, startOfMonth, toDay } from './calendar.ts';

const DAY_MS = 86_400_000;

/** Statements that sum a month up again from its plays. */
export function createMonthQueries(dialect: AnalyticsDialect, month: number): [...Compilable[], Compilable<unknown>] {
  const builder = createQueryBuilder(dialect);
  const [from, to] = [startOfMonth(month), startOfMonth(addMonths(month, 1))];
  const ofMonth = sql`plays.played_at_ms >= ${from} AND plays.played_at_ms < ${to}`;
  const artists =
    dialect === 'sqlite'
      ? sql`json_each(plays.artist_ids) AS artist`
      : sql`LATERAL jsonb_array_elements_text(CAST(plays.artist_ids AS jsonb)) AS artist(value)`;
  const credits = sql<{ kind: string; item_id: string; user_id: string; played_ms: number; played_at_ms: number }>`(
    SELECT 'track' AS kind, track_id AS item_id, user_id, played_ms, played_at_ms FROM plays WHERE ${ofMonth}
    UNION ALL
    SELECT 'album', album_id, user_id, played_ms, played_at_ms FROM plays WHERE ${ofMonth} AND album_id IS NOT NULL
    UNION ALL
    SELECT 'artist', item_id, user_id, played_ms, played_at_ms FROM (
      SELECT DISTINCT plays.id, artist.value AS item_id, user_id, played_ms, played_at_ms FROM plays, ${artists}
      WHERE ${ofMonth}
    ) AS credited
  )`.as('credits');
  // Whoever writes plays waits, and adds to the new sums.
  const lock =
    dialect === 'sqlite' ? [] : [{ compile: () => sql`LOCK TABLE unsettled_plays IN EXCLUSIVE MODE`.compile(builder) }];
  return [
    ...lock,
    builder.deleteFrom('listening_days').where('day', '>=', toDay(from)).where('day', '<', toDay(to)),
    builder.deleteFrom('listening_months').where('month', '=', month),
    builder
      .insertInto('listening_days')
      .columns(['user_id', 'day', 'plays', 'played_ms'])
      .expression(
        builder
          .selectFrom('plays')
          .where(sql<boolean>`${ofMonth}`)
          .select([
            'user_id',
            sql<number>`played_at_ms / ${sql.lit(DAY_MS)}`.as('day'),
            total(sql`count(*)`).as('plays'),
            total(sql`sum(played_ms)`).as('played_ms'),
          ])
          .groupBy([sql`1`, sql`2`]),
      ),
    builder
      .insertInto('listening_months')
      .columns(['kind', 'item_id', 'user_id', 'month', 'plays', 'played_ms', 'last_played_at_ms'])
      .expression(
        builder
          .selectFrom(credits)
          .select([
            'kind',
            'item_id',
            'user_id',
            sql<number>`CAST(${month} AS bigint)`.as('month'),
            total(sql`count(*)`).as('plays'),
            total(sql`sum(played_ms)`).as('played_ms'),
            total(sql`max(played_at_ms)`).as('last_played_at_ms'),
          ])
          .groupBy(['kind', 'item_id', 'user_id']),
      ),
  ];
}
