import type { KeyValueStorage } from '@jetstream/app-core/services';

const PREFIX = 'jetstream.v1.';

/**
 * localStorage under our own prefix, whose version changes when old values shall be forgotten. Where the browser refuses it
 * (switched off, full), values live as long as the page and `set` says so.
 */
export function createBrowserStorage(findStorage: () => Storage = () => localStorage): KeyValueStorage {
  const fallback = new Map<string, string>();
  const attempt = <T>(action: (storage: Storage) => T): { value: T } | undefined => {
    try {
      return { value: action(findStorage()) };
    } catch {
      return undefined;
    }
  };
  return {
    get: (key) => fallback.get(key) ?? attempt((storage) => storage.getItem(PREFIX + key))?.value ?? null,
    set: (key, text) => {
      const isKept = attempt((storage) => storage.setItem(PREFIX + key, text)) !== undefined;
      if (isKept) fallback.delete(key);
      else fallback.set(key, text);
      return isKept;
    },
    remove: (key) => {
      fallback.delete(key);
      attempt((storage) => storage.removeItem(PREFIX + key));
    },
  };
}
