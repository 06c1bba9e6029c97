import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EndpointResult, Role } from '@jetstream/api-contract';
import { createApiClient, type ApiClient } from '@jetstream/api-contract/client';
import { toConfig, type Config } from '#config/config.ts';
import { settingNames, settings, type SettingName } from '#config/settings.ts';
import { listen } from '#gateways/http-listener.ts';
import { createLogger } from '#observability/logger.ts';
import { createApp } from '#server/app.ts';
import type { DataPlane } from '#server/compose/data-plane.ts';
import { createContext, type Context } from '#server/context.ts';
import { AnswerRecorder } from './answer-recorder.ts';
import { TestClock } from './test-clock.ts';
import { startPairBehindFront } from './pair-behind-front.ts';
import { isOnCluster, openTestStores } from './test-stores.ts';

/** Costs the attacker nothing and the tests no time; production has its own. */
const TEST_BCRYPT_COST = 4;
export const TEST_PASSWORD = 'correct horse battery';

export interface SignedIn {
  client: ApiClient;
  session: EndpointResult<'login'>;
  refreshToken: string;
  name: string;
}

export interface TestServerOptions {
  /** As somebody would write them in a configuration file. */
  settings?: Partial<Record<SettingName, unknown>>;
  /** Kept by the caller, for starting again on the same data. */
  dataDirectory?: string;
  webDirectory?: string;
  /** What several servers share. */
  dataPlane?: DataPlane;
}

/** A whole server in this process, on a port and a data folder of its own; or two behind NGINX, as one. */
export interface TestServer {
  url: string;
  /** Of the first, where there are two. */
  context: Context;
  contexts: readonly Context[];
  clock: TestClock;
  /** Lines of the log. */
  log: readonly string[];
  answers: AnswerRecorder;
  /** Not signed in. */
  client: ApiClient;
  fetch: typeof fetch;
  /** Creates the first administrator. */
  setUp(name?: string): Promise<SignedIn>;
  /** Creates a user, as that administrator, and signs in. */
  addUser(administrator: SignedIn, name: string, role?: Role): Promise<SignedIn>;
  signIn(name: string, password?: string): Promise<SignedIn>;
  clientOf(accessToken: string): ApiClient;
  stop(): Promise<void>;
}

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const ownDirectory =
    options.dataDirectory === undefined ? await mkdtemp(join(tmpdir(), 'jetstream-test-')) : undefined;
  const dataDirectory = options.dataDirectory ?? ownDirectory ?? '';
  const { dataPlane } = options;
  // A data plane that is given is kept by who gives it.
  const stores = dataPlane ? undefined : await openTestStores(dataDirectory);
  const written = { ...stores?.settings, ...options.settings };
  const shared = { clock: new TestClock(), log: [] as string[], answers: new AnswerRecorder() };
  const startOne = (own: TestServerOptions & { dataDirectory: string }) => startHere({ ...options, ...own }, shared);
  const isBehindFront = isOnCluster && !dataPlane;
  const server = isBehindFront
    ? await startPairBehindFront({ dataDirectory, settings: written, start: startOne })
    : await startOne({ dataDirectory, settings: written });
  const stop = async () => {
    await server.stop();
    if (ownDirectory === undefined) return;
    await stores?.drop();
    await rm(ownDirectory, { recursive: true, force: true });
  };
  return { ...server, ...shared, fetch: shared.answers.fetch, stop, ...createPeople(server.url, shared.answers.fetch) };
}

export type StartedServer = Pick<TestServer, 'url' | 'context' | 'contexts' | 'stop'>;

async function startHere(
  options: TestServerOptions & { dataDirectory: string },
  { clock, log }: { clock: TestClock; log: string[] },
): Promise<StartedServer> {
  const { dataDirectory, dataPlane } = options;
  const config = testConfig(options, dataDirectory);
  const logger = createLogger({ level: 'debug', format: 'json', write: (line) => log.push(line) });
  const context = await createContext({
    config,
    version: '0.0.0-test',
    logger,
    clock,
    ...(dataPlane && { dataPlane }),
  });
  const listener = await listen(createApp(context), { host: '127.0.0.1', port: 0 });
  const stop = async () => {
    context.beginStop();
    context.endEventStreams();
    await listener.stop(0);
    await context.close();
  };
  return { url: `http://127.0.0.1:${listener.port}`, context, contexts: [context], stop };
}

export function testConfig({ settings: written = {}, webDirectory }: TestServerOptions, dataDirectory: string): Config {
  const values = Object.fromEntries(
    Object.entries(written).map(([name, value]) => [name, { value, place: `test setting ${name}`, directory: '/' }]),
  );
  const unknown = Object.keys(written).find((name) => !settingNames.includes(name as SettingName));
  if (unknown !== undefined) throw new Error(`${unknown} is not one of ${Object.keys(settings).join(', ')}`);
  const surroundings = {
    dataDirectory,
    webDirectory: webDirectory ?? join(dataDirectory, 'no-web-app'),
    isProduction: false,
  };
  const config = toConfig([{ values, faults: [] }], surroundings);
  return { ...config, auth: { ...config.auth, bcryptCost: TEST_BCRYPT_COST } };
}

function createPeople(baseUrl: string, fetch: typeof globalThis.fetch) {
  const client = createApiClient({ baseUrl, fetch });
  const clientOf = (accessToken: string) => createApiClient({ baseUrl, fetch, getAccessToken: () => accessToken });
  const toSignedIn = (session: EndpointResult<'login'>): SignedIn => ({
    client: clientOf(session.accessToken),
    session,
    refreshToken: session.refreshToken ?? '',
    name: session.user.name,
  });
  const signIn = async (name: string, password = TEST_PASSWORD): Promise<SignedIn> =>
    toSignedIn(await client.call('login', { body: { name, password, tokenDelivery: 'body' } }));
  return {
    client,
    clientOf,
    signIn,
    async setUp(name = 'ada') {
      const body = { name, password: TEST_PASSWORD, tokenDelivery: 'body' as const };
      return toSignedIn(await client.call('setUp', { body }));
    },
    async addUser(administrator: SignedIn, name: string, role: Role = 'listener') {
      await administrator.client.call('createUser', { body: { name, password: TEST_PASSWORD, role } });
      return signIn(name);
    },
  };
}
