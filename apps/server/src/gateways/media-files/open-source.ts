import { DomainError } from '#models/errors.ts';
import { type LocationScheme, schemeOf } from '#models/media-location.ts';
import type { S3Connection } from '../s3/s3-connection.ts';
import type { S3MediaStore } from '../s3/s3-media-store.ts';
import { BucketSource } from './bucket-source.ts';
import { DiskSource } from './disk-source.ts';
import type { LibrarySource } from './library-source.ts';

/** What a thread needs to reach buckets; it is never written anywhere. */
export interface SourceAccess {
  s3: S3Connection | null;
}

const silent = { info: () => undefined, warn: () => undefined };
const sources = new Map<LocationScheme, Promise<LibrarySource>>();
let bucketStore: Promise<S3MediaStore> | undefined;

/** One of each kind for a thread, made when it is first needed. */
export function openSource(location: string, access: SourceAccess): Promise<LibrarySource> {
  const scheme = schemeOf(location);
  const known = sources.get(scheme);
  if (known) return known;
  const source = OPENERS[scheme](access);
  sources.set(scheme, source);
  source.catch(() => sources.delete(scheme));
  return source;
}

/** Loads the SDK, which is large, in threads that read a bucket only. @throws DomainError unavailable without a key */
export function openBucketStore({ s3 }: SourceAccess): Promise<S3MediaStore> {
  bucketStore ??= loadBucketStore(s3);
  bucketStore.catch(() => (bucketStore = undefined));
  return bucketStore;
}

async function loadBucketStore(connection: S3Connection | null): Promise<S3MediaStore> {
  if (connection === null)
    throw new DomainError('unavailable', 'There is no key for buckets: set JETSTREAM_S3_ACCESS_KEY.');
  const { openS3MediaStore } = await import('../s3/open-s3-media-store.ts');
  // Its refusals are told by the scan that meets them.
  return openS3MediaStore({ connection, logger: silent, nowMs: () => performance.now() });
}

const OPENERS: Readonly<Record<LocationScheme, (access: SourceAccess) => Promise<LibrarySource>>> = {
  file: async () => new DiskSource(),
  s3: async (access) => new BucketSource(await openBucketStore(access)),
};
