import { createStoreGuard, type GuardState, type StoreLogger } from '#repositories/guard-store.ts';
import { S3MediaStore } from './s3-media-store.ts';
import type { S3Connection } from './s3-connection.ts';
import { S3Requests } from './s3-requests.ts';

export interface S3Options {
  connection: S3Connection;
  logger: StoreLogger;
  nowMs: () => number;
  onStateChange?: (state: GuardState) => void;
}

/** Longer than one request may take with its repetition. */
const LIMIT_MS = 20_000;

/** Connects nowhere yet: the first request does. */
export function openS3MediaStore({ connection, nowMs, ...guarding }: S3Options): S3MediaStore {
  const guard = createStoreGuard({ name: 's3', timeoutMs: LIMIT_MS, concurrency: 200, queueLength: 400, ...guarding });
  return new S3MediaStore({ requests: new S3Requests(connection, guard), nowMs });
}
