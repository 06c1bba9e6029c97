import { availableParallelism } from 'node:os';
import type { Config } from '#config/config.ts';
import type { MediaStore } from '#gateways/media-store.ts';
import type { SoundIndexStore } from '#gateways/sound-index-store.ts';
import type { Transcoder } from '#gateways/transcoder.ts';
import { AbsentTranscoder } from '#gateways/transcoding/absent-transcoder.ts';
import { ChildPool } from '#gateways/transcoding/child-pool.ts';
import { ChildTranscoder } from '#gateways/transcoding/child-transcoder.ts';
import { findBackends } from '#gateways/transcoding/find-backends.ts';

const FEWEST_CHILDREN = 2;
const BACKGROUND_CHILDREN = 1;
const IDLE_MS = 2 * 60_000;
const STALL_MS = 15_000;
/** A decoder works in 150 MB; large pictures and hostile files may want more. */
const MEMORY_LIMIT_BYTES = 768 * 2 ** 20;

/** The first use starts a process: a server that only hands out files has none. */
export function openTranscoder(
  config: Pick<Config, 'transcoder'>,
  { mediaStore, soundIndexStore }: { mediaStore: MediaStore; soundIndexStore: SoundIndexStore | null },
): Transcoder {
  const found = findBackends(config.transcoder);
  if (found.backends.length === 0) return new AbsentTranscoder();
  const pool = new ChildPool({
    ...found,
    memoryLimitBytes: MEMORY_LIMIT_BYTES,
    sizes: { listening: Math.max(FEWEST_CHILDREN, availableParallelism()), background: BACKGROUND_CHILDREN },
    idleMs: IDLE_MS,
    stallMs: STALL_MS,
  });
  return new ChildTranscoder(pool, mediaStore, soundIndexStore);
}
