import { after, before } from 'node:test';
import type { CatalogueName, Repositories, Store } from '#repositories/repositories.ts';

/** A store, or the part of one that a suite looks at: several databases may share the repositories among them. */
export interface SuiteStore<Name extends keyof Repositories> {
  repositories: Pick<Repositories, Name>;
  close(): Promise<void>;
}

/** A suite that looks at the catalogue's version too. */
export type OpenVersionedStore = () => Promise<SuiteStore<CatalogueName> & Pick<Store, 'getCatalogueVersion'>>;

export type OpenStore<Name extends keyof Repositories = keyof Repositories> = () => Promise<SuiteStore<Name>>;

/** Runs `work` on an empty store of its own. */
export async function withStore<Opened extends SuiteStore<never>>(
  openStore: () => Promise<Opened>,
  work: (repositories: Opened['repositories'], store: Opened) => Promise<void>,
): Promise<void> {
  const store = await openStore();
  try {
    await work(store.repositories, store);
  } finally {
    await store.close();
  }
}

/** One store for a whole suite whose tests keep to users of their own. */
export function shareStore<Name extends keyof Repositories>(
  openStore: OpenStore<Name>,
): { readonly repositories: Pick<Repositories, Name> } {
  let store: SuiteStore<Name> | undefined;
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
