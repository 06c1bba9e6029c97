import type { AnalyticsRepositories, Repositories } from '../repositories.ts';
import { AnalyticsStatements } from './analytics-statements.ts';
import type { CatalogueState } from './catalogue-state.ts';
import { SqliteSearchIndex } from './search/sqlite-search-index.ts';
import { SqliteAlbumRepository } from './sqlite-album-repository.ts';
import { SqliteAnnotationRepository } from './sqlite-annotation-repository.ts';
import { SqliteArtistRepository } from './sqlite-artist-repository.ts';
import { SqliteCoverRepository } from './sqlite-cover-repository.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { SqliteFolderRepository } from './sqlite-folder-repository.ts';
import { SqliteGenreRepository } from './sqlite-genre-repository.ts';
import { SqliteJobRepository } from './sqlite-job-repository.ts';
import { SqliteLibraryRepository } from './sqlite-library-repository.ts';
import { SqliteQueueRepository } from './sqlite-queue-repository.ts';
import { SqliteScanRepository } from './sqlite-scan-repository.ts';
import { SqliteSessionRepository } from './sqlite-session-repository.ts';
import { SqliteTrackAnalysisRepository } from './sqlite-track-analysis-repository.ts';
import { SqliteTrackRepository } from './sqlite-track-repository.ts';
import { SqliteUploadRepository } from './sqlite-upload-repository.ts';
import { SqliteUserRepository } from './sqlite-user-repository.ts';

/**
 * What a thread holds, the tables of the embedded queue among it. The analytics store's repositories stay on the main thread
 * and send statements.
 */
export interface SqliteRepositories extends Omit<Repositories, keyof AnalyticsRepositories> {
  analytics: AnalyticsStatements;
  jobs: SqliteJobRepository;
}

export const createSqliteRepositories = (database: SqliteDatabase, catalogue: CatalogueState) =>
  ({
    users: new SqliteUserRepository(database),
    sessions: new SqliteSessionRepository(database),
    libraries: new SqliteLibraryRepository(database),
    folders: new SqliteFolderRepository(database, catalogue),
    tracks: new SqliteTrackRepository(database, catalogue),
    albums: new SqliteAlbumRepository(database, catalogue),
    artists: new SqliteArtistRepository(database, catalogue),
    genres: new SqliteGenreRepository(database, catalogue),
    covers: new SqliteCoverRepository(database, catalogue),
    annotations: new SqliteAnnotationRepository(database),
    queues: new SqliteQueueRepository(database),
    scans: new SqliteScanRepository(database),
    uploads: new SqliteUploadRepository(database),
    trackAnalyses: new SqliteTrackAnalysisRepository(database),
    searchIndex: new SqliteSearchIndex(database),
    jobs: new SqliteJobRepository(database),
    analytics: new AnalyticsStatements(database),
  }) satisfies SqliteRepositories;
