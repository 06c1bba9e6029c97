import type { AlbumDetail, Track } from '@jetstream/api-contract';

export interface Disc {
  discNumber: number;
  title: string | null;
  /** `at` is the place in the whole album. */
  tracks: { track: Track; at: number }[];
}

/** The album's tracks by disc in album order; a track without a disc number is on the first. */
export function groupDiscs(tracks: readonly Track[], titles: AlbumDetail['discTitles']): Disc[] {
  const discs = new Map<number, Disc>();
  tracks.forEach((track, at) => {
    const discNumber = track.discNumber ?? 1;
    const title = titles.find((named) => named.discNumber === discNumber)?.title ?? null;
    const disc = discs.get(discNumber) ?? { discNumber, title, tracks: [] };
    discs.set(discNumber, disc);
    disc.tracks.push({ track, at });
  });
  return [...discs.values()].sort((one, other) => one.discNumber - other.discNumber);
}
