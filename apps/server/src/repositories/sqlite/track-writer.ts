import type { TrackWrite } from '../track-repository.ts';
import { noteSearchChanges } from './search/search-changes.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { addTrackLinks, deleteTrackLinks } from './track-links.ts';
import { toTrack, toTrackColumns, trackColumns, type TrackRow } from './track-rows.ts';

/** Saves tracks inside a transaction of the caller. */
export class TrackWriter {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  save(writes: readonly TrackWrite[]): void {
    for (const write of writes) {
      this.#deleteOldLinks(write);
      const rid = this.#saveRow(write);
      if (write.track.missingSinceMs === null) addTrackLinks(this.#database, rid, write.track);
      this.#saveLyrics(write);
    }
    noteSearchChanges(
      this.#database,
      'track',
      writes.map(({ track }) => track.id),
    );
  }

  #deleteOldLinks({ track }: TrackWrite): void {
    const old = this.#database.get<TrackRow & { rid: number }>(
      `SELECT rid, ${trackColumns} FROM tracks WHERE id = ?`,
      track.id,
    );
    if (old && old.missing_since_ms === null) deleteTrackLinks(this.#database, old.rid, toTrack(old));
  }

  #saveRow({ track }: TrackWrite): number {
    const columns = toTrackColumns(track);
    const names = Object.keys(columns);
    const saved = this.#database.get<{ rid: number }>(
      `INSERT INTO tracks (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})
       ON CONFLICT (id) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')} RETURNING rid`,
      ...Object.values(columns),
    );
    if (!saved) throw new Error('A saved track came back without its row');
    return saved.rid;
  }

  #saveLyrics({ track, lyrics }: TrackWrite): void {
    if (lyrics === null) this.#database.run('DELETE FROM lyrics WHERE track_id = ?', track.id);
    else this.#database.run('INSERT OR REPLACE INTO lyrics VALUES (?, ?)', track.id, JSON.stringify(lyrics));
  }
}
