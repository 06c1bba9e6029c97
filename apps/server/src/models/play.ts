import type { AlbumId, ArtistId, TrackId, UserId } from './ids.ts';

/** A track that was played, for good. Album and artists are those of that day. `id` is the client's UUID. */
export interface Play {
  id: string;
  userId: UserId;
  trackId: TrackId;
  albumId: AlbumId | null;
  artistIds: ArtistId[];
  playedAtMs: number;
  playedMs: number;
  client: string;
}

const FOUR_MINUTES_MS = 240_000;
const SHORTEST_COUNTED_MS = 1_000;

/**
 * Whether listening this long counts as a play: half the track or four minutes, whichever comes first
 * (Last.fm, Scrobbling 2.0, "When is a scrobble a scrobble?"). JetStream drops that rule's 30-second minimum length, so that interludes count.
 */
export function isPlayCounted(playedMs: number, trackDurationMs: number): boolean {
  if (trackDurationMs <= SHORTEST_COUNTED_MS) return playedMs >= (trackDurationMs || SHORTEST_COUNTED_MS);
  return playedMs >= Math.min(trackDurationMs / 2, FOUR_MINUTES_MS);
}

/**
 * What one play can add to the time of listening: a play is one way through its track, and whoever hears it again plays it
 * again. Of a track whose duration is not known there is no such limit.
 */
export const longestPlayMs = (trackDurationMs: number): number =>
  trackDurationMs > 0 ? trackDurationMs : Number.POSITIVE_INFINITY;
