import { mkdtemp, rm } from 'node:fs/promises';
import { request as plainRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { test, type TestContext } from 'node:test';
import {
  findNginx,
  NGINX_HOW_TO,
  startNginx,
  type Nginx,
  type NginxOptions,
} from '../../../../tools/services/nginx.ts';
import { findFreePort } from '../../../../tools/services/service-process.ts';
import { startTestServer, type TestServer, type TestServerOptions } from './test-server.ts';

/** A test that needs NGINX, and says so where there is none. */
export const nginxTest = (title: string, run: (context: TestContext) => Promise<void>): void =>
  void test(title, { skip: findNginx() === undefined && `NGINX is needed: ${NGINX_HOW_TO}` }, run);

type FrontOptions = Partial<Omit<NginxOptions, 'servers' | 'port' | 'directory'>>;

/** NGINX as `deploy/nginx` configures it, before these addresses; ends with the test. */
export async function openFront(context: TestContext, servers: readonly string[], options: FrontOptions = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'jetstream-nginx-'));
  const nginx = await startNginx({ isHttps: false, ...options, directory, port: await findFreePort(), servers });
  context.after(async () => {
    await nginx.stop();
    await rm(directory, { recursive: true, force: true });
  });
  return nginx;
}

/** Two servers in this process on one data folder, as two processes on the same databases, and NGINX before them. */
export async function openPair(
  context: TestContext,
  { front = {}, ...options }: TestServerOptions & { front?: FrontOptions },
): Promise<{ servers: [TestServer, TestServer]; nginx: Nginx; dataDirectory: string }> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'jetstream-test-'));
  const settings = { trustProxy: ['127.0.0.1'], ...options.settings };
  const one = await startTestServer({ ...options, settings, dataDirectory });
  const two = await startTestServer({ ...options, settings, dataDirectory });
  context.after(async () => {
    await Promise.all([one.stop(), two.stop()]);
    await rm(dataDirectory, { recursive: true, force: true });
  });
  const nginx = await openFront(
    context,
    [one, two].map(({ url }) => new URL(url).host),
    front,
  );
  return { servers: [one, two], nginx, dataDirectory };
}

export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Neither decompresses nor hides anything, as `fetch` does. */
export async function askRaw(
  url: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<RawAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  // By number: `localhost` may be another address of this machine first.
  const place = new URL(url);
  if (place.hostname === 'localhost') place.hostname = '127.0.0.1';
  plainRequest(place, { method, headers }, resolve).on('error', reject).end();
  const response = await promise;
  return { status: response.statusCode ?? 0, headers: response.headers, body: await buffer(response) };
}
