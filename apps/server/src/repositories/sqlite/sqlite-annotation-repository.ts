import type { AnnotatedId, AnnotatedKind, Annotation } from '#models/annotation.ts';
import type { UserId } from '#models/ids.ts';
import type { Page, PageRequest } from '#models/page.ts';
import type { AnnotationRepository, PersonalList } from '../annotation-repository.ts';
import { readPage } from './sorted-list.ts';
import { inOrderOf, type SqliteDatabase, toJsonList } from './sqlite-database.ts';

const annotationColumns = `user_id AS userId, kind, item_id AS itemId, starred_at_ms AS starredAtMs, rating,
  play_count AS playCount, last_played_at_ms AS lastPlayedAtMs`;

/** Each list is a walk along its own index, which leaves out what the list does not hold. */
const personalLists = {
  starred: {
    index: 'annotations_by_starred',
    condition: 'starred_at_ms IS NOT NULL',
    columns: ['starred_at_ms', 'item_id'],
  },
  rated: { index: 'annotations_by_rated', condition: 'rating > 0', columns: ['rating', 'item_id'] },
  'most-played': {
    index: 'annotations_by_most_played',
    condition: 'play_count > 0',
    columns: ['play_count', 'last_played_at_ms', 'item_id'],
  },
  'recently-played': {
    index: 'annotations_by_recently_played',
    condition: 'play_count > 0',
    columns: ['last_played_at_ms', 'item_id'],
  },
} as const satisfies Record<PersonalList, { index: string; condition: string; columns: string[] }>;

const ONE_ITEM = 'user_id = ? AND kind = ? AND item_id = ?';

export class SqliteAnnotationRepository implements AnnotationRepository {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  async findAnnotation(userId: UserId, kind: AnnotatedKind, itemId: AnnotatedId): Promise<Annotation | undefined> {
    return this.#find(userId, kind, itemId);
  }

