import type { KeyValueStorage } from '@jetstream/app-core/services';

/** Who chose the files that are remembered; absent when there are none, which most visits have. */
export const FILES_OWNER = 'local-files-of';

export const hasOwner = (storage: KeyValueStorage): boolean => storage.get(FILES_OWNER) !== null;
