import type { Album } from '#models/album.ts';
import { toShuffleKey } from '#models/shuffle.ts';
import type { Track } from '#models/track.ts';
import type { SqliteDatabase } from './sqlite-database.ts';

/** Saves summed-up albums inside a transaction of the caller. */
export class AlbumWriter {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  /** `oldRid` is that of the album as it is stored, null when it is not. */
  save(album: Album, tracks: readonly Track[], oldRid: number | null): void {
    const year = album.year ?? 0;
    const rid = this.#database.insert(
      `INSERT OR REPLACE INTO albums
         (rid, id, title_key, artist_key, year, added_at_ms, shuffle_key, cover_id, document)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      oldRid,
      album.id,
      album.titleKey,
      album.artistKey,
      year,
      album.addedAtMs,
      toShuffleKey(album.id),
      album.coverId,
      JSON.stringify(album),
    );
    if (oldRid !== null) this.#deleteLinks(oldRid);
    this.#addLinks(rid, album, tracks);
  }

  delete(rid: number): void {
    this.#database.run('DELETE FROM albums WHERE rid = ?', rid);
    this.#deleteLinks(rid);
  }

  #addLinks(rid: number, album: Album, tracks: readonly Track[]): void {
    const credited = new Set<string>(album.artists.map(({ id }) => id));
    const appearing = new Set<string>(tracks.flatMap(({ credits }) => credits.map(({ artistId }) => artistId)));
    for (const id of new Set([...credited, ...appearing])) {
      const isCredited = credited.has(id) ? 1 : 0;
      this.#database.run('INSERT INTO album_artists VALUES (?, ?, ?, ?)', id, isCredited, album.year ?? 0, rid);
    }
    for (const { id } of album.genres) {
      this.#database.run('INSERT OR IGNORE INTO album_genres VALUES (?, ?, ?)', id, album.year ?? 0, rid);
    }
    for (const id of new Set(tracks.map(({ libraryId }) => libraryId))) {
      this.#database.run('INSERT INTO album_libraries VALUES (?, ?)', id, rid);
    }
  }

  #deleteLinks(rid: number): void {
    this.#database.run('DELETE FROM album_artists WHERE album_rid = ?', rid);
    this.#database.run('DELETE FROM album_genres WHERE album_rid = ?', rid);
    this.#database.run('DELETE FROM album_libraries WHERE album_rid = ?', rid);
  }
}
