import type { Repositories } from '../repositories.ts';
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
import { SqlitePlayRepository } from './sqlite-play-repository.ts';
import { SqliteQueueRepository } from './sqlite-queue-repository.ts';
import { SqliteScanRepository } from './sqlite-scan-repository.ts';
import { SqliteSessionRepository } from './sqlite-session-repository.ts';
import { SqliteTrackRepository } from './sqlite-track-repository.ts';
import { SqliteUserRepository } from './sqlite-user-repository.ts';

/** What a thread holds: the repositories, and the tables of the embedded queue. */
export interface SqliteRepositories extends Repositories {
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
    plays: new SqlitePlayRepository(database),
    queues: new SqliteQueueRepository(database),
    scans: new SqliteScanRepository(database),
    searchIndex: new SqliteSearchIndex(database),
    jobs: new SqliteJobRepository(database),
  }) satisfies SqliteRepositories;
