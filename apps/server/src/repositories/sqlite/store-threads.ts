import type { SearchChanges } from './search/search-changes.ts';
import type { StoreCall } from './store-messages.ts';
import { StoreThread } from './store-thread.ts';

/** The verb of a method promises whether it writes. */
const READING = /^(?:find|get|list|count|search|check)/;

/** One writer, since SQLite takes one at a time, and the readers, which see whatever the writer has acknowledged. */
export class StoreThreads {
  readonly #writer: StoreThread;
  readonly #readers: readonly StoreThread[];
  #catalogueVersion = '';

  constructor(directory: string, readerCount: number) {
    this.#writer = new StoreThread({ directory, role: 'writer' }, (version) => {
      this.#catalogueVersion = version;
    });
    this.#readers = Array.from(
      { length: Math.max(1, readerCount) },
      () => new StoreThread({ directory, role: 'reader' }, () => undefined),
    );
  }

  /** As the writer last told. A read may already hold more than this version, never less. */
  get catalogueVersion(): string {
    return this.#catalogueVersion;
  }

  /** The writer first: it makes the file and its schema. */
  async open(): Promise<void> {
    for (const reader of this.#readers) reader.start();
    await this.#writer.call('store', 'checkReady', []);
    await this.checkReady();
  }

  async checkReady(): Promise<void> {
    await Promise.all([this.#writer, ...this.#readers].map((thread) => thread.call('store', 'checkReady', [])));
  }

  call(repository: StoreCall['repository'], method: string, args: readonly unknown[]): Promise<unknown> {
    return this.#choose(method).call(repository, method, args);
  }

  async listSearchChanges(): Promise<SearchChanges> {
    return (await this.#choose('listSearchChanges').call('store', 'listSearchChanges', [])) as SearchChanges;
  }

  /** After all calls before it were answered. */
  async close(): Promise<void> {
    await Promise.all(this.#readers.map((reader) => reader.close()));
    await this.#writer.close();
  }

  #choose(method: string): StoreThread {
    if (!READING.test(method)) return this.#writer;
    return this.#readers.toSorted((a, b) => a.load - b.load)[0] ?? this.#writer;
  }
}
