import type { MongoMigration } from '#repositories/mongo/mongo-migration.ts';

/** For asking what shows a cover; `unusedSinceMs` stands in covers that nothing showed when it was last asked. */
export const migration: MongoMigration = {
  collections: [
    { name: 'tracks', indexes: [{ name: 'of_cover', key: { coverId: 1 } }] },
    { name: 'albums', indexes: [{ name: 'of_cover', key: { coverId: 1 } }] },
    { name: 'artists', indexes: [{ name: 'of_cover', key: { coverId: 1 } }] },
    { name: 'genres', indexes: [{ name: 'of_cover', key: { coverIds: 1 } }] },
  ],
};
