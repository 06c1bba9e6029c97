import type { ArtistNaming } from '#models/artist-naming.ts';
import { toFolderId } from '#models/catalogue-ids.ts';
import type { FolderId, GenreId, LibraryId } from '#models/ids.ts';
import type { IdentifiedTrack } from '#models/identify-track.ts';
import type { Folder } from '#models/library.ts';
import { foldText, toSortKey } from '#models/sort-key.ts';
import type { FolderWork } from './folder-work.ts';
import type { ScanTools } from './scan-tools.ts';

/** Makes sure that the artists and genres that tracks name are there, each once in a scan. */
export class NameBook {
  readonly #tools: Pick<ScanTools, 'repositories'>;
  readonly #known = new Set<string>();

  constructor(tools: Pick<ScanTools, 'repositories'>) {
    this.#tools = tools;
  }

  async ensure(tracks: readonly IdentifiedTrack[]): Promise<void> {
    const artists = new Map<string, ArtistNaming>();
    const genres = new Map<string, { id: GenreId; name: string }>();
    for (const { draft, artists: named } of tracks) {
      // One artist under several spellings: the store chooses the best of all that are offered.
      for (const artist of named)
        this.#take(artists, `${artist.id} ${artist.name} ${artist.sortName} ${artist.musicBrainzArtistId}`, artist);
      for (const genre of draft.genres) this.#take(genres, genre.id, genre);
    }
    const namedGenres = [...genres.values()].map(({ id, name }) => ({ id, name, nameKey: foldText(name) }));
    await Promise.all([
      artists.size > 0 && this.#tools.repositories.artists.ensureArtists([...artists.values()]),
      genres.size > 0 && this.#tools.repositories.genres.ensureGenres(namedGenres),
    ]);
    for (const key of [...artists.keys(), ...genres.keys()]) this.#known.add(key);
  }

  #take<T>(found: Map<string, T>, key: string, item: T): void {
    if (!this.#known.has(key)) found.set(key, item);
  }
}

/** Makes sure that folders and those above them are there, each once in a scan. */
export class FolderBook {
  readonly #tools: Pick<ScanTools, 'repositories'>;
  readonly #known = new Set<FolderId>();
  readonly #libraryNames = new Map<LibraryId, string>();

  constructor(tools: Pick<ScanTools, 'repositories'>) {
    this.#tools = tools;
  }

  async ensure(works: readonly FolderWork[]): Promise<void> {
    const folders: Omit<Folder, 'trackCount'>[] = [];
    for (const { root, toRead } of works) {
      const libraryName = await this.#nameLibrary(root.libraryId);
      folders.push(...this.#listNew(root.libraryId, toRead.path, libraryName));
    }
    if (folders.length > 0) await this.#tools.repositories.folders.ensureFolders(folders);
    for (const { id } of folders) this.#known.add(id);
  }

  async #nameLibrary(libraryId: LibraryId): Promise<string> {
    const known = this.#libraryNames.get(libraryId);
    if (known !== undefined) return known;
    const name = (await this.#tools.repositories.libraries.findLibrary(libraryId))?.name ?? '';
    this.#libraryNames.set(libraryId, name);
    return name;
  }

  /** From the library's own folder down to this one. */
  #listNew(libraryId: LibraryId, path: string, libraryName: string): Omit<Folder, 'trackCount'>[] {
    const parts = path === '' ? [] : path.split('/');
    const chain: Omit<Folder, 'trackCount'>[] = [];
    let parentId: FolderId | null = null;
    for (let depth = 0; depth <= parts.length; depth++) {
      const folderPath = parts.slice(0, depth).join('/');
      const id = toFolderId(libraryId, folderPath);
      const name = parts[depth - 1] ?? libraryName;
      if (!this.#known.has(id))
        chain.push({ id, libraryId, parentId, path: folderPath, name, nameKey: toSortKey(name) });
      parentId = id;
    }
    return chain;
  }
}
