import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { WEB_DIRECTORY } from '../build-web-app.ts';
import { root } from '../house/source-files.ts';
import { findNginx, NGINX_HOW_TO, startNginx } from '../services/nginx.ts';
import {
  findFreePort,
  startService,
  STOP_LIMIT_MS,
  type ServiceEnd,
  type ServiceProcess,
} from '../services/service-process.ts';
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
  servers: readonly ClusterPart[];
  databases: Readonly<Record<DatabaseName, ClusterDatabase>>;
  /** In the order that loses nothing: NGINX, the servers, the databases. */
  stop(): Promise<void>;
}

/** A process of the cluster, and its successors on the same port and data. */
export interface ClusterPart {
  name: string;
  /** As host:port, past NGINX. */
  host: string;
  /** Of the process that runs, or ran last. */
  readonly pid: number;
  /** In order, or as a crash would. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** After it was stopped. */
  startAgain(): Promise<void>;
}

export interface ClusterDatabase extends ClusterPart {
  url: string;
}

type StartPart = <S extends ServiceProcess>(
  name: string,
  start: (port: number) => Promise<S>,
  port?: number,
) => Promise<{ part: ClusterPart; first: S }>;

/** @throws Error that says what is missing and how to get it, or what did not start */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  refuseMissing();
  const started: ClusterPart[] = [];
  const stop = async () => {
    for (const part of started.splice(0).reverse()) await part.stop();
  };
  const startPart: StartPart = async (name, start, port) => {
    const ownPort = port ?? (await findFreePort());
    const first = await start(ownPort);
    const onEnded = (process: string, end: ServiceEnd) => {
      if (end.isOverdue) options.onLine(`${process} was killed: it had not stopped after ${STOP_LIMIT_MS / 1000} s`);
      else if (started.includes(part)) options.onLine(`${process} has ended ${tellEnd(end)}; nothing starts it again`);
    };
    const part = createPart(name, first, () => start(ownPort), onEnded);
    started.push(part);
    return { part, first };
  };
  try {
    await mkdir(options.directory, { recursive: true });
    // The user that PostgreSQL runs as, when root starts this, has to get through.
    await chmod(options.directory, 0o711);
    const databases = await startDatabases(options, startPart);
    const servers: ClusterPart[] = [];
    // One after another: the first one migrates.
    for (let number = 1; number <= options.serverCount; number++) {
      const name = `server-${number}`;
      servers.push((await startPart(name, (port) => startServer(name, port, databases, options))).part);
    }
    const { first: nginx } = await startPart('NGINX', () => startFront(servers, options), options.port);
    return { url: nginx.url, servers, databases, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function createPart(
  name: string,
  first: ServiceProcess,
  start: () => Promise<ServiceProcess>,
  onEnded: (process: string, end: ServiceEnd) => void,
): ClusterPart {
  let current = first;
  const watch = ({ pid, ended }: ServiceProcess) => void ended.then((end) => onEnded(`${name} (process ${pid})`, end));
  watch(first);
  return {
    name,
    host: `127.0.0.1:${first.port}`,
    get pid() {
      return current.pid;
    },
    stop: (signal) => current.stop(signal),
    async startAgain() {
      current = await start();
      watch(current);
    },
  };
}

const tellEnd = ({ code, signal }: ServiceEnd): string => (signal === null ? `with code ${code}` : `by ${signal}`);

function refuseMissing(): void {
  const missing = databaseNames.filter((name) => serviceKinds[name].find() === undefined);
  const hints = missing.map((name) => `${name} is missing: ${serviceKinds[name].howTo}`);
  if (findNginx() === undefined) hints.push(`NGINX is missing: ${NGINX_HOW_TO}`);
  if (hints.length > 0) throw new Error(hints.join('\n'));
}

async function startDatabases({ directory }: ClusterOptions, startPart: StartPart): Promise<Cluster['databases']> {
  const databases = {} as Record<DatabaseName, ClusterDatabase>;
  for (const name of databaseNames) {
    const options = { directory: join(directory, name), isDetached: true };
    const { part, first } = await startPart(name, (port) => serviceKinds[name].start({ ...options, port }));
    databases[name] = Object.assign(part, { url: first.url });
  }
  return databases;
}

function startServer(
  name: string,
  port: number,
  databases: Cluster['databases'],
  options: ClusterOptions,
): Promise<ServiceProcess> {
  const { directory, music, onLine } = options;
  return startService({
    name,
    program: process.execPath,
    args: ['--max-semi-space-size=4', join(root, 'apps/server/src/main.mjs')],
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
      JETSTREAM_MONGODB_URL: databases.mongodb.url,
      JETSTREAM_POSTGRES_URL: databases.postgres.url,
      JETSTREAM_REDIS_URL: databases.redis.url,
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
}

const startFront = (servers: readonly ClusterPart[], { directory, port, isHttps }: ClusterOptions) =>
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
