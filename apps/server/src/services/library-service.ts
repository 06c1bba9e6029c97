import { sep } from 'node:path';
import type { MediaFiles } from '#gateways/media-files.ts';
import { DomainError, invalid, notFound } from '#models/errors.ts';
import type { LibraryId } from '#models/ids.ts';
import type { Library } from '#models/library.ts';
import type { Scan } from '#models/scan.ts';
import type { Repositories } from '#repositories/repositories.ts';
import type { Clock } from './clock.ts';
import type { IdSource } from './id-source.ts';
import { explainFolderState, isInside, nameOfPlace, parentOfPlace, toLibraryPlace } from './library-place.ts';

export interface LibraryServiceOptions {
  repositories: Pick<Repositories, 'libraries' | 'tracks'>;
  mediaFiles: Pick<MediaFiles, 'inspectFolder' | 'listFolder'>;
  scanService: {
    startScan(request: { libraryId?: LibraryId | undefined; isFull?: boolean }): Promise<Scan>;
    forgetLibrary(libraryId: LibraryId): Promise<void>;
  };
  clock: Clock;
  idSource: IdSource;
  /** Where uploaded music goes: a library that only the configuration can move. */
  uploadsPath: string;
  /**
   * Runs additions one after another, over all servers: whether folders overlap is read before one is added, and two at once
   * could lie in each other.
   */
  additions: { run<T>(addition: () => Promise<T>): Promise<T> };
}

/** A library with what is not stored with it. */
export interface LibraryState {
  library: Library;
  isReachable: boolean;
  trackCount: number;
}

export interface ServerFolder {
  path: string;
  parentPath: string | null;
  folders: { name: string; path: string }[];
  audioFileCount: number;
}

/** A folder from the configuration that cannot be used. */
export interface LibraryFault {
  path: string;
  message: string;
}

interface LibraryInput {
  path: string;
  name?: string | undefined;
  isManaged?: boolean;
}

/** Music folders: adding, removing and choosing them. */
export class LibraryService {
  readonly #options: LibraryServiceOptions;
  readonly #listeners = new Set<() => void>();
  readonly #additions: LibraryServiceOptions['additions'];

  constructor(options: LibraryServiceOptions) {
    this.#options = options;
    this.#additions = options.additions;
  }

