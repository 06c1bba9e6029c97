import type { AlbumId, ArtistId, FolderId, LibraryId, TrackId } from '#models/ids.ts';
import type { Anchors, Page, PageRequest } from '#models/page.ts';
import type { Lyrics } from '#models/lyrics.ts';
import type { AudioFormat, Track } from '#models/track.ts';
import type { TrackFilter } from './catalogue-filter.ts';

/** What a scan compares with the disk. */
export interface KnownFile {
  trackId: TrackId;
  path: string;
  folderId: FolderId;
  sizeBytes: number;
  modifiedAtMs: number;
  isMissing: boolean;
}

/** A track with its lyrics, as a scan saves it; `lyrics` null removes what was stored. */
export interface TrackWrite {
  track: Track;
  lyrics: Lyrics | null;
}

/** What tells one sound from another, and where it lies. */
export type TrackSound = Pick<Track, 'id' | 'libraryId' | 'audioKey' | 'sizeBytes' | 'modifiedAtMs'> &
  Pick<AudioFormat, 'channels'>;

/** Tracks that new tags took from one album to another. */
export interface AlbumMove {
  fromId: AlbumId;
  toId: AlbumId;
  trackCount: number;
}

/** Owner of tracks and their lyrics. Each method is atomic by itself. */
export interface TrackRepository {
  findTrack(id: TrackId): Promise<Track | undefined>;
  /** In the order of `ids`; unknown ids are left out, missing tracks are not. */
  listTracksById(ids: readonly TrackId[]): Promise<Track[]>;
  listTracks(filter: TrackFilter, page: PageRequest): Promise<Page<Track>>;
  listTrackAnchors(filter: TrackFilter, step: number): Promise<Anchors>;
  /** By disc, track number, then path; present ones only. */
  listAlbumTracks(albumId: AlbumId): Promise<Track[]>;
  /** Present tracks directly in the folder, by file name. */
  listFolderTracks(folderId: FolderId): Promise<Track[]>;
  findLyrics(id: TrackId): Promise<Lyrics | undefined>;

  // For scans.
  listKnownFiles(libraryId: LibraryId, folderIds: readonly FolderId[]): Promise<KnownFile[]>;
  /** Folders of a library that hold at least one present track. */
  listOccupiedFolderIds(libraryId: LibraryId): Promise<FolderId[]>;
  /** Missing tracks whose audio key is one of these, oldest first. */
  findMissingByAudioKey(audioKeys: readonly string[]): Promise<Track[]>;
  /** Present tracks whose audio key is one of these, oldest first. */
  listTracksByAudioKey(audioKeys: readonly string[]): Promise<Track[]>;
  /** A known track that gets another album remembers the one it has left, until `deleteAlbumMoves`. */
  saveTracks(writes: readonly TrackWrite[]): Promise<void>;
  /** Moves out of albums that have no present track left; those with the most tracks first. */
  listAlbumMoves(): Promise<AlbumMove[]>;
  deleteAlbumMoves(fromIds: readonly AlbumId[]): Promise<void>;
  /** Marks as missing; those already missing keep their date. */
  updateMissing(ids: readonly TrackId[], missingSinceMs: number): Promise<void>;
  /** Sets the cover of present tracks in a folder that have no embedded one. */
  updateFolderCover(folderId: FolderId, coverId: string | null): Promise<AlbumId[]>;
  /** Present tracks behind `after`, in the order of their ids, for going through all of them. */
  listSounds(after: TrackId | null, limit: number): Promise<TrackSound[]>;
  countTracks(libraryId: LibraryId): Promise<number>;
  /** Bytes that the files of the library's present tracks take. */
  countBytes(libraryId: LibraryId): Promise<number>;
  /** Present tracks in which the artist has the main role, for choosing what to play. */
  listArtistTrackIds(artistId: ArtistId, limit: number): Promise<TrackId[]>;
}
