import type { AlbumId } from '#models/ids.ts';
import type { ScanTools } from './scan-tools.ts';

/**
 * Stars, ratings and plays of an album that is no more go to the one that most of its tracks went to. The tracks remember it
 * until this is done, and each step may be done again: a process killed in between loses nothing.
 */
export async function followAlbumMoves({ repositories }: Pick<ScanTools, 'repositories'>): Promise<void> {
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
  for (const userId of listenerIds) {
    const { playCount, lastPlayedAtMs } = await plays.countPlays(userId, 'album', toId);
    await annotations.updatePlays(userId, 'album', toId, playCount, lastPlayedAtMs);
  }
  await tracks.deleteAlbumMoves([fromId]);
}
