import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { WEB_DIRECTORY } from '../build-web-app.ts';
import { root } from '../house/source-files.ts';
import { findNginx, NGINX_HOW_TO, startNginx } from '../services/nginx.ts';
import { findFreePort, startService, type ServiceProcess } from '../services/service-process.ts';
import { databaseNames, serviceKinds, type DatabaseName } from '../services/services.ts';

export interface ClusterOptions {
  music: readonly string[];
  port: number;
  serverCount: number;
  /** Everything is kept here: starting again on it finds it. */
  directory: string;
  isHttps: boolean;
  /** What the servers write, and what ended, line by line. */
  onLine: (line: string) => void;
  /** Settings of the servers beside those of the cluster. */
  settings?: Readonly<Record<string, string>>;
}

export interface Cluster {
  url: string;
  servers: readonly ClusterServer[];
  /** In the order that loses nothing: NGINX, the servers, the databases. */
  stop(): Promise<void>;
}

export interface ClusterServer extends ServiceProcess {
  name: string;
  /** As host:port, past NGINX. */
  host: string;
}

type Urls = Record<DatabaseName, string>;

/** @throws Error that says what is missing and how to get it, or what did not start */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  refuseMissing();
  const started: ServiceProcess[] = [];
  const stop = async () => {
    for (const service of started.splice(0).reverse()) await service.stop();
  };
  const keep = <S extends ServiceProcess>(name: string, service: S): S => {
    started.push(service);
    void service.ended.then(
      () => started.includes(service) && options.onLine(`${name} has ended; nothing starts it again`),
    );
    return service;
  };
  try {
    await mkdir(options.directory, { recursive: true });
    // The user that PostgreSQL runs as, when root starts this, has to get through.
    await chmod(options.directory, 0o711);
    const urls = await startDatabases(options, keep);
    const servers: ClusterServer[] = [];
    // One after another: the first one migrates.
    for (let number = 1; number <= options.serverCount; number++)
      servers.push(keep(`server-${number}`, await startServer(`server-${number}`, urls, options)));
    const nginx = keep('NGINX', await startFront(servers, options));
    return { url: nginx.url, servers, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function refuseMissing(): void {
  const missing = databaseNames.filter((name) => serviceKinds[name].find() === undefined);
  const hints = missing.map((name) => `${name} is missing: ${serviceKinds[name].howTo}`);
  if (findNginx() === undefined) hints.push(`NGINX is missing: ${NGINX_HOW_TO}`);
  if (hints.length > 0) throw new Error(hints.join('\n'));
}

async function startDatabases(
  { directory }: ClusterOptions,
  keep: <S extends ServiceProcess>(name: string, service: S) => S,
): Promise<Urls> {
  const urls = {} as Urls;
  for (const name of databaseNames) {
    const options = { directory: join(directory, name), isDetached: true };
    urls[name] = keep(name, await serviceKinds[name].start(options)).url;
  }
  return urls;
}

async function startServer(name: string, urls: Urls, options: ClusterOptions): Promise<ClusterServer> {
  const { directory, music, onLine } = options;
  const port = await findFreePort();
  const service = await startService({
    name,
    program: process.execPath,
    args: ['--max-semi-space-size=4', join(root, 'apps/server/src/main.ts')],
    port,
    isDetached: true,
    onLine: (line) => onLine(`${name}  ${line}`),
    env: {
      PATH: process.env['PATH'],
      JETSTREAM_HOST: '127.0.0.1',
      JETSTREAM_PORT: String(port),
      JETSTREAM_INSTANCE: name,
      JETSTREAM_DATA: join(directory, name),
      JETSTREAM_MUSIC: music.join(':'),
      JETSTREAM_MONGODB_URL: urls.mongodb,
      JETSTREAM_POSTGRES_URL: urls.postgres,
      JETSTREAM_REDIS_URL: urls.redis,
      // Shared by all servers.
      JETSTREAM_UPLOADS: join(directory, 'uploads'),
      JETSTREAM_CACHE: join(directory, 'cache'),
      JETSTREAM_MEDIA_DELIVERY: 'nginx',
      JETSTREAM_PUBLIC_COVERS: 'true',
      JETSTREAM_TRUST_PROXY: 'loopback',
      JETSTREAM_PUBLIC_URL: `${options.isHttps ? 'https' : 'http'}://localhost:${options.port}`,
      JETSTREAM_LOG_FORMAT: 'text',
      ...options.settings,
    },
  });
  return { ...service, name, host: `127.0.0.1:${port}` };
}

const startFront = (servers: readonly ClusterServer[], { directory, port, isHttps }: ClusterOptions) =>
  startNginx({
    directory: join(directory, 'nginx'),
    port,
    servers: servers.map(({ host }) => host),
    isHttps,
    webDirectory: WEB_DIRECTORY,
    // Libraries may be chosen in the app, anywhere on this machine.
    mediaRoots: ['/'],
    hasPublicCovers: true,
    isDetached: true,
    settings: { EDGE_SIGN_IN_RATE: '600r/m' },
  });
