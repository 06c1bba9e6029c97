import { type Compilable, sql } from 'kysely';
import type { Play } from '#models/play.ts';
import {
  type AnalyticsDialect,
  type ColumnTypes,
  createQueryBuilder,
  type QueryBuilder,
  toInput,
  total,
} from './analytics-database.ts';
import type { PlayRow } from './analytics-tables.ts';
import { type PlayCredit, toCredits, toPlayRow } from './play-rows.ts';

const DAY_MS = 86_400_000;

const playTypes: ColumnTypes<PlayRow> = {
  user_id: 'text',
  played_at_ms: 'bigint',
  id: 'text',
  track_id: 'text',
  album_id: 'text',
  artist_ids: 'text',
  played_ms: 'bigint',
  client: 'text',
};
const creditTypes: ColumnTypes<PlayCredit> = {
  kind: 'text',
  item_id: 'text',
  user_id: 'text',
  id: 'text',
  month: 'bigint',
  played_ms: 'bigint',
  played_at_ms: 'bigint',
};

type Writes<Row> = [...Compilable[], Compilable<Row>];

/** Statements that have to be written together. */
export interface PlayQueries {
  /** Returns the keys of those that are new. `batch` is an id of its own. */
  createPlays(plays: readonly Play[], batch: string): Writes<{ user_id: string; id: string }>;
  /** Returns who has played the album that they went to. */
  moveAlbum(fromId: string, toId: string): Writes<{ user_id: string }>;
}

export const createPlayQueries = (dialect: AnalyticsDialect): PlayQueries => {
  const builder = createQueryBuilder(dialect);
  return {
    createPlays: (plays, batch) => toCreation({ dialect, builder, batch }, plays),
    moveAlbum: (fromId, toId) => toMove({ dialect, builder }, fromId, toId),
  };
};

interface Parts {
  dialect: AnalyticsDialect;
  builder: QueryBuilder;
}

interface Batch extends Parts {
  batch: string;
}

/**
 * New plays are first told from known ones by claiming them as unsettled; everything after reads the claims of this batch.
 * Keys are written in their order everywhere, so that two servers wait for each other instead of deadlocking.
 */
function toCreation(parts: Batch, plays: readonly Play[]): Writes<{ user_id: string; id: string }> {
  const { dialect, builder, batch } = parts;
  const rows = toInput(dialect, plays.map(toPlayRow), playTypes).as('input');
  const claimed = builder.selectFrom('unsettled_plays').where('batch', '=', batch);
  return [
    builder
      .insertInto('unsettled_plays')
      .columns(['user_id', 'id', 'played_at_ms', 'batch'])
      .expression(
        builder
          .selectFrom(rows)
          .select(['input.user_id', 'input.id', 'input.played_at_ms', sql<string>`CAST(${batch} AS text)`.as('batch')])
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom('play_keys')
                  .whereRef('play_keys.user_id', '=', 'input.user_id')
                  .whereRef('play_keys.id', '=', 'input.id')
                  .select('play_keys.id'),
              ),
            ),
          )
          .orderBy('input.user_id')
          .orderBy('input.id'),
      )
      .onConflict((conflict) => conflict.doNothing()),
    builder
      .insertInto('play_keys')
      .columns(['user_id', 'id'])
      .expression(claimed.select(['user_id', 'id']).orderBy('user_id').orderBy('id')),
    builder
      .insertInto('plays')
      .columns(['user_id', 'played_at_ms', 'id', 'track_id', 'album_id', 'artist_ids', 'played_ms', 'client'])
      .expression(
        builder
          .selectFrom(rows)
          .innerJoin('unsettled_plays as claim', (join) =>
            join.onRef('claim.user_id', '=', 'input.user_id').onRef('claim.id', '=', 'input.id'),
          )
          .where('claim.batch', '=', batch)
          .select([
            'input.user_id',
            'input.played_at_ms',
            'input.id',
            'input.track_id',
            'input.album_id',
            'input.artist_ids',
            'input.played_ms',
            'input.client',
          ]),
      ),
    addToDays(parts, plays),
    addToMonths(parts, plays),
    claimed.select(['user_id', 'id']),
  ];
}

