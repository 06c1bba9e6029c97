import type { Track } from '@jetstream/api-contract';
import type { TrackLoudness } from '@jetstream/app-core/services';
import type { EmbeddedLyrics } from '@jetstream/music-files';
import type { MeasuredFile } from './held-file.ts';

/** What is kept of a file for the next visit. Handles are there where the browser gives some. */
export interface RememberedFile {
  trackId: string;
  userId: string;
  /** In the order in which they were chosen. */
  place: number;
  /** Of name, place, size and time. */
  fileKey: string;
  handle: FileSystemFileHandle | null;
  /** What the person gave permission for; the same id for files below the same folder. */
  root: FileSystemHandle | null;
  rootId: string;
  relativePath: string;
  track: Track;
  albumKey: string | null;
  tags: TrackLoudness | null;
  measured: MeasuredFile | null;
  embedded: readonly EmbeddedLyrics[];
  beside: readonly { handle: FileSystemFileHandle; language: string | null }[];
}

/** A picture by its cover, with what tells it from others. */
export interface RememberedPicture {
  coverId: string;
  mark: string;
  picture: Blob;
}

const NAME = 'jetstream.v1.local-files';
const VERSION = 2;
const FILES = 'files';
const PICTURES = 'pictures';
/** An open page of an earlier version may hold the database, and whatever else would open it waits behind that without a word. */
const OPEN_TIMEOUT_MS = 5_000;

/**
 * Files of this device in the browser's database: what they are, never their sound. Rejects where the browser keeps
 * nothing, and while another page holds the database.
 */
export class RememberedFiles {
  readonly #factory: IDBFactory;
  /** Open, or on its way. */
  #database: Promise<IDBDatabase> | undefined;

  constructor(factory: IDBFactory = indexedDB) {
    this.#factory = factory;
  }

  async list(): Promise<{ files: RememberedFile[]; pictures: RememberedPicture[] }> {
    const transaction = (await this.#open()).transaction([FILES, PICTURES]);
    const [files, pictures] = await Promise.all([
      settle<RememberedFile[]>(transaction.objectStore(FILES).getAll()),
      settle<RememberedPicture[]>(transaction.objectStore(PICTURES).getAll()),
    ]);
    return { files: files.toSorted((a, b) => a.place - b.place), pictures };
  }

  /** Creates or replaces. */
  async save(files: readonly RememberedFile[], pictures: readonly RememberedPicture[] = []): Promise<void> {
    const transaction = (await this.#open()).transaction([FILES, PICTURES], 'readwrite');
    for (const file of files) transaction.objectStore(FILES).put(file);
    for (const picture of pictures) transaction.objectStore(PICTURES).put(picture);
    await finish(transaction);
  }

  /** Pictures go with the last file. */
  async delete(trackIds: readonly string[]): Promise<void> {
    const transaction = (await this.#open()).transaction([FILES, PICTURES], 'readwrite');
    const files = transaction.objectStore(FILES);
    for (const trackId of trackIds) files.delete(trackId);
    if ((await settle(files.count())) === 0) transaction.objectStore(PICTURES).clear();
    await finish(transaction);
  }

  async clear(): Promise<void> {
    const transaction = (await this.#open()).transaction([FILES, PICTURES], 'readwrite');
    for (const store of [FILES, PICTURES]) transaction.objectStore(store).clear();
    await finish(transaction);
  }

  /** Anew if it was closed or could not be opened. What comes too late is there for those who ask afterwards. */
  async #open(): Promise<IDBDatabase> {
    const forget = (): void => (this.#database = undefined);
    this.#database ??= openDatabase(this.#factory, forget).catch((error: unknown) => {
      forget();
      throw error;
    });
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(new Error('The database is held by another page.')), OPEN_TIMEOUT_MS);
    return Promise.race([this.#database, late.promise]).finally(() => clearTimeout(timer));
  }
}

async function openDatabase(factory: IDBFactory, onClosed: () => void): Promise<IDBDatabase> {
  const request = factory.open(NAME, VERSION);
  request.addEventListener('upgradeneeded', () => {
    // Records of another version say too little: their files are chosen anew.
    for (const store of request.result.objectStoreNames) request.result.deleteObjectStore(store);
    request.result.createObjectStore(FILES, { keyPath: 'trackId' });
    request.result.createObjectStore(PICTURES, { keyPath: 'coverId' });
  });
  const database = await settle(request);
  database.addEventListener('close', onClosed);
  // A page of a later version waits until all of an earlier one have let go.
  database.addEventListener('versionchange', () => {
    database.close();
    onClosed();
  });
  return database;
}

function settle<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('The database did not answer.')));
  });
}

function finish(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('The database kept nothing.')));
  });
}
