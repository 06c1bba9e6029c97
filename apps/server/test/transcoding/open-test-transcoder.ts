import { DiskMediaStore } from '#gateways/disk-media-store.ts';
import type { MediaStore } from '#gateways/media-store.ts';
import type { SoundIndexStore } from '#gateways/sound-index-store.ts';
import type { BackendKind } from '#gateways/transcoding/child-messages.ts';
import { ChildPool, type ChildPoolOptions } from '#gateways/transcoding/child-pool.ts';
import { ChildTranscoder } from '#gateways/transcoding/child-transcoder.ts';
import { findBackends } from '#gateways/transcoding/find-backends.ts';

export interface TestTranscoder {
  transcoder: ChildTranscoder;
  pool: ChildPool;
}

interface TestTranscoderOptions extends Partial<ChildPoolOptions> {
  store?: MediaStore;
  keptIndexes?: SoundIndexStore;
}

export const isInstalled = (backend: BackendKind): boolean =>
  findBackends({ backend, ffmpegPath: null }).backends.length > 0;

export function openTestTranscoder(
  backend: BackendKind,
  { store = new DiskMediaStore(), keptIndexes, ...options }: TestTranscoderOptions = {},
): TestTranscoder {
  const pool = new ChildPool({
    ...findBackends({ backend, ffmpegPath: null }),
    memoryLimitBytes: 768 * 2 ** 20,
    sizes: { listening: 2, background: 1 },
    idleMs: 60_000,
    stallMs: 15_000,
    ...options,
  });
  return { transcoder: new ChildTranscoder(pool, store, keptIndexes), pool };
}
