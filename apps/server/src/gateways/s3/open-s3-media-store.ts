import { createStoreGuard, type StoreGuard } from '#repositories/guard-store.ts';
import { S3MediaStore } from './s3-media-store.ts';
import type { S3Connection } from './s3-connection.ts';
import { S3Requests } from './s3-requests.ts';

/** Longer than one request may take with its repetition; a scan and many listeners ask at once. */
export const S3_GUARDING = { name: 's3', timeoutMs: 20_000, concurrency: 200, queueLength: 400 } as const;

const silent = { info: () => undefined, warn: () => undefined };

export interface S3Options {
  connection: S3Connection;
  nowMs: () => number;
  /** One that nobody hears of, unless given. */
  guard?: StoreGuard;
}

/** Connects nowhere yet: the first request does. */
export function openS3MediaStore({ connection, nowMs, guard }: S3Options): S3MediaStore {
  const ownGuard = guard ?? createStoreGuard({ ...S3_GUARDING, logger: silent });
  return new S3MediaStore({ requests: new S3Requests(connection, ownGuard), nowMs });
}
