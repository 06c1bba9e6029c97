/** A file that is open for reading. Whoever opened it closes or releases it. */
export interface OpenFile {
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  /** Differs whenever the bytes may differ: made of size, time in nanoseconds and inode. */
  readonly revision: string;
  /** Reads up to `length` bytes at `position` to the start of `target`; the count is 0 at the end. One read at a time. */
  read(target: Uint8Array, length: number, position: number): Promise<number>;
  /** Done with it, and likely to ask for more of it soon: the store may keep it open for a moment. */
  release(): void;
  /** Done with it for good; waits for a read that is under way. Nothing happens after the first end. */
  close(): void;
}

/** The files of libraries, by absolute path. */
export interface MediaStore {
  /** @throws DomainError media-missing when it is not there, cannot be read or is not a regular file. */
  openFile(absolutePath: string): Promise<OpenFile>;
  /** @throws DomainError media-missing as above, and too-large beyond `limitBytes`. */
  readFile(absolutePath: string, limitBytes: number): Promise<Uint8Array>;
}
