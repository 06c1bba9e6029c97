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

/** The sources of one thread: one of each kind, made when it is first needed. */
export class LibrarySources {
  readonly #access: SourceAccess;
  readonly #sources = new Map<LocationScheme, Promise<LibrarySource>>();
  #bucketStore: Promise<S3MediaStore> | undefined;

  constructor(access: SourceAccess) {
    this.#access = access;
  }

  open(location: string): Promise<LibrarySource> {
    const scheme = schemeOf(location);
    const known = this.#sources.get(scheme);
    if (known) return known;
    const source = this.#openers[scheme]();
    this.#sources.set(scheme, source);
    source.catch(() => this.#sources.delete(scheme));
    return source;
  }

  /** Loads the SDK, which is large, in threads that read a bucket only. @throws DomainError unavailable without a key */
  openBucketStore(): Promise<S3MediaStore> {
    this.#bucketStore ??= this.#loadBucketStore();
    this.#bucketStore.catch(() => (this.#bucketStore = undefined));
    return this.#bucketStore;
  }

  async #loadBucketStore(): Promise<S3MediaStore> {
    const connection = this.#access.s3;
    if (connection === null)
      throw new DomainError('unavailable', 'There is no key for buckets: set JETSTREAM_S3_ACCESS_KEY.');
    const { openS3MediaStore } = await import('../s3/open-s3-media-store.ts');
    // Its refusals are told by the scan that meets them.
    return openS3MediaStore({ connection, nowMs: () => performance.now() });
  }

  readonly #openers: Readonly<Record<LocationScheme, () => Promise<LibrarySource>>> = {
    file: async () => new DiskSource(),
    s3: async () => new BucketSource(await this.openBucketStore()),
  };
}
