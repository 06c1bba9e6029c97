import type { AlbumRepository } from './album-repository.ts';
import type { AnnotationRepository } from './annotation-repository.ts';
import type { ArtistRepository, GenreRepository } from './artist-repository.ts';
import type { CoverRepository } from './cover-repository.ts';
import type { FolderRepository, LibraryRepository } from './folder-repository.ts';
import type { EventLogRepository } from './event-log-repository.ts';
import type { PlayRepository } from './play-repository.ts';
import type { RequestLogRepository } from './request-log-repository.ts';
import type { StatisticsRepository } from './statistics-repository.ts';
import type { SumRepository } from './sum-repository.ts';
import type { QueueRepository } from './queue-repository.ts';
import type { ScanRepository } from './scan-repository.ts';
import type { SearchIndex } from './search-index.ts';
import type { SessionRepository } from './session-repository.ts';
import type { TrackAnalysisRepository } from './track-analysis-repository.ts';
import type { TrackRepository } from './track-repository.ts';
import type { UploadRepository } from './upload-repository.ts';
import type { UserRepository } from './user-repository.ts';

/**
 * Every aggregate has one owner here. There are no transactions across methods: each method is atomic, and a use case
 * that writes to several owners does so in an order that can be repeated after a crash.
 */
export interface Repositories extends AnalyticsRepositories {
  users: UserRepository;
  sessions: SessionRepository;
  libraries: LibraryRepository;
  folders: FolderRepository;
  tracks: TrackRepository;
  albums: AlbumRepository;
  artists: ArtistRepository;
  genres: GenreRepository;
  covers: CoverRepository;
  annotations: AnnotationRepository;
  queues: QueueRepository;
  scans: ScanRepository;
  uploads: UploadRepository;
  trackAnalyses: TrackAnalysisRepository;
  searchIndex: SearchIndex;
}

/** What scans write and everyone reads. */
export type CatalogueName =
  | 'libraries'
  | 'folders'
  | 'tracks'
  | 'albums'
  | 'artists'
  | 'genres'
  | 'covers'
  | 'scans'
  | 'trackAnalyses';
export type CatalogueRepositories = Pick<Repositories, CatalogueName>;

/** What grows for ever and is read by time. */
export interface AnalyticsRepositories {
  plays: PlayRepository;
  eventLog: EventLogRepository;
  requestLog: RequestLogRepository;
  statistics: StatisticsRepository;
  sums: SumRepository;
}

/** An open store. `checkReady` rejects while it cannot answer; `catalogueVersion` changes with every catalogue write. */
export interface Store {
  repositories: Repositories;
  checkReady(): Promise<void>;
  getCatalogueVersion(): Promise<string>;
  close(): Promise<void>;
}
