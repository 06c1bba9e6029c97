import type { Track } from '@jetstream/api-contract';
import type { AlbumPlace } from '../audio-engine.ts';

export function toAlbumPlace({ albumId, discNumber, trackNumber }: Track): AlbumPlace | null {
  return albumId === null || trackNumber === null ? null : { albumId, discNumber: discNumber ?? 1, trackNumber };
}

/** Whether an album goes from the one straight into the other. The last track of a disc counts as its end. */
export function runsOn(from: AlbumPlace | null, to: AlbumPlace | null): boolean {
  return (
    from !== null &&
    from.albumId === to?.albumId &&
    from.discNumber === to.discNumber &&
    from.trackNumber + 1 === to.trackNumber
  );
}
