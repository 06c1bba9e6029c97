import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '#config/secrets.ts';
import { createLogger } from '#observability/logger.ts';
import { Metrics } from '#observability/metrics.ts';
import type { DataPlane } from '#server/compose/data-plane.ts';
import { openEmbeddedDataPlane } from '#server/compose/embedded-data-plane.ts';
import { openRedis } from '#server/compose/open-redis.ts';
import { openServerJobs } from '#server/compose/open-server-jobs.ts';
import { createTestPrefix } from './test-redis.ts';
import { startTestServer, testConfig, type TestServer, type TestServerOptions } from './test-server.ts';
import { TestClock } from './test-clock.ts';

export interface TwoServers {
  servers: readonly [TestServer, TestServer];
  stop(): Promise<void>;
}

/** Two servers in this process that share a catalogue and, as several servers do, one Redis. */
export async function startTwoServers(
  redisUrl: string,
  settings: TestServerOptions['settings'] = {},
): Promise<TwoServers> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'jetstream-two-'));
  const logger = createLogger({ level: 'silent', format: 'json', write: () => undefined });
  const metrics = new Metrics({ collectsProcess: false });
  const config = testConfig({ settings }, dataDirectory);
  const embedded = await openEmbeddedDataPlane({
    config,
    logger,
    metrics,
    clock: new TestClock(),
    store: { kind: 'embedded', directory: dataDirectory },
  });
  const shared = { redisUrl: new Secret(redisUrl), redisPrefix: createTestPrefix() };
  const start = async (instanceId: string) => {
    const own = { logger, metrics: new Metrics({ collectsProcess: false }) };
    const redis = await openRedis(shared, own);
    const { probe, sessions, ...parts } = redis;
    // Redis goes by the real time.
    const clock = { nowMs: () => Date.now() };
    const jobParts = openServerJobs(shared, redis, { ...own, config: { ...config, instanceId }, clock });
    const repositories = { ...embedded.store.repositories, sessions };
    const dataPlane: DataPlane = {
      ...embedded,
      ...parts,
      ...jobParts,
      async close() {
        await jobParts.jobs.close();
        await redis.close();
      },
      store: { ...embedded.store, repositories },
      probes: [...embedded.probes, probe],
    };
    return startTestServer({ settings: { instance: instanceId, ...settings }, dataDirectory, dataPlane });
  };
  const servers = [await start('one'), await start('two')] as const;
  const stop = async () => {
    for (const server of servers) await server.stop();
    await embedded.close();
    await rm(dataDirectory, { recursive: true, force: true });
  };
  return { servers, stop };
}
