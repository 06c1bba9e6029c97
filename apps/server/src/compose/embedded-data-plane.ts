import { join } from 'node:path';
import type { EmbeddedStore } from '#config/config.ts';
import { FileKeyStore } from '#gateways/file-key-store.ts';
import { MemoryAllowanceRepository } from '#repositories/memory/memory-allowance-repository.ts';
import { MemoryAttemptRepository } from '#repositories/memory/memory-attempt-repository.ts';
import { connectSqliteStore } from '#repositories/sqlite/connect-sqlite-store.ts';
import type { DataPlane, DataPlaneOptions } from './data-plane.ts';

/** One process, one folder. */
export async function openEmbeddedDataPlane({
  store: { directory },
}: DataPlaneOptions & { store: EmbeddedStore }): Promise<DataPlane> {
  const store = await connectSqliteStore({ directory });
  return {
    store,
    keyStore: new FileKeyStore(join(directory, 'keys.json')),
    attempts: new MemoryAttemptRepository(),
    allowances: new MemoryAllowanceRepository(),
    probes: [{ name: 'store', isRequired: true, check: () => store.checkReady() }],
    close: () => store.close(),
  };
}
