import type { MongoConnection } from './connect-mongo.ts';
import { MongoCoverRepository } from './mongo-cover-repository.ts';
import { MongoFolderRepository } from './mongo-folder-repository.ts';
import { MongoLibraryRepository } from './mongo-library-repository.ts';
import { MongoScanRepository } from './mongo-scan-repository.ts';

export const createMongoCatalogueRepositories = ({
  database,
  catalogue,
}: Pick<MongoConnection, 'database' | 'catalogue'>) => ({
  libraries: new MongoLibraryRepository(database),
  folders: new MongoFolderRepository(database, catalogue),
  covers: new MongoCoverRepository(database, catalogue),
  scans: new MongoScanRepository(database),
});