function addToDays({ dialect, builder, batch }: Batch, plays: readonly Play[]): Compilable {
  const rows = toInput(dialect, plays.map(toPlayRow), playTypes).as('input');
  return builder
    .insertInto('listening_days')
    .columns(['user_id', 'day', 'plays', 'played_ms'])
    .expression(
      builder
        .selectFrom(rows)
        .innerJoin('unsettled_plays as claim', (join) =>
          join.onRef('claim.user_id', '=', 'input.user_id').onRef('claim.id', '=', 'input.id'),
        )
        .where('claim.batch', '=', batch)
        .select([
          'input.user_id',
          sql<number>`input.played_at_ms / ${sql.lit(DAY_MS)}`.as('day'),
          total(sql`count(*)`).as('plays'),
          total(sql`sum(input.played_ms)`).as('played_ms'),
        ])
        .groupBy([sql`1`, sql`2`])
        .orderBy(sql`1`)
        .orderBy(sql`2`),
    )
    .onConflict((conflict) =>
      conflict.columns(['user_id', 'day']).doUpdateSet({
        plays: sql`listening_days.plays + excluded.plays`,
        played_ms: sql`listening_days.played_ms + excluded.played_ms`,
      }),
    );
}

function addToMonths({ dialect, builder, batch }: Batch, plays: readonly Play[]): Compilable {
  const rows = toInput(dialect, plays.flatMap(toCredits), creditTypes).as('input');
  return builder
    .insertInto('listening_months')
    .columns(['kind', 'item_id', 'user_id', 'month', 'plays', 'played_ms', 'last_played_at_ms'])
    .expression(
      builder
        .selectFrom(rows)
        .innerJoin('unsettled_plays as claim', (join) =>
          join.onRef('claim.user_id', '=', 'input.user_id').onRef('claim.id', '=', 'input.id'),
        )
        .where('claim.batch', '=', batch)
        .select([
          'input.kind',
          'input.item_id',
          'input.user_id',
          'input.month',
          total(sql`count(*)`).as('plays'),
          total(sql`sum(input.played_ms)`).as('played_ms'),
          total(sql`max(input.played_at_ms)`).as('last_played_at_ms'),
        ])
        .groupBy([sql`1`, sql`2`, sql`3`, sql`4`])
        .orderBy(sql`1`)
        .orderBy(sql`2`)
        .orderBy(sql`3`)
        .orderBy(sql`4`),
    )
    .onConflict((conflict) =>
      conflict.columns(['kind', 'item_id', 'user_id', 'month']).doUpdateSet(addedSums(dialect)),
    );
}

/** `max` of two values is `greatest` in PostgreSQL. */
const addedSums = (dialect: AnalyticsDialect) => ({
  plays: sql<number>`listening_months.plays + excluded.plays`,
  played_ms: sql<number>`listening_months.played_ms + excluded.played_ms`,
  last_played_at_ms: sql<number>`${sql.raw(dialect === 'sqlite' ? 'max' : 'greatest')}(listening_months.last_played_at_ms, excluded.last_played_at_ms)`,
});

function toMove({ dialect, builder }: Parts, fromId: string, toId: string): Writes<{ user_id: string }> {
  const ofAlbum = (id: string) =>
    builder.selectFrom('listening_months').where('kind', '=', 'album').where('item_id', '=', id);
  return [
    builder.updateTable('plays').set({ album_id: toId }).where('album_id', '=', fromId),
    builder
      .insertInto('listening_months')
      .columns(['kind', 'item_id', 'user_id', 'month', 'plays', 'played_ms', 'last_played_at_ms'])
      .expression(
        ofAlbum(fromId)
          .select(['kind', sql<string>`CAST(${toId} AS text)`.as('item_id'), 'user_id', 'month'])
          .select(['plays', 'played_ms', 'last_played_at_ms'])
          .orderBy('user_id')
          .orderBy('month'),
      )
      .onConflict((conflict) =>
        conflict.columns(['kind', 'item_id', 'user_id', 'month']).doUpdateSet(addedSums(dialect)),
      ),
    builder.deleteFrom('listening_months').where('kind', '=', 'album').where('item_id', '=', fromId),
    ofAlbum(toId).select('user_id').distinct(),
  ];
}
