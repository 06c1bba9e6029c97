import type { RememberedFile } from './remembered-files.ts';

/** For tests: as much of a browser's database as is needed to open it and to read from it. Node has none. */
export class BuiltDatabase extends EventTarget {
  readonly #files: readonly RememberedFile[];
  isClosed = false;

  constructor(files: readonly RememberedFile[] = []) {
    super();
    this.#files = files;
  }

  close(): void {
    this.isClosed = true;
  }

  transaction(): { objectStore(name: string): { getAll(): BuiltRequest } } {
    if (this.isClosed) throw new DOMException('The database connection is closing.', 'InvalidStateError');
    return {
      objectStore: (name) => ({
        getAll: () => {
          const request = new BuiltRequest();
          queueMicrotask(() => request.succeed(name === 'files' ? [...this.#files] : []));
          return request;
        },
      }),
    };
  }
}

export class BuiltRequest extends EventTarget {
  result: unknown;
  error: DOMException | null = null;

  succeed(result: unknown): void {
    this.result = result;
    this.dispatchEvent(new Event('success'));
  }

  fail(): void {
    this.error = new DOMException('The disk is full.', 'QuotaExceededError');
    this.dispatchEvent(new Event('error'));
  }
}