  async listLibraries(): Promise<LibraryState[]> {
    const libraries = await this.#options.repositories.libraries.listLibraries();
    return await Promise.all(libraries.map((library) => this.#describe(library)));
  }

  /** Adds a folder and starts scanning it. @throws DomainError validation, unsupported (unreadable), conflict (overlaps with another). */
  async createLibrary(input: LibraryInput): Promise<LibraryState> {
    const library = await this.#additions.run(() => this.#addLibrary(input));
    this.#announce();
    await this.#options.scanService.startScan({ libraryId: library.id });
    return await this.#describe(library);
  }

  /** @throws DomainError not-found, or not-editable for a folder from the configuration. */
  async deleteLibrary(id: LibraryId): Promise<void> {
    const { libraries } = this.#options.repositories;
    const library = await libraries.findLibrary(id);
    if (library === undefined || library.removedAtMs !== null) throw notFound('library');
    if (library.isManaged) {
      throw new DomainError('not-editable', 'This folder comes from the configuration of the server: remove it there.');
    }
    await libraries.saveLibrary({ ...library, removedAtMs: this.#options.clock.nowMs() });
    this.#announce();
    await this.#options.scanService.forgetLibrary(id);
  }

  /**
   * Makes the configured folders libraries. One that left the configuration stays, and can be removed in the app: forgetting
   * an option once must not empty the catalogue. Folders that cannot be used are returned, with the reason.
   * @throws DomainError unavailable
   */
  async ensureManagedLibraries(paths: readonly string[]): Promise<LibraryFault[]> {
    const { libraries } = this.#options.repositories;
    const faults: LibraryFault[] = [];
    const wanted = [...new Set(paths.flatMap((path) => findLibraryPlace(path, faults)))];
    for (const library of await libraries.listLibraries()) {
      const isManaged = wanted.includes(library.path) || library.path === this.#options.uploadsPath;
      if (library.isManaged !== isManaged) await libraries.saveLibrary({ ...library, isManaged });
    }
    for (const path of wanted) {
      const fault = await this.#ensureManaged(path);
      if (fault !== null) faults.push({ path, message: fault });
    }
    this.#announce();
    return faults;
  }

  /** The library of uploads, made when the first one comes. @throws DomainError conflict when another library overlaps with it */
  async ensureUploadsLibrary(): Promise<Library> {
    const { repositories, uploadsPath } = this.#options;
    const known = await repositories.libraries.findLibraryByPath(uploadsPath);
    if (known !== undefined && known.removedAtMs === null) return known;
    const library = await this.#additions.run(async () => {
      const added = await repositories.libraries.findLibraryByPath(uploadsPath);
      if (added !== undefined && added.removedAtMs === null) return added;
      return await this.#addLibrary({ path: uploadsPath, name: 'Uploads', isManaged: true });
    });
    this.#announce();
    return library;
  }

  /** For choosing a folder; without a path the top of the server's file system. @throws DomainError validation, not-found, unsupported. */
  async browseFolders(path: string | undefined): Promise<ServerFolder> {
    const folderPath = toLibraryPlace(path ?? sep, 'query/path');
    const { folders, audioFileCount } = await this.#options.mediaFiles.listFolder(folderPath);
    return { path: folderPath, parentPath: parentOfPlace(folderPath), folders, audioFileCount };
  }

  /** Calls back when folders are added or removed. Returns the unsubscription. */
  observeLibraries(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async #ensureManaged(path: string): Promise<string | null> {
    const known = await this.#options.repositories.libraries.findLibraryByPath(path);
    const { state } = await this.#options.mediaFiles.inspectFolder(path);
    // A drive that is not mounted today is no reason to forget it.
    if (known !== undefined && known.removedAtMs === null)
      return state === 'readable' ? null : explainFolderState(path, state);
    if (state === 'unreachable') return explainFolderState(path, state);
    try {
      await this.#additions.run(() => this.#addLibrary({ path, isManaged: true }));
      return null;
    } catch (error) {
      // A store that is away says nothing about the folder.
      if (!(error instanceof DomainError) || error.code === 'unavailable') throw error;
      return error.fields[0]?.message ?? error.message;
    }
  }

  async #addLibrary({ path, name, isManaged = false }: LibraryInput): Promise<Library> {
    const { repositories, clock, idSource } = this.#options;
    const folderPath = await this.#checkFolder(path);
    const known = await repositories.libraries.findLibraryByPath(folderPath);
    if (known !== undefined && known.removedAtMs === null)
      throw new DomainError('conflict', 'This folder is a library already.');
    const library: Library = {
      id: known?.id ?? idSource.createId<LibraryId>(),
      name: name ?? nameOfPlace(folderPath),
      path: folderPath,
      isManaged,
      addedAtMs: known?.addedAtMs ?? clock.nowMs(),
      lastScannedAtMs: null,
      removedAtMs: null,
    };
    await repositories.libraries.saveLibrary(library);
    return library;
  }

  async #checkFolder(path: string): Promise<string> {
    const folderPath = toLibraryPlace(path);
    const { state, realPath } = await this.#options.mediaFiles.inspectFolder(folderPath);
    if (state !== 'readable') {
      const message = explainFolderState(folderPath, state);
      if (state === 'unreachable') throw new DomainError('unavailable', message);
      throw state === 'unreadable' ? new DomainError('unsupported', message) : invalid('body/path', message);
    }
    for (const library of await this.#options.repositories.libraries.listLibraries()) {
      if (library.path === folderPath) continue;
      const other = await this.#options.mediaFiles.inspectFolder(library.path);
      if (isInside(realPath, other.realPath))
        throw new DomainError('conflict', `This folder lies in the library “${library.name}”.`);
      if (isInside(other.realPath, realPath))
        throw new DomainError('conflict', `This folder contains the library “${library.name}”.`);
    }
    return folderPath;
  }

  async #describe(library: Library): Promise<LibraryState> {
    const [{ state }, trackCount] = await Promise.all([
      this.#options.mediaFiles.inspectFolder(library.path),
      this.#options.repositories.tracks.countTracks(library.id),
    ]);
    return { library, isReachable: state === 'readable', trackCount };
  }

  #announce(): void {
    for (const listener of this.#listeners) listener();
  }
}

function findLibraryPlace(path: string, faults: LibraryFault[]): string[] {
  try {
    return [toLibraryPlace(path)];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    faults.push({ path, message: error.message });
    return [];
  }
}
