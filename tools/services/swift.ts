import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from './find-program.ts';
import type { DatabaseOptions, DatabaseService } from './redis.ts';
import { findFreePort, startService, type ServiceProcess } from './service-process.ts';

const run = promisify(execFile);
const KINDS = ['account', 'container', 'object'] as const;
const KEY = { id: 'test:tester', secret: 'testing' } as const;
/** Middleware before the proxy, in this order, each with its settings. */
const FILTERS: readonly (readonly [name: string, program: string, settings: string])[] = [
  ['catch_errors', 'catch_errors', ''],
  ['gatekeeper', 'gatekeeper', ''],
  // Nobody answers there: Swift then asks each time, which is slower and right.
  ['cache', 'memcache', 'memcache_servers = 127.0.0.1:1'],
  ['listing_formats', 'listing_formats', ''],
  ['bulk', 'bulk', ''],
  ['s3api', 's3api', 's3_acl = false'],
  ['tempauth', 'tempauth', `user_test_tester = ${KEY.secret} .admin`],
  ['slo', 'slo', ''],
  ['dlo', 'dlo', ''],
];

export const findSwift = (): string | undefined => findProgram('swift-proxy-server');

/**
 * OpenStack Swift, which speaks S3 and checks every signature: a proxy and three stores with one copy of everything, on the
 * loopback. The file system of the folder has to keep extended attributes.
 */
export async function startSwift({ directory, port, ...options }: DatabaseOptions): Promise<DatabaseService> {
  await mkdir(join(directory, 'devices', 'd1'), { recursive: true });
  const started: ServiceProcess[] = [];
  const start = async (name: string, ownPort: number) => {
    const program = findProgram(`swift-${name}-server`) ?? `swift-${name}-server`;
    const args = [join(directory, `${name}.conf`)];
    const service = await startService({ ...options, name: `Swift's ${name} server`, program, args, port: ownPort });
    started.push(service);
    return service;
  };
  const stop = async (signal?: NodeJS.Signals) => {
    for (const service of started.splice(0).reverse()) await service.stop(signal);
  };
  try {
    await writeFile(
      join(directory, 'swift.conf'),
      '[swift-hash]\nswift_hash_path_suffix = jetstream\n[storage-policy:0]\nname = one\ndefault = yes\n',
    );
    for (const kind of KINDS) await start(kind, await prepareStore(directory, kind));
    const ownPort = port ?? (await findFreePort());
    await writeFile(join(directory, 'proxy.conf'), toProxySettings(directory, ownPort));
    const proxy = await start('proxy', ownPort);
    const url = `http://${encodeURIComponent(KEY.id)}:${KEY.secret}@127.0.0.1:${ownPort}`;
    return { ...proxy, url, stop };
  } catch (error) {
    await stop('SIGKILL');
    throw error;
  }
}

/** Writes a store's settings, and the ring that says that it is the only one of its kind. */
async function prepareStore(directory: string, kind: (typeof KINDS)[number]): Promise<number> {
  const port = await findFreePort();
  const builder = join(directory, `${kind}.builder`);
  const ring = (...args: string[]) =>
    run(findProgram('swift-ring-builder') ?? 'swift-ring-builder', [builder, ...args]);
  await ring('create', '4', '1', '0');
  await ring('add', `r1z1-127.0.0.1:${port}/d1`, '1');
  await ring('rebalance');
  const app = `[pipeline:main]\npipeline = ${kind}-server\n[app:${kind}-server]\nuse = egg:swift#${kind}\n`;
  await writeFile(join(directory, `${kind}.conf`), `${toServerSettings(directory, port)}${app}`);
  return port;
}

/** Without workers: one process each, which a signal ends. */
const toServerSettings = (directory: string, port: number): string => `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${port}
workers = 0
user = ${userInfo().username}
swift_dir = ${directory}
devices = ${join(directory, 'devices')}
mount_check = false
log_level = WARNING
`;

function toProxySettings(directory: string, port: number): string {
  const names = FILTERS.map(([name]) => name).join(' ');
  const filters = FILTERS.map(
    ([name, program, settings]) => `[filter:${name}]\nuse = egg:swift#${program}\n${settings}\n`,
  );
  return `${toServerSettings(directory, port)}[pipeline:main]
pipeline = ${names} proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true
${filters.join('')}`;
}
