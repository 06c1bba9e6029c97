import type { LibrarySource, ListedFacts } from './library-source.ts';
import { createScratch, DiskView } from './reading/disk-view.ts';
import type { FileView } from './reading/file-view.ts';

/** Folders of the disk. */
export class DiskSource implements LibrarySource {
  readonly concurrency = 1;
  readonly isWaiting = false;
  readonly #scratch = createScratch();

  async read<T>(path: string, _facts: ListedFacts | null, use: (view: FileView) => Promise<T>): Promise<T> {
    const view = new DiskView(path, this.#scratch);
    try {
      return await use(view);
    } finally {
      view.close();
    }
  }

  async readSmallFile(path: string, limitBytes: number): Promise<Uint8Array | null> {
    try {
      return await this.read(path, null, async (view) =>
        view.size > limitBytes ? null : Buffer.from(view.read(0, view.size)),
      );
    } catch {
      return null;
    }
  }
}
