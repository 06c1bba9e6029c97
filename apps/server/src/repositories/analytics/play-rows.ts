import type { AnnotatedKind } from '#models/annotation.ts';
import type { AlbumId, ArtistId, TrackId, UserId } from '#models/ids.ts';
import type { Play } from '#models/play.ts';
import type { ListeningMonthRow, PlayRow } from './analytics-tables.ts';
import { toMonth } from './calendar.ts';

export const toPlayRow = (play: Play): PlayRow => ({
  user_id: play.userId,
  played_at_ms: play.playedAtMs,
  id: play.id,
  track_id: play.trackId,
  album_id: play.albumId,
  artist_ids: JSON.stringify(play.artistIds),
  played_ms: play.playedMs,
  client: play.client,
});

export const fromPlayRow = (row: PlayRow): Play => ({
  id: row.id,
  userId: row.user_id as UserId,
  trackId: row.track_id as TrackId,
  albumId: row.album_id as AlbumId | null,
  artistIds: JSON.parse(row.artist_ids) as ArtistId[],
  playedAtMs: row.played_at_ms,
  playedMs: row.played_ms,
  client: row.client,
});

/** What one play adds to one sum. */
export interface PlayCredit extends Omit<ListeningMonthRow, 'plays' | 'last_played_at_ms'> {
  kind: AnnotatedKind;
  id: string;
  played_at_ms: number;
}

/** A play counts for its track, its album and each of its artists. */
export function toCredits(play: Play): PlayCredit[] {
  const { id, userId: user_id, playedAtMs: played_at_ms, playedMs: played_ms } = play;
  const shared = { id, user_id, played_at_ms, played_ms, month: toMonth(played_at_ms) };
  return [
    { ...shared, kind: 'track', item_id: play.trackId },
    ...(play.albumId === null ? [] : [{ ...shared, kind: 'album' as const, item_id: play.albumId }]),
    ...[...new Set(play.artistIds)].map((item_id) => ({ ...shared, kind: 'artist' as const, item_id })),
  ];
}
