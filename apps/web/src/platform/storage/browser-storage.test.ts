import { describe, expect, it } from 'vitest';
import { createBrowserStorage } from './browser-storage.ts';

function fakeLocalStorage(limit = Number.POSITIVE_INFINITY): Storage {
  const texts = new Map<string, string>();
  return {
    get length() {
      return texts.size;
    },
    clear: () => texts.clear(),
    key: (index) => [...texts.keys()][index] ?? null,
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, text) => {
      if (text.length > limit) throw new DOMException('full', 'QuotaExceededError');
      texts.set(key, text);
    },
    removeItem: (key) => void texts.delete(key),
  };
}

describe('storage in the browser', () => {
  it('keeps values under a versioned prefix of its own', () => {
    const local = fakeLocalStorage();
    const storage = createBrowserStorage(() => local);
    expect(storage.set('queue', 'a')).toBe(true);
    expect(local.getItem('jetstream.v1.queue')).toBe('a');
    expect(createBrowserStorage(() => local).get('queue')).toBe('a');
    storage.remove('queue');
    expect(storage.get('queue')).toBeNull();
  });

  it('says so when the storage is full, and still has the value while the page lives', () => {
    const storage = createBrowserStorage(() => fakeLocalStorage(3));
    expect(storage.set('queue', 'too long')).toBe(false);
    expect(storage.get('queue')).toBe('too long');
  });

  it('works where the browser forbids storage', () => {
    const storage = createBrowserStorage(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    expect(storage.get('queue')).toBeNull();
    expect(storage.set('queue', 'a')).toBe(false);
    expect(storage.get('queue')).toBe('a');
  });
});
