import { rankCover, isLyricsName, LyricsFiles } from '@jetstream/music-files/names';
import { toFolderId } from '#models/catalogue-ids.ts';
import { isDiscFolder } from '#models/identify-from-path.ts';
import { joinLocation } from '#models/media-location.ts';
import type { FileFault, WalkedFile, WalkedFolder, WalkRequest } from '../media-files.ts';
import type { FileListing, MediaStore, StoredFile } from '../media-store.ts';
import { tooDeep } from './explain-file-error.ts';
import { isWorthReading } from './file-kinds.ts';
import { bestCover, IGNORE_MARKERS, joinPath, MOST_DEPTH, toListingKey, type WalkStep } from './walk-step.ts';

const PAGE_FILES = 1000;
/** Buckets do not tell when something was taken away: a folder that is not as it was known may have changed at any time. */
const MAY_BE_NOW = Number.MAX_SAFE_INTEGER;
/** The clock of the service may be behind ours by as much: it refuses requests that are signed further from its own time. */
const CLOCK_MARGIN_MS = 15 * 60_000;

interface Folder {
  path: string;
  /** Files of its own, by name: those to read, and those that covers and lyrics are in. */
  files: Map<string, StoredFile>;
  /** Discs without a cover of their own, which wait for that of the album. */
  discs: Folder[];
  isIgnored: boolean;
  /** Only its cover counts: the folder above a disc that is listed alone. */
  isAround: boolean;
}

/** The last of the markers in the order of a listing. */
const LAST_MARKER = [...IGNORE_MARKERS].sort().at(-1) ?? '';

/**
 * Lists the folders of a bucket that hold audio: one listing of everything below, a thousand files a request, instead of
 * one for each folder. Keys come in their order, so all of a folder's come together; its own files may lie before and behind
 * those of the folders in it, so that a folder is told after those.
 */
export class BucketWalk {
  readonly #store: MediaStore;
  readonly #request: WalkRequest;
  readonly #open: Folder[] = [];
  #steps: WalkStep[] = [];

  constructor(store: MediaStore, request: WalkRequest) {
    this.#store = store;
    this.#request = request;
  }

