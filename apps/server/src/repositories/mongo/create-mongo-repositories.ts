import type { CatalogueRepositories } from '../repositories.ts';
import type { MongoConnection } from './connect-mongo.ts';
import { MongoAlbumRepository } from './mongo-album-repository.ts';
import { MongoArtistRepository } from './mongo-artist-repository.ts';
import { MongoCoverRepository } from './mongo-cover-repository.ts';
import { MongoFolderRepository } from './mongo-folder-repository.ts';
import { MongoGenreRepository } from './mongo-genre-repository.ts';
import { MongoLibraryRepository } from './mongo-library-repository.ts';
import { MongoScanRepository } from './mongo-scan-repository.ts';
import { MongoTrackAnalysisRepository } from './mongo-track-analysis-repository.ts';
import { MongoTrackRepository } from './mongo-track-repository.ts';

export const createMongoCatalogueRepositories = ({
  database,
  catalogue,
}: Pick<MongoConnection, 'database' | 'catalogue'>) =>
  ({
    libraries: new MongoLibraryRepository(database),
    folders: new MongoFolderRepository(database, catalogue),
    tracks: new MongoTrackRepository(database, catalogue),
    albums: new MongoAlbumRepository(database, catalogue),
    artists: new MongoArtistRepository(database, catalogue),
    genres: new MongoGenreRepository(database, catalogue),
    covers: new MongoCoverRepository(database, catalogue),
    scans: new MongoScanRepository(database),
    trackAnalyses: new MongoTrackAnalysisRepository(database),
  }) satisfies CatalogueRepositories;
