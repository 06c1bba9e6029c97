import { dirname, join } from 'node:path';
import type { Config } from '#config/config.ts';
import { fromBucketPlace, schemeOf, toBucketPlace } from '#models/media-location.ts';

const NAME = 'demo-album';

/**
 * Where the demo album goes: into the data folder; of several servers, which each have their own, beside the uploads that they
 * share. Undefined where there is no such place: uploads that fill a bucket have nothing beside them.
 */
export function toDemoAlbumLocation({
  store,
  dataDirectory,
  uploads,
}: Pick<Config, 'store' | 'dataDirectory' | 'uploads'>): string | undefined {
  if (store.kind === 'embedded') return join(dataDirectory, NAME);
  return uploads.isShared ? besides(uploads.location) : undefined;
}

function besides(location: string): string | undefined {
  if (schemeOf(location) === 'file') return join(dirname(location), NAME);
  const { bucket, key } = toBucketPlace(location);
  return key === '' ? undefined : fromBucketPlace({ bucket, key: [...key.split('/').slice(0, -1), NAME].join('/') });
}
