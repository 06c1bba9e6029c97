import type { MongoMigration } from '#repositories/mongo/mongo-migration.ts';

const text = { bsonType: 'string' };
const number = { bsonType: 'number' };
const numberOrNull = { bsonType: ['number', 'null'] };

const schemaOf = (properties: Record<string, object>) => ({
  bsonType: 'object',
  required: Object.keys(properties),
  properties,
});

/** What people made and cannot be scanned again. */
export const migration: MongoMigration = {
  collections: [
    {
      name: 'users',
      indexes: [{ name: 'by_name', key: { nameKey: 1 }, isUnique: true }],
      schema: schemaOf({
        name: text,
        nameKey: text,
        role: { enum: ['administrator', 'artist', 'listener'] },
        passwordHash: text,
        createdAtMs: number,
        lastSeenAtMs: numberOrNull,
        credentialGeneration: number,
      }),
    },
    { name: 'settings', indexes: [] },
    { name: 'setup', indexes: [], schema: schemaOf({ userId: text }) },
    {
      name: 'annotations',
      // Partial indexes would be smaller, but not every server has them: ranges of the queries leave out the rest.
      indexes: [
        { name: 'by_starred', key: { userId: 1, kind: 1, starredAtMs: 1, itemId: 1 } },
        { name: 'by_rated', key: { userId: 1, kind: 1, rating: 1, itemId: 1 } },
        { name: 'by_most_played', key: { userId: 1, kind: 1, playCount: 1, lastPlayedAtMs: 1, itemId: 1 } },
        { name: 'by_recently_played', key: { userId: 1, kind: 1, lastPlayedAtMs: 1, itemId: 1, playCount: 1 } },
        { name: 'of_item', key: { kind: 1, itemId: 1 } },
      ],
      schema: schemaOf({
        userId: text,
        kind: { enum: ['track', 'album', 'artist'] },
        itemId: text,
        starredAtMs: numberOrNull,
        rating: number,
        playCount: number,
        lastPlayedAtMs: numberOrNull,
      }),
    },
    {
      name: 'queues',
      indexes: [],
      schema: schemaOf({ items: { bsonType: 'array' }, positionMs: number, client: text, updatedAtMs: number }),
    },
  ],
};
