import type { S3Access } from '#config/config.ts';
import { DiskMediaStore } from '#gateways/disk-media-store.ts';
import type { MediaStore } from '#gateways/media-store.ts';
import { RoutedMediaStore, type MediaStoreFactories } from '#gateways/routed-media-store.ts';
import type { S3Connection } from '#gateways/s3/s3-connection.ts';
import { DomainError } from '#models/errors.ts';
import type { DataPlaneOptions } from './data-plane.ts';

export type MediaStoreOptions = Pick<DataPlaneOptions, 'logger' | 'metrics' | 'clock'> & {
  config: { s3: S3Access | null };
};

/** Who keeps the files of a location, by its scheme: a new kind of store is one file and one row. */
export function openMediaStore({ config: { s3 }, clock, ...watching }: MediaStoreOptions): MediaStore {
  const factories: MediaStoreFactories = {
    file: async () => new DiskMediaStore(),
    s3: async () => {
      if (s3 === null)
        throw new DomainError('unavailable', 'There is no key for buckets: set JETSTREAM_S3_ACCESS_KEY.');
      // They are large: who has no bucket does not load them.
      const { openS3MediaStore, S3_GUARDING } = await import('#gateways/s3/open-s3-media-store.ts');
      const { openStoreGuard } = await import('./open-store-guard.ts');
      const guard = openStoreGuard(S3_GUARDING, watching);
      return openS3MediaStore({ connection: toS3Connection(s3), guard, nowMs: () => clock.nowMs() });
    },
  };
  return new RoutedMediaStore(factories);
}

/** Reveals the secret: for those who sign with it only. */
export function toS3Connection(access: S3Access): S3Connection {
  const { endpoint, region, accessKeyId, secretAccessKey, isPathStyle } = access;
  return { endpoint, region, accessKeyId, secretAccessKey: secretAccessKey.reveal(), isPathStyle };
}
