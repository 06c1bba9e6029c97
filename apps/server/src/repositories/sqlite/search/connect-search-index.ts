import { mkdirSync } from 'node:fs';
import type { CatalogueChangeReader } from '#repositories/catalogue-change-reader.ts';
import type { StoreLogger } from '#repositories/guard-store.ts';
import { FollowingSearchIndex } from './following-search-index.ts';
import { RepositoryDocuments, type SearchedRepositories } from './repository-documents.ts';
import { SearchIndexThreads } from './search-index-threads.ts';

export interface SearchIndexConnectionOptions {
  /** Holds `search-index.db`, which is of this server alone; made when it is not there. */
  directory: string;
  repositories: SearchedRepositories;
  changes: CatalogueChangeReader;
  logger: StoreLogger;
  /** Between two looks at the changes, when nobody tells of them. */
  pollMs?: number;
}

/** Opens this server's own index over a catalogue that lies elsewhere. It is built and follows in the background. */
export function connectSearchIndex({
  directory,
  repositories,
  ...options
}: SearchIndexConnectionOptions): FollowingSearchIndex {
  mkdirSync(directory, { recursive: true });
  const documents = new RepositoryDocuments(repositories);
  const index = new FollowingSearchIndex({ ...options, documents, threads: new SearchIndexThreads(directory) });
  index.start();
  return index;
}
