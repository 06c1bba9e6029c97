import { DiskCacheLimit } from '#gateways/disk-cache-limit.ts';
import { MediaRenditionStore } from '#gateways/media-rendition-store.ts';
import type { MediaStore } from '#gateways/media-store.ts';
import type { RenditionStore } from '#gateways/rendition-store.ts';
import { joinLocation, schemeOf } from '#models/media-location.ts';
import type { Clock } from '#services/clock.ts';

const LIMIT_BYTES = 1024 ** 3;

/** Resized covers in the configured cache: bounded here on disk, by a lifecycle rule in a bucket. */
export function openRenditionStore(options: {
  cacheLocation: string;
  mediaStore: MediaStore;
  clock: Clock;
  onError: (error: unknown) => void;
}): RenditionStore {
  const { cacheLocation, mediaStore, clock, onError } = options;
  const location = joinLocation(cacheLocation, 'covers');
  const disk = { directory: location, limitBytes: LIMIT_BYTES, nowMs: () => clock.nowMs(), onError };
  const limit = schemeOf(location) === 'file' ? new DiskCacheLimit(disk) : null;
  return new MediaRenditionStore({ mediaStore, location, limit, onError });
}
