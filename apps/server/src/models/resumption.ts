import type { TrackId } from './ids.ts';
import type { Play } from './play.ts';
import type { Queue } from './queue.ts';
import type { Track } from './track.ts';

/** A track that was left in the middle. */
export interface Resumption {
  track: Track;
  positionMs: number;
  updatedAtMs: number;
}

/** Where a track was left, before it is known whether that is worth returning to. */
export interface LeftPosition {
  trackId: TrackId;
  positionMs: number;
  updatedAtMs: number;
  isQueued: boolean;
}

/** A mix, audiobook or concert: people return to where they left even after hearing other things. */
const LONG_TRACK_MS = 20 * 60_000;
/** A play of a long track is only recorded from here on (`isPlayCounted`). */
const SHORTEST_LONG_PLAY_MS = 240_000;
const LARGEST_NUMBER = 30;

/**
 * The queue's current track and what recent plays (newest first) say. A play knows how long it was, not where it
 * ended, which is the same when it began at the start: good enough for long tracks, and used for no others.
 */
export function findLeftPositions(queue: Queue | undefined, plays: readonly Play[]): LeftPosition[] {
  const found = new Map<TrackId, LeftPosition>();
  const current = queue?.items.find(({ itemId }) => itemId === queue.currentItemId);
  if (queue && current) {
    const { positionMs, updatedAtMs } = queue;
    found.set(current.trackId, { trackId: current.trackId, positionMs, updatedAtMs, isQueued: true });
  }
  for (const { trackId, playedMs, playedAtMs } of plays) {
    if (found.size >= LARGEST_NUMBER) break;
    if (playedMs < SHORTEST_LONG_PLAY_MS || found.has(trackId)) continue;
    found.set(trackId, { trackId, positionMs: playedMs, updatedAtMs: playedAtMs + playedMs, isQueued: false });
  }
  return [...found.values()];
}

/** Those between 5 and 95 % of their track, in the order given. */
export function toResumptions(positions: readonly LeftPosition[], tracks: readonly Track[]): Resumption[] {
  const byId = new Map(tracks.map((track) => [track.id, track]));
  return positions.flatMap(({ trackId, positionMs, updatedAtMs, isQueued }) => {
    const track = byId.get(trackId);
    if (!track || (!isQueued && track.durationMs < LONG_TRACK_MS)) return [];
    const share = positionMs / Math.max(1, track.durationMs);
    return share > 0.05 && share < 0.95 ? [{ track, positionMs, updatedAtMs }] : [];
  });
}
