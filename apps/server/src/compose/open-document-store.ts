import type { ServerStores } from '#config/config.ts';
import { guard, type StoreGuard } from '#repositories/guard-store.ts';
import { createMongoConnection, type MongoConnection } from '#repositories/mongo/connect-mongo.ts';
import { createMongoPeople } from '#repositories/mongo/create-mongo-people.ts';
import { createMongoCatalogueRepositories } from '#repositories/mongo/create-mongo-repositories.ts';
import type { CatalogueRepositories } from '#repositories/repositories.ts';
import type { StoreProbe } from '#services/server-service.ts';
import type { DataPlaneOptions } from './data-plane.ts';
import { PatientOpening } from './patient-opening.ts';
import { openStoreGuard } from './open-store-guard.ts';

const TIMEOUT_MS = 5000;
/** Of walks over a whole list, which are remembered. */
const LIST_TIMEOUT_MS = 15_000;
/** Of a scan's batches, and of sums over a whole library. */
const BATCH_TIMEOUT_MS = 60_000;

/** Opens MongoDB, now or when it comes: the connection, its guard, and what is behind it. @throws DomainError */
export async function openDocumentStore(options: DataPlaneOptions & { store: ServerStores }) {
  const { config, logger, metrics, clock, store } = options;
  const connection = createMongoConnection({
    url: store.mongodbUrl.reveal(),
    logger,
    nowMs: () => clock.nowMs(),
    instanceId: config.instanceId,
  });
  const opening = new PatientOpening({ name: 'mongodb', open: () => connection.open(), logger, metrics });
  const isOpen = () => opening.isOpen;
  const storeGuard = openStoreGuard({ name: 'mongodb', timeoutMs: TIMEOUT_MS, isOpen }, options);
  const close = () => {
    opening.close();
    return connection.close();
  };
  try {
    await opening.begin();
  } catch (error) {
    await close();
    throw error;
  }
  const repositories = {
    ...createGuardedCatalogue(connection, storeGuard),
    ...createGuardedPeople(connection, storeGuard),
  };
  const probe: StoreProbe = {
    name: 'mongodb',
    isRequired: true,
    check: () => storeGuard.run(() => connection.checkReady()),
  };
  return {
    connection,
    storeGuard,
    repositories,
    probe,
    getCatalogueVersion: () => storeGuard.run(() => connection.catalogue.getVersion()),
    opened: opening.opened,
    close,
  };
}

function createGuardedCatalogue(connection: MongoConnection, storeGuard: StoreGuard): CatalogueRepositories {
  const { libraries, folders, tracks, albums, artists, genres, covers, scans, trackAnalyses } =
    createMongoCatalogueRepositories(connection);
  return {
    libraries: guard(libraries, storeGuard),
    folders: guard(folders, storeGuard, {
      ensureFolders: BATCH_TIMEOUT_MS,
      updateCounts: BATCH_TIMEOUT_MS,
      saveListings: BATCH_TIMEOUT_MS,
      listListings: BATCH_TIMEOUT_MS,
    }),
    tracks: guard(tracks, storeGuard, {
      saveTracks: BATCH_TIMEOUT_MS,
      updateMissing: BATCH_TIMEOUT_MS,
      updateFolderCover: BATCH_TIMEOUT_MS,
      deleteAlbumMoves: BATCH_TIMEOUT_MS,
      listAlbumMoves: BATCH_TIMEOUT_MS,
      listKnownFiles: BATCH_TIMEOUT_MS,
      listOccupiedFolderIds: BATCH_TIMEOUT_MS,
      listTrackAnchors: LIST_TIMEOUT_MS,
    }),
    albums: guard(albums, storeGuard, {
      updateFromTracks: BATCH_TIMEOUT_MS,
      listAlbumAnchors: LIST_TIMEOUT_MS,
    }),
    artists: guard(artists, storeGuard, {
      ensureArtists: BATCH_TIMEOUT_MS,
      updateFromTracks: BATCH_TIMEOUT_MS,
      listArtistAnchors: LIST_TIMEOUT_MS,
    }),
    genres: guard(genres, storeGuard, { ensureGenres: BATCH_TIMEOUT_MS, updateFromTracks: BATCH_TIMEOUT_MS }),
    covers: guard(covers, storeGuard, { ensureCovers: BATCH_TIMEOUT_MS }),
    scans: guard(scans, storeGuard),
    trackAnalyses: guard(trackAnalyses, storeGuard),
  };
}

function createGuardedPeople(connection: MongoConnection, storeGuard: StoreGuard) {
  const { users, annotations, queues, uploads } = createMongoPeople(connection);
  return {
    users: guard(users, storeGuard, {}, 'account store'),
    annotations: guard(
      annotations,
      storeGuard,
      {
        moveAnnotations: BATCH_TIMEOUT_MS,
        deleteUserAnnotations: BATCH_TIMEOUT_MS,
      },
      'account store',
    ),
    queues: guard(queues, storeGuard, {}, 'account store'),
    uploads: guard(uploads, storeGuard, {}, 'upload store'),
  };
}
