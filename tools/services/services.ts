import { join } from 'node:path';
import { findFerretdbBuilder, startFerretdb } from './ferretdb.ts';
import { findPostgres, startPostgres } from './postgres.ts';
import { findRedis, startRedis, type DatabaseOptions, type DatabaseService } from './redis.ts';
import { findSwift, startSwift } from './swift.ts';

interface ServiceKind {
  /** The variable that tells tests where it answers; set from outside, nothing is started. */
  variable: string;
  find: () => string | undefined;
  howTo: string;
  start: (options: DatabaseOptions) => Promise<DatabaseService>;
}

/** Every server that tests and the local cluster talk to. */
export const serviceKinds = {
  mongodb: {
    variable: 'JETSTREAM_TEST_MONGODB_URL',
    find: findFerretdbBuilder,
    howTo: 'install Go 1.22 or newer, which builds FerretDB, or set JETSTREAM_TEST_MONGODB_URL to a MongoDB',
    start: startFerretdb,
  },
  postgres: {
    variable: 'JETSTREAM_TEST_POSTGRES_URL',
    find: findPostgres,
    howTo: 'apt-get install postgresql, or set JETSTREAM_TEST_POSTGRES_URL to one that may be filled with test data',
    start: startPostgres,
  },
  redis: {
    variable: 'JETSTREAM_TEST_REDIS_URL',
    find: findRedis,
    howTo: 'apt-get install redis-server, or set JETSTREAM_TEST_REDIS_URL to one that may be filled with test data',
    start: startRedis,
  },
  s3: {
    variable: 'JETSTREAM_TEST_S3_URL',
    find: findSwift,
    howTo:
      'apt-get install swift swift-proxy swift-account swift-container swift-object, or set JETSTREAM_TEST_S3_URL to http://KEY:SECRET@HOST of a service for buckets that may be filled with test data',
    start: startSwift,
  },
} as const satisfies Record<string, ServiceKind>;

export type ServiceName = keyof typeof serviceKinds;
export const serviceNames = Object.keys(serviceKinds) as ServiceName[];
/** Those that a cluster cannot do without. */
export const databaseNames = ['mongodb', 'postgres', 'redis'] as const satisfies ServiceName[];
export type DatabaseName = (typeof databaseNames)[number];

export interface RunningServices {
  /** By the variables of `serviceKinds`, given ones included. */
  variables: Record<string, string>;
  /** What is not here, and how to get it. */
  missing: string[];
  /** Of those that were started. */
  pids: Record<string, number>;
  stop(): Promise<void>;
}

/** Starts what is installed and was not given by the environment, each in a folder below `directory`. */
export async function startServices(directory: string, names = serviceNames): Promise<RunningServices> {
  const variables: Record<string, string> = {};
  const missing: string[] = [];
  const pids: Record<string, number> = {};
  const started: DatabaseService[] = [];
  const stop = async () => void (await Promise.all(started.splice(0).map((service) => service.stop())));
  const startOne = async (name: ServiceName) => {
    const { variable, find, howTo, start } = serviceKinds[name];
    const given = process.env[variable];
    if (given) variables[variable] = given;
    else if (find() === undefined) missing.push(`${name}: ${howTo}`);
    else {
      const service = await start({ directory: join(directory, name) });
      started.push(service);
      variables[variable] = service.url;
      pids[name] = service.pid;
    }
  };
  const outcomes = await Promise.allSettled(names.map(startOne));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  return { variables, missing, pids, stop };
}
