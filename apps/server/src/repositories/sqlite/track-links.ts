import type { Track } from '#models/track.ts';
import { toRoleBits } from '../credit-roles.ts';
import type { SqliteDatabase } from './sqlite-database.ts';

/** Adds a present track to the lists of its artists and genres. */
export function addTrackLinks(database: SqliteDatabase, rid: number, track: Track): void {
  for (const [artistId, roles] of rolesByArtist(track)) {
    database.run('INSERT OR REPLACE INTO track_artists VALUES (?, ?, ?)', artistId, rid, roles);
  }
  for (const { id } of track.genres) database.run('INSERT OR IGNORE INTO track_genres VALUES (?, ?)', id, rid);
}

/** Takes the track, as it was stored, out of them. */
export function deleteTrackLinks(database: SqliteDatabase, rid: number, track: Track): void {
  for (const artistId of rolesByArtist(track).keys()) {
    database.run('DELETE FROM track_artists WHERE artist_id = ? AND track_rid = ?', artistId, rid);
  }
  for (const { id } of track.genres) {
    database.run('DELETE FROM track_genres WHERE genre_id = ? AND track_rid = ?', id, rid);
  }
}

function rolesByArtist({ credits }: Track): Map<string, number> {
  const roles = new Map<string, number>();
  for (const { artistId, role } of credits) roles.set(artistId, (roles.get(artistId) ?? 0) | toRoleBits(role));
  return roles;
}
