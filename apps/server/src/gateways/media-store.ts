/** A file that is open for reading. Whoever opened it closes or releases it. */
export interface OpenFile {
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  /** Differs whenever the bytes may differ: of a file made of size, time and inode, of an object its ETag. */
  readonly revision: string;
  /**
   * Says what will be read next, from front to back: a remote store fetches it in one piece, as fast as it is read. Resolves when
   * the store has answered. @throws DomainError as `openFile` does, while there is still time to say so.
   */
  prepare(start: number, length: number): Promise<void>;
  /** Reads up to `length` bytes at `position` to the start of `target`; the count is 0 at the end. One read at a time. */
  read(target: Uint8Array, length: number, position: number): Promise<number>;
  /** Done with it, and likely to ask for more of it soon: the store may keep it open for a moment. */
  release(): void;
  /** Done with it for good; waits for a read that is under way. Nothing happens after the first end. */
  close(): void;
}

/** A file that is there, as a listing or a look at it tells. */
export interface StoredFile {
  location: string;
  sizeBytes: number;
  modifiedAtMs: number;
  /** As that of `OpenFile`. */
  revision: string;
}

export interface FileListingRequest {
  /** Where the page before ended. */
  cursor?: string | undefined;
  /** At most this many files and folders; a store may give fewer. */
  limit: number;
  /** Everything below, without folders; else what lies directly inside. */
  isDeep: boolean;
}

/** Files in the order of their locations, byte by byte. */
export interface FileListing {
  files: StoredFile[];
  /** Locations of folders, none in a deep listing. */
  folders: string[];
  /** Undefined on the last page. */
  cursor: string | undefined;
}

/** In pieces of any size, or whole. */
export type FileContent = AsyncIterable<Uint8Array> | Uint8Array;

export interface WriteOptions {
  /** What a bucket answers with; files of a disk have none. */
  contentType?: string;
  /** Ends the writing; nothing of it stays. */
  signal?: AbortSignal;
  /** It can be made again: spares waiting until the disk has it for certain. */
  isExpendable?: boolean;
}

export interface ReadAddressOptions {
  contentType: string;
  /** A whole Content-Disposition. */
  disposition: string;
  /** Holds at least this long, and is the same text for as long, so that caches know it again. */
  lifetimeMs: number;
}

/**
 * Files by location: an absolute path, or `s3://bucket/key`. What is stored can be read as soon as it is whole and never
 * before. @throws DomainError unavailable, with a time to wait, from every method when a remote store is away.
 */
export interface MediaStore {
  /**
   * `known` is what a listing told of it: a remote store then asks nothing before the first read, which fails when another
   * revision is there. @throws DomainError media-missing when it is not there, cannot be read or is not a regular file.
   */
  openFile(location: string, known?: StoredFile): Promise<OpenFile>;
  /** @throws DomainError media-missing as above, and too-large beyond `limitBytes`. */
  readFile(location: string, limitBytes: number): Promise<Uint8Array>;
  findFile(location: string): Promise<StoredFile | undefined>;
  /** A folder that is not there has no files. @throws DomainError unavailable when it cannot be listed. */
  listFiles(folderLocation: string, request: FileListingRequest): Promise<FileListing>;
  /** Creates or replaces. Readers see the old file or the new one, whole; a failure leaves the old one. */
  writeFile(location: string, content: FileContent, options?: WriteOptions): Promise<StoredFile>;
  /** Nothing happens when it is not there. */
  deleteFile(location: string): Promise<void>;
  /** Replaces what is at `to`. @throws DomainError media-missing when there is nothing at `from`. */
  copyFile(from: string, to: string): Promise<StoredFile>;
  /** As `copyFile`; a crash in between may leave both. */
  moveFile(from: string, to: string): Promise<StoredFile>;
  /** An address at which whoever has it may GET the file; undefined when the store has none to give. */
  createReadAddress(location: string, options: ReadAddressOptions): Promise<string | undefined>;
}
