import type { MongoMigration } from '#repositories/mongo/mongo-migration.ts';

const text = { bsonType: 'string' };
const textOrNull = { bsonType: ['string', 'null'] };
const number = { bsonType: 'number' };

/** What users sent. A sound is claimed by the first upload of it, so that two at once do not both come in. */
export const migration: MongoMigration = {
  collections: [
    {
      name: 'uploads',
      indexes: [
        { name: 'of_user', key: { userId: 1, createdAtMs: 1, _id: 1 } },
        { name: 'by_state', key: { state: 1, createdAtMs: 1, _id: 1 } },
      ],
      schema: {
        bsonType: 'object',
        required: ['userId', 'fileName', 'state', 'sizeBytes', 'createdAtMs'],
        properties: {
          userId: text,
          fileName: text,
          folder: text,
          state: { enum: ['receiving', 'checking', 'done', 'rejected', 'duplicate'] },
          sizeBytes: number,
          audioKey: textOrNull,
          storedPath: textOrNull,
          createdAtMs: number,
        },
      },
    },
    { name: 'uploadClaims', indexes: [{ name: 'of_upload', key: { uploadId: 1 } }] },
  ],
};
