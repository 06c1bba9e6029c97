import { after, before } from 'node:test';
import type { Repositories, Store } from '#repositories/repositories.ts';

export type OpenStore = () => Promise<Store>;

/** Runs `work` on an empty store of its own. */
export async function withStore(
  openStore: OpenStore,
  work: (repositories: Repositories, store: Store) => Promise<void>,
): Promise<void> {
  const store = await openStore();
  try {
    await work(store.repositories, store);
  } finally {
    await store.close();
  }
}

/** One store for a whole suite whose tests keep to users of their own. */
export function shareStore(openStore: OpenStore): { readonly repositories: Repositories } {
  let store: Store | undefined;
  before(async () => {
    store = await openStore();
  });
  after(() => store?.close());
  return {
    get repositories() {
      if (!store) throw new Error('The store is opened before the first test only');
      return store.repositories;
    },
  };
}
