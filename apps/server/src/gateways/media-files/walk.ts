import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { type LyricsFile, LyricsFiles } from '@jetstream/music-files/names';
import { toFolderId } from '#models/catalogue-ids.ts';
import { isDiscFolder } from '#models/identify-from-path.ts';
import type { FileFault, WalkedFile, WalkedFolder, WalkFault, WalkRequest } from '../media-files.ts';
import { isWorthReading } from './file-kinds.ts';
import { toFileFault, tooDeep } from './explain-file-error.ts';
import { bestCover, IGNORE_MARKERS, joinPath, MOST_DEPTH, toListingKey, type WalkStep } from './walk-step.ts';

const REPLACEMENT = '\ufffd';

interface Place {
  path: string;
  absolutePath: string;
  /** The real path below a followed link; null where path and place are the same. */
  realPath: string | null;
  depth: number;
}

interface Entries {
  names: string[];
  folders: Place[];
  files: { name: string; stat: Stats }[];
}

/**
 * Lists the folders of a library that hold audio, depth first, in the order of names, one stat for each audio file. Symbolic
 * links are followed once; what a link leads to inside the library is listed where it lies.
 */
export class Walk {
  readonly #request: WalkRequest;
  readonly #realRoot: string;
  readonly #visited = new Set<string>();
  #faults: WalkFault[] = [];

  constructor(request: WalkRequest) {
    this.#request = request;
    this.#realRoot = realpathSync(request.rootPath);
  }

  *steps(): Generator<WalkStep> {
    for (const target of this.#request.targets) {
      const absolutePath = target.path === '' ? this.#request.rootPath : `${this.#request.rootPath}/${target.path}`;
      const place: Place = { path: target.path, absolutePath, realPath: null, depth: 0 };
      const stack = [place];
      for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
        const entries = this.#list(next, target.isDeep);
        if (entries !== null) {
          const described = this.#describe(next, entries);
          if (described !== null) yield described;
          stack.push(...entries.folders.reverse());
        }
        for (const fault of this.#faults.splice(0)) yield { fault };
      }
    }
  }

  #list(place: Place, isDeep: boolean): Entries | null {
    let dirents: Dirent[];
    try {
      dirents = readdirSync(place.absolutePath, { withFileTypes: true });
    } catch (error) {
      // The root's failure ends the scan: an unmounted disk must not look like an empty one.
      if (place.path === '') throw error;
      if (!isGone(error)) this.#addFault(place.path, toFileFault(error), true);
      return null;
    }
    const entries: Entries = { names: [], folders: [], files: [] };
    if (dirents.some((dirent) => IGNORE_MARKERS.has(dirent.name))) return entries;
    dirents.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    for (const dirent of dirents) {
      if (dirent.name.startsWith('.')) continue;
      if (dirent.name.includes(REPLACEMENT) && !this.#isValidName(place, dirent.name)) continue;
      if (dirent.isDirectory()) {
        if (isDeep) this.#addFolder(place, dirent.name, entries);
      } else this.#addFile(place, dirent, entries, isDeep);
    }
    return entries;
  }

  #addFolder(place: Place, name: string, entries: Entries): void {
    const realPath = place.realPath === null ? null : `${place.realPath}/${name}`;
    if (realPath !== null) {
      if (this.#visited.has(realPath)) return;
      this.#visited.add(realPath);
    }
    this.#enter(place, name, realPath, entries);
  }

