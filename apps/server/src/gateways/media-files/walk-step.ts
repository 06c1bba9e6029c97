import { hash } from 'node:crypto';
import { rankCover } from '@jetstream/music-files/names';
import type { UnchangedFolder, WalkedFile, WalkedFolder, WalkFault } from '../media-files.ts';

/** What a walk finds, one after the other. */
export type WalkStep = { folder: WalkedFolder } | { unchanged: UnchangedFolder } | { fault: WalkFault };

/** A folder that holds one of these is passed over, with all below. */
export const IGNORE_MARKERS: ReadonlySet<string> = new Set(['.nomedia', '.ndignore']);
export const MOST_DEPTH = 64;

export const joinPath = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);

/** A slash stands between: no name holds one. */
export function toListingKey(files: readonly WalkedFile[], cover: WalkedFolder['cover']): string {
  let text = cover === null ? '' : `${cover.path}/${cover.changedAtMs}`;
  for (const { name, sizeBytes, modifiedAtMs, lyrics } of files) {
    text += `//${name}/${sizeBytes}/${modifiedAtMs}`;
    for (const beside of lyrics) text += `/${beside.name}/${beside.changedAtMs}`;
  }
  return hash('sha1', text, 'base64url');
}

export function bestCover(names: readonly string[]): string | null {
  let best: string | null = null;
  let bestRank = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const rank = rankCover(name);
    if (rank !== undefined && rank < bestRank) [best, bestRank] = [name, rank];
  }
  return best;
}
