import { schemeOf, type LocationScheme } from '#models/media-location.ts';
import type {
  FileContent,
  FileListing,
  FileListingRequest,
  MediaStore,
  OpenFile,
  ReadAddressOptions,
  StoredFile,
  WriteOptions,
} from './media-store.ts';
import { readPieces } from './read-pieces.ts';

/** Who keeps the files of a scheme; asked once, when the first location of it is. @throws DomainError unavailable without one. */
export type MediaStoreFactories = Readonly<Record<LocationScheme, () => Promise<MediaStore>>>;

/** Sends each location to the store of its scheme, and files from one store to another through this process. */
export class RoutedMediaStore implements MediaStore {
  readonly #factories: MediaStoreFactories;
  readonly #stores = new Map<LocationScheme, Promise<MediaStore>>();

  constructor(factories: MediaStoreFactories) {
    this.#factories = factories;
  }

  async openFile(location: string, known?: StoredFile): Promise<OpenFile> {
    return (await this.#storeOf(location)).openFile(location, known);
  }

  async readFile(location: string, limitBytes: number): Promise<Uint8Array> {
    return (await this.#storeOf(location)).readFile(location, limitBytes);
  }

  async findFile(location: string): Promise<StoredFile | undefined> {
    return (await this.#storeOf(location)).findFile(location);
  }

  async listFiles(folderLocation: string, request: FileListingRequest): Promise<FileListing> {
    return (await this.#storeOf(folderLocation)).listFiles(folderLocation, request);
  }

  async writeFile(location: string, content: FileContent, options?: WriteOptions): Promise<StoredFile> {
    return (await this.#storeOf(location)).writeFile(location, content, options);
  }

  async deleteFile(location: string): Promise<void> {
    await (await this.#storeOf(location)).deleteFile(location);
  }

  async copyFile(from: string, to: string): Promise<StoredFile> {
    const [source, target] = await Promise.all([this.#storeOf(from), this.#storeOf(to)]);
    if (source === target) return source.copyFile(from, to);
    return target.writeFile(to, readPieces(await source.openFile(from)));
  }

  async moveFile(from: string, to: string): Promise<StoredFile> {
    const [source, target] = await Promise.all([this.#storeOf(from), this.#storeOf(to)]);
    if (source === target) return source.moveFile(from, to);
    const file = await this.copyFile(from, to);
    await source.deleteFile(from);
    return file;
  }

  async createReadAddress(location: string, options: ReadAddressOptions): Promise<string | undefined> {
    return (await this.#storeOf(location)).createReadAddress(location, options);
  }

  #storeOf(location: string): Promise<MediaStore> {
    const scheme = schemeOf(location);
    const known = this.#stores.get(scheme);
    if (known) return known;
    const store = this.#factories[scheme]();
    this.#stores.set(scheme, store);
    store.catch(() => this.#stores.delete(scheme));
    return store;
  }
}
