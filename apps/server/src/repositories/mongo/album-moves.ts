import type { Collection } from 'mongodb';
import type { AlbumId } from '#models/ids.ts';
import type { AlbumMove } from '../track-repository.ts';
import type { TrackDocument } from './documents.ts';

/** Moves out of albums that have no present track left; those with the most tracks first. */
export async function listAlbumMoves(tracks: Collection<TrackDocument>): Promise<AlbumMove[]> {
  const moved = { leftAlbumId: { $gt: '' as const }, 'keys.album': { $gt: '' } };
  const moves = new Map<string, AlbumMove>();
  const fields = { leftAlbumId: 1, albumId: 1 };
  for await (const { leftAlbumId: fromId, albumId: toId } of tracks.find(moved, { projection: fields })) {
    if (fromId === '' || toId === null) continue;
    const key = `${fromId} ${toId}`;
    moves.set(key, { fromId, toId, trackCount: (moves.get(key)?.trackCount ?? 0) + 1 });
  }
  const occupied = await findOccupied(tracks, [...new Set([...moves.values()].map(({ fromId }) => fromId))]);
  return [...moves.values()]
    .filter(({ fromId }) => !occupied.has(fromId))
    .sort((a, b) => b.trackCount - a.trackCount || (a.toId < b.toId ? -1 : 1));
}

async function findOccupied(tracks: Collection<TrackDocument>, ids: AlbumId[]): Promise<Set<AlbumId | null>> {
  if (ids.length === 0) return new Set();
  return new Set(await tracks.distinct('albumId', { 'keys.album': { $in: ids }, isPresent: true }));
}
