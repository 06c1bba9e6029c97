import type { MongoMigration } from '#repositories/mongo/mongo-migration.ts';

/** What was measured of sounds, known by `_id` alone; the waveforms apart, since only the player asks for them. */
export const migration: MongoMigration = {
  collections: [
    {
      name: 'trackAnalyses',
      indexes: [],
      schema: {
        bsonType: 'object',
        required: ['version', 'analysedAtMs', 'sound', 'fault'],
        properties: {
          version: { bsonType: 'number' },
          analysedAtMs: { bsonType: 'number' },
          sound: { bsonType: ['object', 'null'] },
          fault: { bsonType: ['object', 'null'] },
        },
      },
    },
    {
      name: 'waveforms',
      indexes: [],
      schema: {
        bsonType: 'object',
        required: ['peaks', 'rms'],
        properties: { peaks: { bsonType: 'binData' }, rms: { bsonType: 'binData' } },
      },
    },
  ],
};
