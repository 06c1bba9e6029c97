import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNginx } from '../../../../tools/services/nginx.ts';
import { findFreePort } from '../../../../tools/services/service-process.ts';
import type { StartedServer, TestServerOptions } from './test-server.ts';

interface PairOptions {
  dataDirectory: string;
  settings: NonNullable<TestServerOptions['settings']>;
  start: (own: { dataDirectory: string; settings: TestServerOptions['settings'] }) => Promise<StartedServer>;
}

/** Tests sign in more often than people. */
const EDGE = { EDGE_SIGN_IN_RATE: '60000r/m' };

/**
 * Two servers over the same databases, as a cluster runs them, and NGINX with the configuration of `deploy/nginx` before
 * them: each request goes to either. The second one has a data folder of its own, with nothing but its search index.
 */
export async function startPairBehindFront({ dataDirectory, settings, start }: PairOptions): Promise<StartedServer> {
  const directory = await mkdtemp(join(tmpdir(), 'jetstream-pair-'));
  const shared = {
    uploads: join(dataDirectory, 'uploads'),
    cache: join(dataDirectory, 'cache'),
    trustProxy: ['127.0.0.1'],
    mediaDelivery: 'nginx',
    ...settings,
  };
  const one = await start({ dataDirectory, settings: { instance: 'one', ...shared } });
  const two = await start({ dataDirectory: join(directory, 'two'), settings: { instance: 'two', ...shared } });
  const nginx = await startNginx({
    directory: join(directory, 'nginx'),
    port: await findFreePort(),
    servers: [one, two].map(({ url }) => new URL(url).host),
    isHttps: false,
    mediaRoots: ['/'],
    settings: EDGE,
  });
  const stop = async () => {
    await nginx.stop();
    await Promise.all([one.stop(), two.stop()]);
    await rm(directory, { recursive: true, force: true });
  };
  const contexts = [one.context, two.context];
  return { url: nginx.url.replace('localhost', '127.0.0.1'), context: one.context, contexts, stop };
}
