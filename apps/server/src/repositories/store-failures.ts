import { DomainError } from '#models/errors.ts';

export type StoreName = 'mongodb' | 'postgresql' | 'redis' | 's3';

/** What an error of a driver may say about itself. */
interface DriverError {
  name?: unknown;
  message?: unknown;
  code?: unknown;
  $metadata?: { httpStatusCode?: unknown };
}

const NETWORK_CODES: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
]);

/** Shutting down, no primary, not primary any more: MongoDB's manual, "Error Codes". */
const MONGODB_CODES: ReadonlySet<unknown> = new Set([6, 7, 89, 91, 189, 9001, 10_107, 11_600, 11_602, 13_435, 13_436]);
const MONGODB_NAMES =
  /^Mongo(?:Network|ServerSelection|WaitQueueTimeout|PoolClear|NotConnected|Topology|OperationTimeout|ClientClosed|ServerClosed)/;
/** Connection exceptions, out of resources, shut down, and a statement that was cut off: PostgreSQL's appendix A. */
const POSTGRESQL_CODES = /^(?:08...|53...|57P0[1-5]|57014)$/;
const POSTGRESQL_MESSAGES =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Client was closed)/;
const REDIS_MESSAGES =
  /^(?:Command timed out|Connection is closed|Stream isn't writeable|LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|BUSY |OOM|MISCONF|ECONNRESET)/;
const S3_NAMES: ReadonlySet<unknown> = new Set(['TimeoutError', 'NetworkingError', 'SlowDown', 'ServiceUnavailable']);

const isOfStore = {
  mongodb: ({ name, code }) => MONGODB_CODES.has(code) || MONGODB_NAMES.test(String(name)),
  postgresql: ({ code, message }) => POSTGRESQL_CODES.test(String(code)) || POSTGRESQL_MESSAGES.test(String(message)),
  redis: ({ name, message }) => name === 'MaxRetriesPerRequestError' || REDIS_MESSAGES.test(String(message)),
  s3: ({ name, $metadata }) => S3_NAMES.has(name) || Number($metadata?.httpStatusCode) >= 500,
} as const satisfies Record<StoreName, (error: DriverError) => boolean>;

/**
 * Whether the store is to blame, not the request: it is away, starting, stopping, or out of resources. Known by what the
 * drivers' errors say, so that no driver has to be loaded to tell.
 */
export function isStoreFailure(store: StoreName, error: unknown): boolean {
  if (error instanceof DomainError) return error.code === 'unavailable';
  if (typeof error !== 'object' || error === null) return false;
  // Node joins the failures of several addresses of one host.
  if (error instanceof AggregateError && error.errors.some((one) => isStoreFailure(store, one))) return true;
  return NETWORK_CODES.has((error as DriverError).code) || isOfStore[store](error);
}
