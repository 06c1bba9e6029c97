import { rm } from 'node:fs/promises';
import { DomainError } from '#models/errors.ts';
import { DiskFile } from './disk-file.ts';
import { findDiskFile, listDiskFiles } from './disk-media-listing.ts';
import { DiskMediaWriter } from './disk-media-writer.ts';
import type {
  FileContent,
  FileListing,
  FileListingRequest,
  MediaStore,
  OpenFile,
  StoredFile,
  WriteOptions,
} from './media-store.ts';

/** A released file stays open for one to two of these. */
const SWEEP_INTERVAL_MS = 1000;
const LARGEST_NUMBER_KEPT = 64;

/**
 * Files of the local disk. A player asks for a file in many ranges: one that was released stays open for a moment, and is
 * used again if its path still leads to it, unchanged. That spares two of the four trips to the thread pool that a range
 * costs, which are most of its price (bench/range-stream.ts).
 */
export class DiskMediaStore implements MediaStore {
  readonly #idle = new Map<string, { file: DiskFile; isOld: boolean }>();
  readonly #writer = new DiskMediaWriter();
  #sweep: NodeJS.Timeout | undefined;

  async openFile(absolutePath: string): Promise<OpenFile> {
    const idle = this.#idle.get(absolutePath);
    if (idle) {
      // Taken out first: nobody else may read or close it meanwhile.
      this.#idle.delete(absolutePath);
      if (await idle.file.isStillAt(absolutePath)) return this.#lend(absolutePath, idle.file);
      idle.file.close();
    }
    return this.#lend(absolutePath, await DiskFile.open(absolutePath));
  }

  async readFile(absolutePath: string, limitBytes: number): Promise<Uint8Array> {
    const file = await DiskFile.open(absolutePath);
    try {
      if (file.sizeBytes > limitBytes) throw new DomainError('too-large', 'The file is too large.');
      const bytes = new Uint8Array(file.sizeBytes);
      for (let filled = 0; filled < bytes.length;) {
        const count = await file.read(bytes.subarray(filled), bytes.length - filled, filled);
        if (count === 0) return bytes.subarray(0, filled);
        filled += count;
      }
      return bytes;
    } finally {
      file.close();
    }
  }

  findFile(absolutePath: string): Promise<StoredFile | undefined> {
    return findDiskFile(absolutePath);
  }

  listFiles(folderPath: string, request: FileListingRequest): Promise<FileListing> {
    return listDiskFiles(folderPath, request);
  }

  writeFile(absolutePath: string, content: FileContent, options: WriteOptions = {}): Promise<StoredFile> {
    return this.#writer.write(absolutePath, content, options);
  }

  async deleteFile(absolutePath: string): Promise<void> {
    await rm(absolutePath, { force: true });
  }

  copyFile(from: string, to: string): Promise<StoredFile> {
    return this.#writer.copy(from, to);
  }

  moveFile(from: string, to: string): Promise<StoredFile> {
    return this.#writer.move(from, to);
  }

  /** A disk has no address of its own. */
  async createReadAddress(): Promise<undefined> {
    return undefined;
  }

  #lend(path: string, file: DiskFile): OpenFile {
    let isLent = true;
    const end = (how: () => void) => {
      if (!isLent) return;
      isLent = false;
      how();
    };
    const { sizeBytes, modifiedAtMs, revision } = file;
    return {
      sizeBytes,
      modifiedAtMs,
      revision,
      prepare: async () => {},
      read: (target, length, position) => file.read(target, length, position),
      release: () => end(() => this.#keep(path, file)),
      close: () => end(() => file.close()),
    };
  }

  #keep(path: string, file: DiskFile): void {
    if (this.#idle.has(path) || this.#idle.size >= LARGEST_NUMBER_KEPT) {
      file.close();
      return;
    }
    this.#idle.set(path, { file, isOld: false });
    this.#sweep ??= setInterval(() => this.#closeOld(), SWEEP_INTERVAL_MS).unref();
  }

  #closeOld(): void {
    for (const [path, kept] of this.#idle) {
      if (kept.isOld) {
        this.#idle.delete(path);
        kept.file.close();
      }
      kept.isOld = true;
    }
    if (this.#idle.size > 0) return;
    clearInterval(this.#sweep);
    this.#sweep = undefined;
  }
}
