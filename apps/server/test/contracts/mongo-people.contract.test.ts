import { describe } from 'node:test';
import { createMongoPeople } from '#repositories/mongo/create-mongo-people.ts';
import { needsMongo, openTestMongo } from '#test/support/open-test-mongo.ts';
import {
  describeAnnotationRepository,
  describeQueueRepository,
  describeUserRepository,
} from './people-repository-contract.ts';
import { describeUploadRepository } from './upload-repository-contract.ts';

async function openPeople() {
  const connection = await openTestMongo();
  return { ...connection, repositories: createMongoPeople(connection) };
}

describe('MongoDB', needsMongo, () => {
  describeUserRepository(openPeople);
  describeAnnotationRepository(openPeople);
  describeQueueRepository(openPeople);
  describeUploadRepository(openPeople);
});
