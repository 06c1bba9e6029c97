import { DomainError } from '#models/errors.ts';
import type { AlbumId } from '#models/ids.ts';
import { updatePlaySum } from '../play-sums.ts';
import type { ScanTools } from './scan-tools.ts';

/**
 * Stars, ratings and plays of an album that is no more go to the one that most of its tracks went to. The tracks remember it
 * until this is done, and each step may be done again: a process killed in between loses nothing. While the store of plays
 * is away, they wait for the next scan.
 */
export async function followAlbumMoves(tools: Pick<ScanTools, 'repositories' | 'logger'>): Promise<void> {
  try {
    await moveAlbums(tools.repositories);
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'unavailable')) throw error;
    tools.logger?.warn({ reason: error.message }, 'plays of albums with new tags wait for the next scan');
  }
}

async function moveAlbums(repositories: ScanTools['repositories']): Promise<void> {
  const moves = await repositories.tracks.listAlbumMoves();
  for (const [fromId, targets] of Map.groupBy(moves, (move) => move.fromId)) {
    const [target] = targets;
    if (target !== undefined) await moveAlbum(repositories, fromId, target.toId);
  }
}

async function moveAlbum(repositories: ScanTools['repositories'], fromId: AlbumId, toId: AlbumId): Promise<void> {
  const { tracks, annotations, plays } = repositories;
  const listenerIds = await plays.moveAlbumPlays(fromId, toId);
  await annotations.moveAnnotations('album', fromId, toId);
  for (const userId of listenerIds) await updatePlaySum(repositories, userId, 'album', toId);
  await tracks.deleteAlbumMoves([fromId]);
}
