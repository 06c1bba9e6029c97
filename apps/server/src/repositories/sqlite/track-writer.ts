import type { FolderId, TrackId } from '#models/ids.ts';
import type { TrackWrite } from '../track-repository.ts';
import { forgetListings } from './folder-listings.ts';
import { noteSearchChanges } from './search/search-changes.ts';
import { type SqliteDatabase, toJsonList } from './sqlite-database.ts';
import { addTrackLinks, deleteTrackLinks } from './track-links.ts';
import { toTrack, toTrackColumns, trackColumns, type TrackRow } from './track-rows.ts';

type KnownRow = TrackRow & { rid: number; id: TrackId; folderId: FolderId };

/** Saves tracks inside a transaction of the caller. */
export class TrackWriter {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  save(writes: readonly TrackWrite[]): void {
    const ids = writes.map(({ track }) => track.id);
    const known = this.#findKnown(ids);
    // Of several writes of one track the last counts.
    for (const write of new Map(writes.map((each) => [each.track.id, each])).values()) {
      const old = known.get(write.track.id);
      if (old) this.#update(write, old);
      else this.#add(write);
    }
    const folderIds = [...writes.map(({ track }) => track.folderId), ...[...known.values()].map((old) => old.folderId)];
    forgetListings(this.#database, folderIds);
    noteSearchChanges(this.#database, 'track', ids);
  }

  #findKnown(ids: readonly TrackId[]): Map<TrackId, KnownRow> {
    const rows = this.#database.all<KnownRow>(
      `SELECT rid, id, folder_id AS folderId, ${trackColumns} FROM tracks WHERE id IN (SELECT value FROM json_each(?))`,
      toJsonList(ids),
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Most of what a first scan saves: nothing of it has to be looked up or taken away first. */
  #add({ track, lyrics }: TrackWrite): void {
    const columns = toTrackColumns(track);
    const names = Object.keys(columns);
    const rid = this.#database.insert(
      `INSERT INTO tracks (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
      ...Object.values(columns),
    );
    if (track.missingSinceMs === null) addTrackLinks(this.#database, rid, track);
    if (lyrics !== null) this.#saveLyrics(track.id, lyrics);
  }

  #update({ track, lyrics }: TrackWrite, old: KnownRow): void {
    if (old.missing_since_ms === null) deleteTrackLinks(this.#database, old.rid, toTrack(old));
    const columns = toTrackColumns(track);
    const names = Object.keys(columns);
    this.#database.run(
      // The album left first counts: what people said is still there. Back in it, nothing has to follow.
      `UPDATE tracks SET ${names.map((name) => `${name} = ?`).join(', ')},
         left_album_id = nullif(nullif(coalesce(left_album_id, album_id), ''), ?)
       WHERE rid = ?`,
      ...Object.values(columns),
      track.albumId,
      old.rid,
    );
    if (track.missingSinceMs === null) addTrackLinks(this.#database, old.rid, track);
    if (lyrics === null) this.#database.run('DELETE FROM lyrics WHERE track_id = ?', track.id);
    else this.#saveLyrics(track.id, lyrics);
  }

  #saveLyrics(id: TrackId, lyrics: NonNullable<TrackWrite['lyrics']>): void {
    this.#database.run('INSERT OR REPLACE INTO lyrics VALUES (?, ?)', id, JSON.stringify(lyrics));
  }
}
