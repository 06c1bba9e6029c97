import { sql } from 'kysely';
import type { AnnotatedId, AnnotatedKind } from '#models/annotation.ts';
import type { AlbumId, UserId } from '#models/ids.ts';
import type { Page, PageRequest } from '#models/page.ts';
import type { Play } from '#models/play.ts';
import { type Keyset, readCursor, toCursor } from '../keyset.ts';
import type { PlayRepository } from '../play-repository.ts';
import { type AnalyticsDatabase, createQueryBuilder, type QueryBuilder, total } from './analytics-database.ts';
import { GroupCommit } from './group-commit.ts';
import { fromPlayRow } from './play-rows.ts';
import { createPlayQueries, type PlayQueries } from './play-writes.ts';

const MOST_WAITING = 5000;
/** Of one commit. */
const MOST_TOGETHER = 500;

const keyset: Keyset = { name: 'plays', order: 'desc', columns: ['played_at_ms', 'id'] };

const keyOf = ({ userId, id }: { userId: string; id: string }): string => JSON.stringify([userId, id]);

/** Plays that come at the same time are committed together. */
export class AnalyticsPlayRepository implements PlayRepository {
  readonly #database: AnalyticsDatabase;
  readonly #builder: QueryBuilder;
  readonly #queries: PlayQueries;
  readonly #createId: () => string;
  readonly #group = new GroupCommit<Play, boolean>({
    flush: (plays) => this.#createPlays(plays),
    capacity: MOST_WAITING,
    mostItems: MOST_TOGETHER,
  });

  constructor(database: AnalyticsDatabase, createId: () => string) {
    this.#database = database;
    this.#builder = createQueryBuilder(database.dialect);
    this.#queries = createPlayQueries(database.dialect);
    this.#createId = createId;
  }

  createPlay(play: Play): Promise<boolean> {
    return this.#group.add(play);
  }

  drain(): Promise<void> {
    return this.#group.drain();
  }

  async listPlays(userId: UserId, page: PageRequest): Promise<Page<Play>> {
    const ofUser = this.#builder.selectFrom('plays').where('user_id', '=', userId);
    let query = ofUser.selectAll();
    if (page.cursor !== undefined) {
      const [time, id] = readCursor(keyset, page.cursor);
      query = query.where(sql<boolean>`(played_at_ms, id) < (${time}, ${id})`);
    }
    const [rows, counted] = await Promise.all([
      this.#database.list(
        query
          .orderBy('played_at_ms', 'desc')
          .orderBy('id', 'desc')
          .limit(page.limit + 1),
      ),
      this.#database.list(ofUser.select(total(sql`count(*)`).as('total'))),
    ]);
    const shown = rows.slice(0, page.limit);
    const last = shown.at(-1);
    return {
      items: shown.map(fromPlayRow),
      nextCursor: last && rows.length > page.limit ? toCursor(keyset, { ...last }) : null,
      total: counted[0]?.total ?? 0,
    };
  }

  async countPlays(
    userId: UserId,
    kind: AnnotatedKind,
    itemId: AnnotatedId,
  ): Promise<{ playCount: number; lastPlayedAtMs: number }> {
    const [row] = await this.#database.list(
      this.#builder
        .selectFrom('listening_months')
        .where('kind', '=', kind)
        .where('item_id', '=', itemId)
        .where('user_id', '=', userId)
        .select([total(sql`sum(plays)`).as('playCount'), total(sql`max(last_played_at_ms)`).as('lastPlayedAtMs')]),
    );
    return { playCount: row?.playCount ?? 0, lastPlayedAtMs: row?.lastPlayedAtMs ?? 0 };
  }

  async moveAlbumPlays(fromId: AlbumId, toId: AlbumId): Promise<UserId[]> {
    const rows = await this.#database.write(this.#queries.moveAlbum(fromId, toId));
    return rows.map(({ user_id }) => user_id as UserId);
  }

  async listUnsettled(limit: number): Promise<Play[]> {
    const rows = await this.#database.list(
      this.#builder
        .selectFrom('unsettled_plays as unsettled')
        .innerJoin('plays', (join) =>
          join
            .onRef('plays.user_id', '=', 'unsettled.user_id')
            .onRef('plays.played_at_ms', '=', 'unsettled.played_at_ms')
            .onRef('plays.id', '=', 'unsettled.id'),
        )
        .selectAll('plays')
        .orderBy('unsettled.played_at_ms')
        .orderBy('unsettled.id')
        .limit(limit),
    );
    return rows.map(fromPlayRow);
  }

  async updateSettled(userId: UserId, id: string): Promise<void> {
    const ofPlay = this.#builder.deleteFrom('unsettled_plays').where('user_id', '=', userId).where('id', '=', id);
    await this.#database.write([ofPlay]);
  }

  async deleteUserPlays(userId: UserId): Promise<void> {
    const tables = ['plays', 'play_keys', 'unsettled_plays', 'listening_days'] as const;
    const deletions = tables.map((table) => this.#builder.deleteFrom(table).where('user_id', '=', userId));
    await this.#database.write([
      ...deletions,
      this.#builder.deleteFrom('listening_months').where('user_id', '=', userId),
    ]);
  }

  deletePlaysBefore(beforeMs: number): Promise<boolean> {
    return this.#database.deleteBefore('plays', beforeMs);
  }

  async #createPlays(plays: readonly Play[]): Promise<boolean[]> {
    const first = new Map<string, Play>();
    for (const play of plays) if (!first.has(keyOf(play))) first.set(keyOf(play), play);
    const distinct = [...first.values()];
    await this.#database.ensureMonths(
      'plays',
      distinct.map(({ playedAtMs }) => playedAtMs),
    );
    const queries = this.#queries.createPlays(distinct, this.#createId());
    const created = await this.#database.write(queries);
    const isNew = new Set(created.map(({ user_id: userId, id }) => keyOf({ userId, id })));
    // Sent twice at once, it is new for the first only.
    return plays.map((play) => first.get(keyOf(play)) === play && isNew.has(keyOf(play)));
  }
}