  #enter(place: Place, name: string, realPath: string | null, entries: Entries): void {
    const path = joinPath(place.path, name);
    if (place.depth >= MOST_DEPTH) this.#addFault(path, tooDeep(MOST_DEPTH), true);
    else
      entries.folders.push({ path, absolutePath: `${place.absolutePath}/${name}`, realPath, depth: place.depth + 1 });
  }

  #addFile(place: Place, dirent: Dirent, entries: Entries, isDeep: boolean): void {
    const { name } = dirent;
    entries.names.push(name);
    if (dirent.isSymbolicLink()) this.#followLink(place, name, entries, isDeep);
    else if (!dirent.isFile() && !isUnknownKind(dirent)) return;
    else if (isWorthReading(name)) this.#addStat(place, name, entries);
  }

  #addStat(place: Place, name: string, entries: Entries): void {
    const stat = this.#stat(place, name);
    if (stat?.isFile() === true) entries.files.push({ name, stat });
  }

  #stat(place: Place, name: string): Stats | null {
    try {
      return statSync(`${place.absolutePath}/${name}`);
    } catch (error) {
      if (!isGone(error) || isWorthReading(name)) this.#addFault(joinPath(place.path, name), toFileFault(error), false);
      return null;
    }
  }

  #followLink(place: Place, name: string, entries: Entries, isDeep: boolean): void {
    const stat = this.#stat(place, name);
    if (stat === null) return;
    const isFolder = stat.isDirectory();
    if (isFolder ? !isDeep : !stat.isFile() || !isWorthReading(name)) return;
    const realPath = realpathSync(`${place.absolutePath}/${name}`);
    if (this.#isListedElsewhere(realPath) || this.#visited.has(realPath)) return;
    this.#visited.add(realPath);
    if (isFolder) this.#enter(place, name, realPath, entries);
    else entries.files.push({ name, stat });
  }

  /** Inside the library where the walk comes by itself, or above it, which would lead round in a circle. */
  #isListedElsewhere(realPath: string): boolean {
    if (realPath === this.#realRoot || this.#realRoot.startsWith(`${realPath}/`)) return true;
    if (!realPath.startsWith(`${this.#realRoot}/`)) return false;
    const inside = realPath.slice(this.#realRoot.length + 1);
    return !inside.split('/').some((part) => part.startsWith('.'));
  }

  #describe(place: Place, entries: Entries): WalkStep | null {
    if (entries.files.length === 0) return null;
    const lyricsFiles = new LyricsFiles(entries.names);
    const files = entries.files.map(({ name, stat }) => this.#toFile(place, name, stat, lyricsFiles.listBeside(name)));
    const folderId = toFolderId(this.#request.libraryId, place.path);
    const cover = this.#findCover(place, entries.names);
    const listingKey = toListingKey(files, cover);
    if (this.#request.knownListings.get(folderId) === listingKey)
      return { unchanged: { folderId, fileCount: files.length } };
    const changedAtMs = this.#changedAt(place.absolutePath, '');
    return { folder: { path: place.path, folderId, changedAtMs, listingKey, files, cover } };
  }

  #toFile(place: Place, name: string, stat: Stats, beside: readonly LyricsFile[]): WalkedFile {
    return {
      name,
      sizeBytes: stat.size,
      modifiedAtMs: Math.trunc(stat.mtimeMs),
      lyrics: beside.map((file) => ({ ...file, changedAtMs: this.#changedAt(place.absolutePath, file.name) })),
    };
  }

  /** The folder's own cover; a folder of one disc may have it in the album's folder above. */
  #findCover(place: Place, names: readonly string[]): WalkedFolder['cover'] {
    const own = bestCover(names);
    if (own !== null) return { path: joinPath(place.path, own), changedAtMs: this.#changedAt(place.absolutePath, own) };
    const cut = place.path.lastIndexOf('/');
    if (place.path === '' || !isDiscFolder(place.path.slice(cut + 1))) return null;
    const parentPath = place.path.slice(0, Math.max(0, cut));
    const absolutePath = place.absolutePath.slice(0, place.absolutePath.lastIndexOf('/'));
    const name = bestCover(listNames(absolutePath));
    if (name === null) return null;
    const changedAtMs = Math.max(this.#changedAt(absolutePath, name), this.#changedAt(absolutePath, ''));
    return { path: joinPath(parentPath, name), changedAtMs };
  }

  /** The later of both times: a copy keeps the time of its content, but not that of its entry. */
  #changedAt(folder: string, name: string): number {
    const stat = statSync(name === '' ? folder : `${folder}/${name}`, { throwIfNoEntry: false });
    return stat === undefined ? 0 : Math.trunc(Math.max(stat.mtimeMs, stat.ctimeMs));
  }

  /** Names that are no UTF-8 come with replacement characters and cannot be opened; a real one may be part of a name, too. */
  #isValidName(place: Place, name: string): boolean {
    const bytes = Buffer.from(name);
    const isReal = readdirSync(place.absolutePath, { encoding: 'buffer' }).some((raw) => bytes.equals(raw));
    if (!isReal && isWorthReading(name)) {
      const fault = { reason: 'bad-name', detail: 'The file name is not valid UTF-8.' } as const;
      this.#addFault(joinPath(place.path, name), fault, false);
    }
    return isReal;
  }

  #addFault(path: string, fault: FileFault, isFolder: boolean): void {
    this.#faults.push({ path, ...fault, isFolder });
  }
}

function listNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Some file systems do not tell kinds in listings. */
const isUnknownKind = (dirent: Dirent): boolean =>
  !dirent.isFIFO() && !dirent.isSocket() && !dirent.isBlockDevice() && !dirent.isCharacterDevice();

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
