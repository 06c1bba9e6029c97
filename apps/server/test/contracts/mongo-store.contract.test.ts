import { describe } from 'node:test';
import { needsMongo, openMongoCatalogue } from '#test/support/open-test-mongo.ts';
import { describeScanRepository } from './library-repository-contract.ts';

describe('MongoDB', needsMongo, () => {
  describeScanRepository(openMongoCatalogue);
});
