import type { Track } from './track.ts';

export interface FoundFile {
  path: string;
  audioKey: string | null;
}

/**
 * Finds, for files that are new at their place, the missing tracks that they are: equal audio. Where several could be meant
 * (silence, a track on two albums), those whose paths are most alike go together. Keys of the result are paths.
 */
export function matchMovedFiles(found: readonly FoundFile[], missing: readonly Track[]): Map<string, Track> {
  const matches = new Map<string, Track>();
  const byKey = Map.groupBy(missing, (track) => track.audioKey);
  for (const [audioKey, files] of Map.groupBy(found, (file) => file.audioKey)) {
    const candidates = audioKey === null ? undefined : byKey.get(audioKey);
    if (candidates !== undefined) matchAlike(files, candidates, matches);
  }
  return matches;
}

const MOST_COMPARED = 64;

function matchAlike(files: readonly FoundFile[], candidates: readonly Track[], matches: Map<string, Track>): void {
  const pairs = files
    .slice(0, MOST_COMPARED)
    .flatMap((file) =>
      candidates.slice(0, MOST_COMPARED).map((track) => ({ file, track, likeness: likenessOf(file.path, track.path) })),
    );
  const taken = new Set<string>();
  for (const { file, track } of pairs.sort((a, b) => b.likeness - a.likeness)) {
    if (matches.has(file.path) || taken.has(track.id)) continue;
    matches.set(file.path, track);
    taken.add(track.id);
  }
}

/** Equal file names count most, then folders that are equal from the file upwards. */
function likenessOf(a: string, b: string): number {
  const [left, right] = [a.split('/').reverse(), b.split('/').reverse()];
  const name = left[0] === right[0] ? 100 : commonEnds(left[0] ?? '', right[0] ?? '');
  let folders = 0;
  for (let at = 1; at < Math.min(left.length, right.length) && left[at] === right[at]; at++) folders++;
  return name * 10 + folders;
}

/** Share of characters that two names have in common at their start and end, up to 90. */
function commonEnds(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return ((start + end) / Math.max(a.length, b.length, 1)) * 90;
}
