import type { AnnotatedId, AnnotatedKind } from '#models/annotation.ts';
import type { AlbumId, UserId } from '#models/ids.ts';
import type { Page, PageRequest } from '#models/page.ts';
import type { Play } from '#models/play.ts';
import type { PlayRepository } from '../play-repository.ts';
import { readPage } from './sorted-list.ts';
import type { SqliteDatabase } from './sqlite-database.ts';

interface PlayRow {
  document: string;
}

const toPlay = (row: PlayRow): Play => JSON.parse(row.document) as Play;

const playsOf = {
  track: 'plays WHERE user_id = ? AND track_id = ?',
  album: 'plays WHERE user_id = ? AND album_id = ?',
  artist: 'play_artists WHERE user_id = ? AND artist_id = ?',
} as const satisfies Record<AnnotatedKind, string>;

export class SqlitePlayRepository implements PlayRepository {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  async createPlay(play: Play): Promise<boolean> {
    return this.#database.transaction(() => {
      const { id, userId, trackId, albumId, playedAtMs } = play;
      const changes = this.#database.run(
        `INSERT OR IGNORE INTO plays (id, user_id, track_id, album_id, played_at_ms, document)
         VALUES (?, ?, ?, ?, ?, ?)`,
        id,
        userId,
        trackId,
        albumId,
        playedAtMs,
        JSON.stringify(play),
      );
      if (changes === 0) return false;
      for (const artistId of new Set(play.artistIds)) {
        this.#database.run('INSERT INTO play_artists VALUES (?, ?, ?, ?)', userId, artistId, playedAtMs, id);
      }
      return true;
    });
  }

  async listPlays(userId: UserId, page: PageRequest): Promise<Page<Play>> {
    return readPage(
      this.#database,
      {
        keyset: { name: 'plays', order: 'desc', columns: ['played_at_ms', 'id'] },
        selection: { from: 'plays INDEXED BY plays_by_time', conditions: ['user_id = ?'], values: [userId] },
        columns: 'document',
        toItem: (row) => toPlay(row as unknown as PlayRow),
        count: () => this.#count(userId),
      },
      page,
    );
  }

  async countPlays(
    userId: UserId,
    kind: AnnotatedKind,
    itemId: AnnotatedId,
  ): Promise<{ playCount: number; lastPlayedAtMs: number }> {
    const row = this.#database.get<{ playCount: number; lastPlayedAtMs: number | null }>(
      `SELECT count(*) AS playCount, max(played_at_ms) AS lastPlayedAtMs FROM ${playsOf[kind]}`,
      userId,
      itemId,
    );
    return { playCount: row?.playCount ?? 0, lastPlayedAtMs: row?.lastPlayedAtMs ?? 0 };
  }

  async moveAlbumPlays(fromId: AlbumId, toId: AlbumId): Promise<UserId[]> {
    return this.#database.transaction(() => {
      this.#database.run(
        "UPDATE plays SET album_id = ?1, document = json_set(document, '$.albumId', ?1) WHERE album_id = ?2",
        toId,
        fromId,
      );
      return this.#database
        .all<{ userId: UserId }>('SELECT DISTINCT user_id AS userId FROM plays WHERE album_id = ?', toId)
        .map(({ userId }) => userId);
    });
  }

  async listUnsettled(limit: number): Promise<Play[]> {
    return this.#database
      .all<PlayRow>('SELECT document FROM plays WHERE is_settled = 0 ORDER BY played_at_ms, id LIMIT ?', limit)
      .map(toPlay);
  }

  async updateSettled(userId: UserId, id: string): Promise<void> {
    this.#database.run('UPDATE plays SET is_settled = 1 WHERE user_id = ? AND id = ?', userId, id);
  }

  async deleteUserPlays(userId: UserId): Promise<void> {
    this.#database.transaction(() => {
      this.#database.run('DELETE FROM plays WHERE user_id = ?', userId);
      this.#database.run('DELETE FROM play_artists WHERE user_id = ?', userId);
    });
  }

  #count(userId: UserId): number {
    return (
      this.#database.get<{ total: number }>('SELECT count(*) AS total FROM plays WHERE user_id = ?', userId)?.total ?? 0
    );
  }
}