  /** @throws DomainError unavailable when the bucket cannot be listed */
  async *steps(): AsyncGenerator<WalkStep> {
    for (const { path, isDeep } of this.#request.targets) {
      const folder = joinLocation(this.#request.rootPath, path);
      await this.#begin(path);
      let cursor: string | undefined;
      do {
        const listing: FileListing = await this.#store.listFiles(folder, { limit: PAGE_FILES, isDeep, cursor });
        for (const file of listing.files) await this.#take(file);
        yield* this.#steps.splice(0);
        ({ cursor } = listing);
      } while (cursor !== undefined);
      while (this.#open.length > 0) this.#closeLast();
      yield* this.#steps.splice(0);
    }
  }

  async #take(file: StoredFile): Promise<void> {
    const path = file.location.slice(this.#request.rootPath.length + 1);
    const cut = path.lastIndexOf('/');
    const [folderPath, name] = [path.slice(0, Math.max(0, cut)), path.slice(cut + 1)];
    if (path.split('/').some((part, at, parts) => part.startsWith('.') && at < parts.length - 1)) return;
    if (path.split('/').includes('')) {
      this.#addFault(path, { reason: 'bad-name', detail: 'A folder without a name lies above it.' });
      return;
    }
    const folder = await this.#enter(folderPath, path);
    if (folder === null) return;
    if (IGNORE_MARKERS.has(name)) folder.isIgnored = true;
    else if (isOfUse(name)) folder.files.set(name, file);
  }

  /** Opens the folder that the listing begins with. */
  async #begin(path: string): Promise<void> {
    if (path !== '' && isDiscFolder(nameOf(path))) {
      const album = { ...createFolder(path.slice(0, Math.max(0, path.lastIndexOf('/')))), isAround: true };
      const location = joinLocation(this.#request.rootPath, album.path);
      const { files } = await this.#store.listFiles(location, { limit: PAGE_FILES, isDeep: false });
      for (const file of files)
        if (rankCover(nameOf(file.location)) !== undefined) album.files.set(nameOf(file.location), file);
      this.#open.push(album);
    }
    const folder = createFolder(path);
    this.#open.push(folder);
    folder.isIgnored = await this.#hasMarker(folder);
  }

  /** The folder that is open at this path, after others were closed and those on the way opened; null when it is passed over. */
  async #enter(path: string, filePath: string): Promise<Folder | null> {
    for (let last = this.#open.at(-1); last !== undefined && !isWithin(path, last.path); last = this.#open.at(-1))
      this.#closeLast();
    for (let last = this.#open.at(-1); last !== undefined && last.path !== path; last = this.#open.at(-1)) {
      if (last.isIgnored) return null;
      const rest = last.path === '' ? path : path.slice(last.path.length + 1);
      const name = rest.split('/', 1)[0] ?? '';
      const next = createFolder(joinPath(last.path, name));
      if (next.path.split('/').length > MOST_DEPTH) {
        this.#addFault(next.path, tooDeep(MOST_DEPTH), true);
        return null;
      }
      this.#open.push(next);
      // A marker comes before most names; where the first name comes even earlier, it has to be asked for.
      if (filePath.slice(next.path.length + 1) < LAST_MARKER) next.isIgnored = await this.#hasMarker(next);
    }
    const folder = this.#open.at(-1);
    return folder === undefined || folder.isIgnored ? null : folder;
  }

  async #hasMarker({ path }: Folder): Promise<boolean> {
    const location = joinLocation(this.#request.rootPath, path);
    for (const marker of IGNORE_MARKERS)
      if ((await this.#store.findFile(joinLocation(location, marker))) !== undefined) return true;
    return false;
  }

  #closeLast(): void {
    const folder = this.#open.pop();
    if (folder === undefined || folder.isIgnored) return;
    const parent = this.#open.at(-1);
    const own = bestCover([...folder.files.keys()]);
    const cover = own === null ? null : { in: folder, name: own };
    if (cover === null && parent !== undefined && isDiscFolder(nameOf(folder.path))) parent.discs.push(folder);
    else if (!folder.isAround) this.#describe(folder, cover);
    for (const disc of folder.discs) this.#describe(disc, cover);
  }

  #describe(folder: Folder, found: { in: Folder; name: string } | null): void {
    const audio = [...folder.files.values()].filter(({ location }) => isWorthReading(nameOf(location)));
    if (audio.length === 0) return;
    const lyricsFiles = new LyricsFiles([...folder.files.keys()]);
    const files = audio.map((file) => toWalkedFile(file, folder, lyricsFiles));
    const coverFile = found?.in.files.get(found.name);
    const cover =
      found === null || coverFile === undefined
        ? null
        : { path: joinPath(found.in.path, found.name), changedAtMs: coverFile.modifiedAtMs + CLOCK_MARGIN_MS };
    const folderId = toFolderId(this.#request.libraryId, folder.path);
    const listingKey = toListingKey(files, cover);
    const knownKey = this.#request.knownListings.get(folderId);
    if (knownKey === listingKey) this.#steps.push({ unchanged: { folderId, fileCount: files.length } });
    else {
      const changedAtMs = knownKey === undefined ? newestOf(folder) + CLOCK_MARGIN_MS : MAY_BE_NOW;
      const walked: WalkedFolder = { path: folder.path, folderId, changedAtMs, listingKey, files, cover };
      this.#steps.push({ folder: walked });
    }
  }

  #addFault(path: string, fault: FileFault, isFolder = false): void {
    this.#steps.push({ fault: { path, ...fault, isFolder } });
  }
}

function toWalkedFile(
  { location, sizeBytes, modifiedAtMs, revision }: StoredFile,
  folder: Folder,
  lyricsFiles: LyricsFiles,
): WalkedFile {
  const name = nameOf(location);
  return {
    name,
    sizeBytes,
    modifiedAtMs,
    revision,
    lyrics: lyricsFiles.listBeside(name).map((beside) => {
      const changedAtMs = (folder.files.get(beside.name)?.modifiedAtMs ?? 0) + CLOCK_MARGIN_MS;
      return { ...beside, changedAtMs };
    }),
  };
}

const createFolder = (path: string): Folder => ({
  path,
  files: new Map(),
  discs: [],
  isIgnored: false,
  isAround: false,
});
const newestOf = ({ files }: Folder): number => Math.max(...[...files.values()].map((file) => file.modifiedAtMs));
const isOfUse = (name: string): boolean =>
  !name.startsWith('.') && (isWorthReading(name) || isLyricsName(name) || rankCover(name) !== undefined);
const nameOf = (location: string): string => location.slice(location.lastIndexOf('/') + 1);
const isWithin = (path: string, folder: string): boolean =>
  folder === '' || path === folder || path.startsWith(`${folder}/`);
