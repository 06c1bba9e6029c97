import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'node:test';
import { connectSearchIndex } from '#repositories/sqlite/search/connect-search-index.ts';
import { needsMongo, openMongoCatalogue } from '#test/support/open-test-mongo.ts';
import { describeSearchIndex } from './search-index-contract.ts';

/** A catalogue in MongoDB, and the index that one of its servers keeps. */
async function openFollowingIndex() {
  const directory = await mkdtemp(join(tmpdir(), 'jetstream-search-'));
  const { repositories, catalogue, close } = await openMongoCatalogue();
  const logger = { info: () => undefined, warn: () => undefined };
  const searchIndex = connectSearchIndex({ directory, repositories, changes: catalogue.changes, logger });
  return {
    repositories: { ...repositories, searchIndex },
    async close() {
      await searchIndex.close();
      await close();
      await rm(directory, { recursive: true });
    },
  };
}

describe('an index beside MongoDB', needsMongo, () => {
  describeSearchIndex(openFollowingIndex);
});