  async listAnnotations(userId: UserId, kind: AnnotatedKind, itemIds: readonly AnnotatedId[]): Promise<Annotation[]> {
    const rows = this.#database.all<Annotation>(
      `SELECT ${annotationColumns} FROM annotations
       WHERE user_id = ? AND kind = ? AND item_id IN (SELECT value FROM json_each(?))`,
      userId,
      kind,
      toJsonList(itemIds),
    );
    const identified = rows.map((row) => ({ id: row.itemId, annotation: toAnnotation(row) }));
    return inOrderOf(itemIds, identified).map(({ annotation }) => annotation);
  }

  async listPersonal(
    userId: UserId,
    kind: AnnotatedKind,
    list: PersonalList,
    page: PageRequest,
  ): Promise<Page<Annotation>> {
    const { index, condition, columns } = personalLists[list];
    const conditions = ['user_id = ?', 'kind = ?', condition];
    return readPage(
      this.#database,
      {
        keyset: { name: `${kind}-${list}`, order: 'desc', columns },
        selection: { from: `annotations INDEXED BY ${index}`, conditions, values: [userId, kind] },
        columns: annotationColumns,
        toItem: (row) => toAnnotation(row as unknown as Annotation),
        count: () => this.#count(conditions, userId, kind),
      },
      page,
    );
  }

  async listForgotten(
    userId: UserId,
    kind: AnnotatedKind,
    notPlayedSinceMs: number,
    limit: number,
  ): Promise<Annotation[]> {
    // Never played counts from the day of the star: what was starred this morning is not forgotten.
    const rows = this.#database.all<Annotation>(
      `SELECT ${annotationColumns} FROM annotations
       WHERE user_id = ? AND kind = ? AND (starred_at_ms IS NOT NULL OR rating >= 4)
         AND coalesce(last_played_at_ms, starred_at_ms, 0) < ?
       ORDER BY coalesce(last_played_at_ms, starred_at_ms, 0), item_id LIMIT ?`,
      userId,
      kind,
      notPlayedSinceMs,
      limit,
    );
    return rows.map(toAnnotation);
  }

  async updateStar(
    userId: UserId,
    kind: AnnotatedKind,
    itemId: AnnotatedId,
    starredAtMs: number | null,
  ): Promise<Annotation> {
    return this.#database.transaction(() => {
      this.#database.run(
        `INSERT INTO annotations (user_id, kind, item_id, starred_at_ms) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET starred_at_ms = excluded.starred_at_ms`,
        userId,
        kind,
        itemId,
        starredAtMs,
      );
      return this.#get(userId, kind, itemId);
    });
  }

  async updateRating(userId: UserId, kind: AnnotatedKind, itemId: AnnotatedId, rating: number): Promise<Annotation> {
    return this.#database.transaction(() => {
      this.#database.run(
        `INSERT INTO annotations (user_id, kind, item_id, rating) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET rating = excluded.rating`,
        userId,
        kind,
        itemId,
        rating,
      );
      return this.#get(userId, kind, itemId);
    });
  }

  // oxlint-disable-next-line max-params -- the interface names each value
  async updatePlays(
    userId: UserId,
    kind: AnnotatedKind,
    itemId: AnnotatedId,
    playCount: number,
    lastPlayedAtMs: number,
  ): Promise<void> {
    this.#database.run(
      `INSERT INTO annotations (user_id, kind, item_id, play_count, last_played_at_ms) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET play_count = excluded.play_count, last_played_at_ms = excluded.last_played_at_ms`,
      userId,
      kind,
      itemId,
      playCount,
      lastPlayedAtMs,
    );
  }

  async moveAnnotations(kind: AnnotatedKind, fromId: AnnotatedId, toId: AnnotatedId): Promise<void> {
    if (fromId === toId) return;
    this.#database.transaction(() => {
      // What was said about the target stands; plays of both add up.
      this.#database.run(
        `INSERT INTO annotations (user_id, kind, item_id, starred_at_ms, rating, play_count, last_played_at_ms)
         SELECT user_id, kind, ?, starred_at_ms, rating, play_count, last_played_at_ms FROM annotations
         WHERE kind = ? AND item_id = ?
         ON CONFLICT DO UPDATE SET
           starred_at_ms = coalesce(starred_at_ms, excluded.starred_at_ms),
           rating = iif(rating > 0, rating, excluded.rating),
           play_count = play_count + excluded.play_count,
           last_played_at_ms = nullif(max(coalesce(last_played_at_ms, 0), coalesce(excluded.last_played_at_ms, 0)), 0)`,
        toId,
        kind,
        fromId,
      );
      this.#database.run('DELETE FROM annotations WHERE kind = ? AND item_id = ?', kind, fromId);
    });
  }

  async deleteUserAnnotations(userId: UserId): Promise<void> {
    this.#database.run('DELETE FROM annotations WHERE user_id = ?', userId);
  }

  #find(userId: UserId, kind: AnnotatedKind, itemId: AnnotatedId): Annotation | undefined {
    const row = this.#database.get<Annotation>(
      `SELECT ${annotationColumns} FROM annotations WHERE ${ONE_ITEM}`,
      userId,
      kind,
      itemId,
    );
    return row && toAnnotation(row);
  }

  #get(userId: UserId, kind: AnnotatedKind, itemId: AnnotatedId): Annotation {
    const annotation = this.#find(userId, kind, itemId);
    if (!annotation) throw new Error('A saved annotation is not there');
    return annotation;
  }

  #count(conditions: readonly string[], userId: UserId, kind: AnnotatedKind): number {
    const row = this.#database.get<{ total: number }>(
      `SELECT count(*) AS total FROM annotations WHERE ${conditions.join(' AND ')}`,
      userId,
      kind,
    );
    return row?.total ?? 0;
  }
}

/** A plain object of the model's fields only. */
const toAnnotation = (row: Annotation): Annotation => ({
  userId: row.userId,
  kind: row.kind,
  itemId: row.itemId,
  starredAtMs: row.starredAtMs,
  rating: row.rating,
  playCount: row.playCount,
  lastPlayedAtMs: row.lastPlayedAtMs,
});
