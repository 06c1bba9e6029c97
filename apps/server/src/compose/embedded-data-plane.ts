import { join } from 'node:path';
import type { EmbeddedStore } from '#config/config.ts';
import { FileKeyStore } from '#gateways/file-key-store.ts';
import { MemoryEventChannel } from '#gateways/memory-event-channel.ts';
import { MemoryAllowanceRepository } from '#repositories/memory/memory-allowance-repository.ts';
import { MemoryAnswerCache } from '#repositories/memory/memory-answer-cache.ts';
import { MemoryAttemptRepository } from '#repositories/memory/memory-attempt-repository.ts';
import { connectSqliteStore } from '#repositories/sqlite/connect-sqlite-store.ts';
import type { DataPlane, DataPlaneOptions } from './data-plane.ts';
import { openEmbeddedJobs } from './open-embedded-jobs.ts';

const ANSWER_CACHE_BYTES = 16 * 1024 ** 2;
/** What answers say of time gets old. */
const ANSWER_LIFETIME_MS = 2 * 60_000;

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
    keyCopy: undefined,
    attempts: new MemoryAttemptRepository(),
    allowances: new MemoryAllowanceRepository(),
    ...jobParts,
    answerCache: new MemoryAnswerCache({
      limitBytes: ANSWER_CACHE_BYTES,
      lifetimeMs: ANSWER_LIFETIME_MS,
      nowMs: () => options.clock.nowMs(),
    }),
    catalogueFollower: undefined,
    eventChannel: new MemoryEventChannel(),
    probes: [{ name: 'store', isRequired: true, check: () => store.checkReady() }],
    listAway: () => [],
    opened: Promise.resolve(),
    async close() {
      await jobParts.jobs.close();
      await store.close();
    },
  };
}
