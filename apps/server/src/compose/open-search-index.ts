import type { CatalogueChangeReader } from '#repositories/catalogue-change-reader.ts';
import type { Repositories } from '#repositories/repositories.ts';
import { connectSearchIndex } from '#repositories/sqlite/search/connect-search-index.ts';
import type { FollowingSearchIndex } from '#repositories/sqlite/search/following-search-index.ts';
import type { DataPlaneOptions } from './data-plane.ts';

/** What the document store knows of itself that an index is made from. */
export interface SearchedStore {
  repositories: Pick<Repositories, 'tracks' | 'albums' | 'artists' | 'genres'>;
  changes: CatalogueChangeReader;
}

/** This server's own index over the catalogue that all servers share, in the data folder. */
export const openSearchIndex = (
  { config, logger }: DataPlaneOptions,
  { repositories, changes }: SearchedStore,
): FollowingSearchIndex => connectSearchIndex({ directory: config.dataDirectory, repositories, changes, logger });
