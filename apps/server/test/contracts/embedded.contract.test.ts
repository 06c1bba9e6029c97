import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChannelListener } from '#gateways/event-channel.ts';
import { FileKeyStore } from '#gateways/file-key-store.ts';
import { MemoryEventChannel } from '#gateways/memory-event-channel.ts';
import { MemoryAllowanceRepository } from '#repositories/memory/memory-allowance-repository.ts';
import { MemoryAnswerCache } from '#repositories/memory/memory-answer-cache.ts';
import { MemoryAttemptRepository } from '#repositories/memory/memory-attempt-repository.ts';
import { MemoryLeaseRepository } from '#repositories/memory/memory-lease-repository.ts';
import { openTestStore } from '#test/support/open-test-store.ts';
import { describeAllowanceRepository } from './allowance-repository-contract.ts';
import { describeAnswerCache } from './answer-cache-contract.ts';
import { describeAttemptRepository } from './attempt-repository-contract.ts';
import { describeEventChannel } from './event-channel-contract.ts';
import { describeKeyStore } from './key-store-contract.ts';
import { describeLeaseRepository } from './lease-repository-contract.ts';
import { describeSessionRepository } from './session-repository-contract.ts';
import type { OpenPart } from './use-part.ts';

const inMemory =
  <T>(create: () => T): OpenPart<T> =>
  async () => ({ part: create(), close: async () => undefined });

describeSessionRepository(async () => {
  const store = await openTestStore();
  return { part: store.repositories.sessions, close: () => store.close() };
});
describeAttemptRepository(inMemory(() => new MemoryAttemptRepository()));
describeAllowanceRepository(inMemory(() => new MemoryAllowanceRepository()));
describeLeaseRepository(inMemory(() => new MemoryLeaseRepository(() => Date.now())));
describeKeyStore(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'jetstream-keys-'));
  return {
    part: new FileKeyStore(join(folder, 'keys.json')),
    close: () => rm(folder, { recursive: true }),
  };
});
describeAnswerCache(
  inMemory(() => new MemoryAnswerCache({ limitBytes: 2_000_000, lifetimeMs: 60_000, nowMs: () => 0 })),
);
describeEventChannel(async () => {
  const listeners = new Set<ChannelListener>();
  return {
    part: [new MemoryEventChannel(listeners), new MemoryEventChannel(listeners)],
    close: async () => undefined,
  };
});
