import { join } from 'node:path';
import type { EmbeddedStore } from '#config/config.ts';
import { FileKeyStore } from '#gateways/file-key-store.ts';
import { MemoryEventChannel } from '#gateways/memory-event-channel.ts';
import { MemoryAllowanceRepository } from '#repositories/memory/memory-allowance-repository.ts';
import { MemoryAttemptRepository } from '#repositories/memory/memory-attempt-repository.ts';
import { connectSqliteStore } from '#repositories/sqlite/connect-sqlite-store.ts';
import type { DataPlane, DataPlaneOptions } from './data-plane.ts';
import { openEmbeddedJobs } from './open-embedded-jobs.ts';

/** One process, one folder. */
export async function openEmbeddedDataPlane({
  store: { directory },
  ...options
}: DataPlaneOptions & { store: EmbeddedStore }): Promise<DataPlane> {
  const store = await connectSqliteStore({ directory });
  const jobParts = openEmbeddedJobs(store, options);
  return {
    store,
    keyStore: new FileKeyStore(join(directory, 'keys.json')),
    attempts: new MemoryAttemptRepository(),
    allowances: new MemoryAllowanceRepository(),
    ...jobParts,
    eventChannel: new MemoryEventChannel(),
    probes: [{ name: 'store', isRequired: true, check: () => store.checkReady() }],
    async close() {
      await jobParts.jobs.close();
      await store.close();
    },
  };
}
