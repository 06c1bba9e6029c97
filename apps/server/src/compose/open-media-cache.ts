import { DiskCacheLimit } from '#gateways/disk-cache-limit.ts';
import { MediaCache } from '#gateways/media-cache.ts';
import type { MediaStore } from '#gateways/media-store.ts';
import { joinLocation, schemeOf } from '#models/media-location.ts';
import type { Clock } from '#services/clock.ts';

interface MediaCacheWish {
  cacheLocation: string;
  /** What is kept, as a name of a folder of the configured cache. */
  kind: 'covers' | 'segments';
  limitBytes: number;
  mediaStore: MediaStore;
  clock: Clock;
  onError: (error: unknown) => void;
}

/** One folder of the configured cache: bounded here on disk, by a lifecycle rule in a bucket. */
export function openMediaCache(wish: MediaCacheWish): MediaCache {
  const { cacheLocation, kind, limitBytes, mediaStore, clock, onError } = wish;
  const location = joinLocation(cacheLocation, kind);
  const disk = { directory: location, limitBytes, nowMs: () => clock.nowMs(), onError };
  const limit = schemeOf(location) === 'file' ? new DiskCacheLimit(disk) : null;
  return new MediaCache({ mediaStore, location, limit, onError });
}
