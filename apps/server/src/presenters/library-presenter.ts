import type { Library as PublicLibrary } from '@jetstream/api-contract';
import type { Library } from '#models/library.ts';
import { toTimestamp, toOptionalTimestamp } from './timestamp.ts';

/** What is not stored with the library. */
export interface LibraryState {
  library: Library;
  isReachable: boolean;
  trackCount: number;
}

export function toPublicLibrary({ library, isReachable, trackCount }: LibraryState): PublicLibrary {
  return {
    id: library.id,
    name: library.name,
    path: library.path,
    isManaged: library.isManaged,
    isReachable,
    trackCount,
    addedAt: toTimestamp(library.addedAtMs),
    lastScannedAt: toOptionalTimestamp(library.lastScannedAtMs),
  };
}
