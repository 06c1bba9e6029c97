import type { KeyValueStorage } from './key-value-storage.ts';

/** One JSON value under one key. What cannot be read, or was written by another version, counts as absent. */
export class JsonRecord<T> {
  readonly #storage: KeyValueStorage;
  readonly #key: string;
  readonly #isValid: (value: unknown) => value is T;

  constructor(storage: KeyValueStorage, key: string, isValid: (value: unknown) => value is T) {
    this.#storage = storage;
    this.#key = key;
    this.#isValid = isValid;
  }

  read(): T | undefined {
    const text = this.#storage.get(this.#key);
    if (text === null) return undefined;
    try {
      const value: unknown = JSON.parse(text);
      return this.#isValid(value) ? value : undefined;
    } catch {
      return undefined;
    }
  }

  /** False when it could not be kept. */
  write(value: T): boolean {
    return this.#storage.set(this.#key, JSON.stringify(value));
  }

  remove(): void {
    this.#storage.remove(this.#key);
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
