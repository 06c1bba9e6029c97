import type { MongoConnection } from './connect-mongo.ts';
import { MongoAnnotationRepository } from './mongo-annotation-repository.ts';
import { MongoQueueRepository } from './mongo-queue-repository.ts';
import { MongoUploadRepository } from './mongo-upload-repository.ts';
import { MongoUserRepository } from './mongo-user-repository.ts';

export const createMongoPeople = ({ database }: Pick<MongoConnection, 'database'>) => ({
  users: new MongoUserRepository(database),
  annotations: new MongoAnnotationRepository(database),
  uploads: new MongoUploadRepository(database),
  queues: new MongoQueueRepository(database),
});
