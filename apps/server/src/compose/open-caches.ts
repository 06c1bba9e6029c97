import type { Config } from '#config/config.ts';
import { DiskCacheLimit } from '#gateways/disk-cache-limit.ts';
import { MediaCache, type CacheAct } from '#gateways/media-cache.ts';
import { MediaRenditionStore } from '#gateways/media-rendition-store.ts';
import { MediaSegmentStore } from '#gateways/media-segment-store.ts';
import { MediaSoundIndexStore } from '#gateways/media-sound-index-store.ts';
import type { MediaStore } from '#gateways/media-store.ts';
import type { RenditionStore } from '#gateways/rendition-store.ts';
import type { SegmentStore } from '#gateways/segment-store.ts';
import type { SoundIndexStore } from '#gateways/sound-index-store.ts';
import { findNodeAvVersion } from '#gateways/transcoding/find-backends.ts';
import { joinLocation, schemeOf } from '#models/media-location.ts';
import type { Logger } from '#observability/logger.ts';
import { TroubleLog } from '#observability/trouble-log.ts';
import type { Clock } from '#services/clock.ts';

interface CacheFoundation {
  config: Config;
  logger: Logger;
  mediaStore: MediaStore;
  clock: Clock;
}

/** What was made of pictures and of sound, and found in it, kept to save work. */
export interface Caches {
  renditionStore: RenditionStore;
  segmentStore: SegmentStore;
  soundIndexStore: SoundIndexStore;
}

/** Resized covers kept on disk. */
const COVER_CACHE_BYTES = 1024 ** 3;
/** About 7 KB for a song. */
const PLACE_CACHE_BYTES = 256 * 1024 ** 2;

export function openCaches(foundation: CacheFoundation): Caches {
  const { cacheBytes } = foundation.config.transcoding;
  return {
    renditionStore: new MediaRenditionStore(openCache(foundation, 'covers', COVER_CACHE_BYTES)),
    segmentStore: new MediaSegmentStore(openCache(foundation, 'segments', cacheBytes)),
    soundIndexStore: new MediaSoundIndexStore(
      openCache(foundation, 'places', PLACE_CACHE_BYTES),
      findNodeAvVersion() ?? 'none',
    ),
  };
}

/** One folder of the configured cache: bounded here on disk, by a lifecycle rule in a bucket. */
function openCache({ config, logger, mediaStore, clock }: CacheFoundation, folder: string, limitBytes: number) {
  const location = joinLocation(config.cacheLocation, folder);
  const troubles = new TroubleLog<CacheAct>({
    logger,
    clock,
    facts: { cache: folder },
    texts: { failed: 'a cache is in trouble: what it would spare is done anew', worksAgain: 'a cache works again' },
  });
  const told = {
    onError: (error: unknown, act: CacheAct) => troubles.noteFailure(error, act),
    onSuccess: (act: CacheAct) => troubles.noteSuccess(act),
  };
  const disk = { directory: location, limitBytes, nowMs: () => clock.nowMs(), ...told };
  const limit = schemeOf(location) === 'file' ? new DiskCacheLimit(disk) : null;
  return new MediaCache({ mediaStore, location, limit, ...told });
}
