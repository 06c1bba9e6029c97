import type { Document, IndexSpecification } from 'mongodb';

export interface MongoIndex {
  name: string;
  /** In the order of the index; 1 or -1. */
  key: Extract<IndexSpecification, Record<string, unknown>> & Record<string, 1 | -1>;
  isUnique?: boolean;
}

export interface MongoCollectionSetup {
  name: string;
  indexes: readonly MongoIndex[];
  /** What every document has to be like, as JSON Schema; servers without validators do without. */
  schema?: Document;
}

/** A file of `migrations/mongo/`: forward only, and harmless when it runs twice. */
export interface MongoMigration {
  collections: readonly MongoCollectionSetup[];
}
