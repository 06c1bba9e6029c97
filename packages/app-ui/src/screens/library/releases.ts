import type { Album } from '@jetstream/api-contract';

export interface ReleaseGroups {
  albums: Album[];
  singlesAndEps: Album[];
}

/** The field's rule of thumb: up to six tracks and under half an hour is an EP, up to three tracks a single. */
function isSingleOrEp(album: Album): boolean {
  return album.trackCount <= 3
    ? album.durationMs < 20 * 60_000
    : album.trackCount <= 6 && album.durationMs < 30 * 60_000;
}

/**
 * An artist's releases in two shelves, newest first. A library of stray files has few tracks per album everywhere; when
 * there is not one full album the split says nothing, so everything stays on the first shelf.
 */
export function groupReleases(releases: readonly Album[]): ReleaseGroups {
  const sorted = [...releases].sort((one, other) => (other.year ?? 0) - (one.year ?? 0));
  const albums = sorted.filter((album) => !isSingleOrEp(album));
  if (albums.length === 0) return { albums: sorted, singlesAndEps: [] };
  return { albums, singlesAndEps: sorted.filter(isSingleOrEp) };
}
