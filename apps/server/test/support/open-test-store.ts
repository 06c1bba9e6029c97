import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectSqliteStore, type SqliteStore } from '#repositories/sqlite/connect-sqlite-store.ts';

export interface TestStore extends SqliteStore {
  directory: string;
}

/** The embedded store in a folder of its own, which goes when it is closed. */
export async function openTestStore(): Promise<TestStore> {
  const directory = await mkdtemp(join(tmpdir(), 'jetstream-test-'));
  const store = await connectSqliteStore({ directory });
  return {
    ...store,
    directory,
    close: async () => {
      await store.close();
      await rm(directory, { recursive: true });
    },
  };
}
