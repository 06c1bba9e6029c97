import { dirname, join } from 'node:path';
import type { Config } from '#config/config.ts';
import { fromBucketPlace, schemeOf, toBucketPlace } from '#models/media-location.ts';

const NAME = 'demo-album';

/**
 * Where the demo album goes: into the data folder; of several servers, which each have their own, beside the uploads that they
 * share. What fills a bucket has nothing beside it: then beside the cache.
 */
export function toDemoAlbumLocation({
  store,
  dataDirectory,
  uploads,
  cacheLocation,
}: Pick<Config, 'store' | 'dataDirectory' | 'uploads' | 'cacheLocation'>): string {
  const own = join(dataDirectory, NAME);
  if (store.kind === 'embedded') return own;
  return besides(uploads.location) ?? besides(cacheLocation) ?? own;
}

function besides(location: string): string | undefined {
  if (schemeOf(location) === 'file') return join(dirname(location), NAME);
  const { bucket, key } = toBucketPlace(location);
  return key === '' ? undefined : fromBucketPlace({ bucket, key: [...key.split('/').slice(0, -1), NAME].join('/') });
}
