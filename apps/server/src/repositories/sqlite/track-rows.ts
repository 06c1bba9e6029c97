import type { CoverId } from '#models/ids.ts';
import type { Track } from '#models/track.ts';
import type { SqlValue } from './sqlite-database.ts';

/** The document as a scan wrote it, and the two fields that change without a scan of the file. */
export interface TrackRow {
  document: string;
  missing_since_ms: number | null;
  cover_id: CoverId | null;
}

export const trackColumns = 'document, missing_since_ms, cover_id';

export function toTrack(row: TrackRow): Track {
  const track = JSON.parse(row.document) as Track;
  track.missingSinceMs = row.missing_since_ms;
  track.coverId = row.cover_id;
  return track;
}

/** Orders an album's tracks: discs, then numbers on them. */
const toPosition = ({ discNumber, trackNumber }: Track) => (discNumber ?? 1) * 100_000 + (trackNumber ?? 0);

/** All columns but `rid`. Absent years and albums are 0 and '' because whole-row comparisons do not order NULL. */
export function toTrackColumns(track: Track): Record<string, SqlValue> {
  return {
    id: track.id,
    library_id: track.libraryId,
    folder_id: track.folderId,
    path: track.path,
    size_bytes: track.sizeBytes,
    modified_at_ms: track.modifiedAtMs,
    audio_key: track.audioKey,
    title_key: track.titleKey,
    artist_key: track.artistKey,
    album_key: track.albumKey,
    album_id: track.albumId ?? '',
    position: toPosition(track),
    year: track.year ?? 0,
    duration_ms: track.durationMs,
    is_lossless: track.format.isLossless ? 1 : 0,
    added_at_ms: track.addedAtMs,
    missing_since_ms: track.missingSinceMs,
    has_embedded_cover: track.embeddedCoverId === null ? 0 : 1,
    cover_id: track.coverId,
    document: JSON.stringify(track),
  };
}
