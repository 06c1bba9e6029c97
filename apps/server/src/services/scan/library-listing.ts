import type {
  FolderChange,
  LibraryRoot,
  UnchangedFolder,
  WalkBatch,
  WalkRequest,
  WalkedFile,
  WalkedFolder,
} from '#gateways/media-files.ts';
import { toFolderId } from '#models/catalogue-ids.ts';
import { DomainError } from '#models/errors.ts';
import type { FolderId, TrackId } from '#models/ids.ts';
import type { Library } from '#models/library.ts';
import type { Lyrics } from '#models/lyrics.ts';
import type { ScanFailure } from '#models/scan.ts';
import type { KnownFile } from '#repositories/track-repository.ts';
import { type FolderWork, joinPath, splitFolderWork } from './folder-work.ts';
import { KnownFailures } from './known-failures.ts';
import { KnownListings } from './known-listings.ts';
import type { ScanProgress } from './scan-progress.ts';
import type { ScanTools } from './scan-tools.ts';

export interface ListingRequest {
  library: Library;
  isFull: boolean;
  /** Null lists the whole library. */
  changes: readonly FolderChange[] | null;
  signal: AbortSignal;
  /** Takes what is to be read, as it is found. */
  onWork(work: FolderWork): void;
}

export interface ListingResult {
  /** Tracks whose files are gone. */
  missingIds: TrackId[];
  filesTotal: number;
}

/** What the catalogue holds about a folder's files. */
interface Past {
  known: readonly KnownFile[];
  failedPaths: ReadonlySet<string>;
}

/** Times on disk are coarser than the clock, and taken a little before it. */
const TIME_MARGIN_MS = 2_000;

/** Compares a library's folders with the catalogue. Nothing is opened: size and time tell whether a file has changed. */
export class LibraryListing {
  readonly #tools: ScanTools;
  readonly #progress: ScanProgress;
  readonly #request: ListingRequest;
  readonly #root: LibraryRoot;
  readonly #failures: KnownFailures;
  readonly #listings: KnownListings;
  readonly #seenFolderIds = new Set<FolderId>();
  /** Folders that could not be entered: what is known below them is neither there nor gone. */
  readonly #closedFolders: string[] = [];
  readonly #faultyPaths = new Set<string>();
  readonly #missing = new Map<TrackId, string>();
  #filesTotal = 0;

  constructor(tools: ScanTools, progress: ScanProgress, request: ListingRequest) {
    this.#tools = tools;
    this.#progress = progress;
    this.#request = request;
    const { library } = request;
    this.#root = { libraryId: library.id, rootPath: library.path };
    this.#failures = new KnownFailures(library.id, tools);
    this.#listings = new KnownListings(tools);
  }

  /** @throws DomainError unavailable when the library cannot be read: then nothing counts as missing. */
  async run(): Promise<ListingResult> {
    const { changes, library, isFull } = this.#request;
    const isQuick = changes === null && !isFull;
    const listings = isQuick && library.lastScannedAtMs !== null ? this.#listings.load(library.id) : null;
    listings?.catch(() => undefined);
    // Asked while the listing is under way: neither depends on it.
    const loading = this.#failures.load();
    const occupied = changes === null ? this.#tools.repositories.tracks.listOccupiedFolderIds(library.id) : null;
    for (const early of [loading, occupied]) early?.catch(() => undefined);
    const targets = changes?.map(({ path, isDeep }) => ({ path, isDeep })) ?? [{ path: '', isDeep: true }];
    await listings;
    await this.#listAndCompare({ ...this.#root, targets, knownListings: this.#listings.keys }, loading);
    const vanished =
      changes === null ? await this.#listVanished((await occupied) ?? []) : await this.#listVanishedBelow(changes);
    if (await this.#looksUnmounted(vanished)) {
      throw new DomainError(
        'unavailable',
        `${library.path} is empty, but held music before. Its tracks were left alone: is a drive not mounted?`,
      );
    }
    await this.#addMissingFolders(vanished);
    if (isQuick) await this.#listings.save();
    await this.#failures.deleteUnseen((path) => changes === null || changes.some((change) => isWithin(path, change)));
    return { missingIds: this.#listMissing(), filesTotal: this.#filesTotal };
  }

  /** The store looks up one batch while another is compared and the next is listed. */
  async #listAndCompare(request: WalkRequest, loading: Promise<void>): Promise<void> {
    let comparing = loading;
    try {
      for await (const batch of this.#tools.mediaFiles.walk(request, this.#request.signal)) {
        const known = this.#listKnown(batch);
        const before = comparing;
        comparing = Promise.all([known, before]).then(([files]) => this.#compare(batch, files));
        // Its failure is told where it is awaited, after the walk.
        comparing.catch(() => undefined);
      }
    } finally {
      await comparing;
    }
  }

  /** A mount point without its drive is an empty folder where there was music. */
  async #looksUnmounted(vanished: readonly FolderId[]): Promise<boolean> {
    if (vanished.length === 0 || this.#filesTotal > 0 || this.#closedFolders.length > 0) return false;
    const known = await this.#tools.repositories.tracks.listKnownFiles(this.#root.libraryId, vanished);
    if (known.every(({ isMissing }) => isMissing)) return false;
    return (await this.#tools.mediaFiles.listFolder(this.#root.rootPath)).isEmpty;
  }

  async #listKnown({ folders }: WalkBatch): Promise<KnownFile[]> {
    if (folders.length === 0) return [];
    const ids = folders.map(({ folderId }) => folderId);
    return await this.#tools.repositories.tracks.listKnownFiles(this.#root.libraryId, ids);
  }

  async #compare(batch: WalkBatch, known: readonly KnownFile[]): Promise<void> {
    if (batch.faults.length > 0) await this.#noteFaults(batch);
    const knownByFolder = Map.groupBy(known, ({ folderId }) => folderId);
    for (const folder of batch.folders) {
      // Changed places may lie in each other: a folder is compared once.
      if (this.#seenFolderIds.has(folder.folderId)) continue;
      this.#seenFolderIds.add(folder.folderId);
      await this.#compareFolder(folder, knownByFolder.get(folder.folderId) ?? []);
    }
    this.#passOver(batch.unchanged);
  }

  #passOver(unchanged: readonly UnchangedFolder[]): void {
    let files = 0;
    for (const { folderId, fileCount } of unchanged) {
      this.#seenFolderIds.add(folderId);
      files += fileCount;
    }
    this.#filesTotal += files;
    this.#progress.count('filesUnchanged', files);
  }

  async #noteFaults({ faults }: WalkBatch): Promise<void> {
    for (const { path, isFolder } of faults) {
      if (isFolder) this.#closedFolders.push(path);
      else this.#faultyPaths.add(path);
    }
    const files = faults.filter(({ isFolder }) => !isFolder).length;
    this.#filesTotal += files;
    await this.#failures.saveFaults(faults);
    this.#progress.count('filesFailed', files);
  }

  async #compareFolder(folder: WalkedFolder, known: readonly KnownFile[]): Promise<void> {
    const knownByPath = new Map(known.map((file) => [file.path, file]));
    const toRead: WalkedFile[] = [];
    const unchanged: KnownFile[] = [];
    const failedPaths = new Set<string>();
    let failed = 0;
    for (const file of folder.files) {
      const path = joinPath(folder.path, file.name);
      const match = knownByPath.get(path);
      knownByPath.delete(path);
      const failure = this.#failures.see(path);
      if (failure !== undefined) failedPaths.add(path);
      if (this.#hasStillFailed(file, failure)) failed++;
      else if (match !== undefined && this.#isUnchanged(file, match)) unchanged.push(match);
      else toRead.push(file);
    }
    const lost = [...knownByPath.values()].filter(({ isMissing }) => !isMissing);
    for (const { trackId, path } of lost) this.#missing.set(trackId, path);
    const withLostLyrics = await this.#findLostLyrics(folder, unchanged);
    this.#filesTotal += folder.files.length;
    this.#progress.count('filesFailed', failed);
    this.#progress.count('filesUnchanged', unchanged.length - withLostLyrics.length);
    const hasWork = this.#addWork(folder, [...toRead, ...withLostLyrics], { known, failedPaths });
    if (!hasWork && lost.length + failedPaths.size === 0) this.#listings.settle(folder);
  }

  #hasStillFailed(file: WalkedFile, failure: ScanFailure | undefined): boolean {
    // Rights and hanging disks change without a trace in the file: those are tried again, it costs little.
    if (failure === undefined || this.#request.isFull || failure.reason === 'unreadable') return false;
    // It is a track as well, and unchanged as one.
    if (failure.reason === 'cut-off') return false;
    return failure.sizeBytes === file.sizeBytes && failure.modifiedAtMs === file.modifiedAtMs;
  }

  #isUnchanged(file: WalkedFile, known: KnownFile): boolean {
    if (this.#request.isFull || known.isMissing) return false;
    if (known.sizeBytes !== file.sizeBytes || known.modifiedAtMs !== file.modifiedAtMs) return false;
    return !file.lyrics.some(({ changedAtMs }) => this.#isNew(changedAtMs));
  }

  /** Whether something was touched since the last scan began. */
  #isNew(changedAtMs: number): boolean {
    const { lastScannedAtMs } = this.#request.library;
    return lastScannedAtMs === null || changedAtMs >= lastScannedAtMs - TIME_MARGIN_MS;
  }

  /** Tracks whose lyrics came from a file beside that is gone. */
  async #findLostLyrics(folder: WalkedFolder, unchanged: readonly KnownFile[]): Promise<WalkedFile[]> {
    if (this.#request.library.lastScannedAtMs === null || !this.#isNew(folder.changedAtMs)) return [];
    const files = new Map(folder.files.map((file) => [joinPath(folder.path, file.name), file]));
    const lost: WalkedFile[] = [];
    for (const { path, trackId } of unchanged) {
      const file = files.get(path);
      if (file === undefined) continue;
      const lyrics = await this.#tools.repositories.tracks.findLyrics(trackId);
      if (lyrics && isLost(lyrics, file)) lost.push(file);
    }
    return lost;
  }

  /** Returns whether there is any. */
  #addWork(folder: WalkedFolder, files: readonly WalkedFile[], past: Past): boolean {
    const { known, failedPaths } = past;
    const { isFull, library, onWork } = this.#request;
    const isTouched =
      this.#isNew(folder.changedAtMs) || (folder.cover !== null && this.#isNew(folder.cover.changedAtMs));
    const isCoverChanged = known.length > 0 && (isFull || isTouched);
    if (files.length === 0 && !isCoverChanged) return false;
    const trackIds = new Map(known.map(({ path, trackId }) => [path, trackId]));
    const isFirstScan = library.lastScannedAtMs === null;
    for (const work of splitFolderWork(folder, files, {
      root: this.#root,
      trackIds,
      failedPaths,
      isCoverChanged,
      isFirstScan,
    }))
      onWork(work);
    return true;
  }

  async #listVanished(occupied: readonly FolderId[]): Promise<FolderId[]> {
    const closed = new Set<FolderId>();
    for (const path of this.#closedFolders) for (const id of await this.#listSubtree(path)) closed.add(id);
    return occupied.filter((id) => !this.#seenFolderIds.has(id) && !closed.has(id));
  }

  /** Of the changed places: what was known there, and below where the listing went deep, and was not found. */
  async #listVanishedBelow(changes: readonly FolderChange[]): Promise<FolderId[]> {
    const vanished = new Set<FolderId>();
    const closed = new Set<FolderId>();
    for (const path of this.#closedFolders) for (const id of await this.#listSubtree(path)) closed.add(id);
    for (const { path, isDeep } of changes) {
      const state = await this.#tools.mediaFiles.inspectFolder(joinPath(this.#root.rootPath, path));
      const ids =
        isDeep || state.state === 'missing' ? await this.#listSubtree(path) : [toFolderId(this.#root.libraryId, path)];
      for (const id of ids) if (!this.#seenFolderIds.has(id) && !closed.has(id)) vanished.add(id);
    }
    return [...vanished];
  }

  async #listSubtree(path: string): Promise<FolderId[]> {
    const ids = [toFolderId(this.#root.libraryId, path)];
    for (const id of ids) {
      const below = await this.#tools.repositories.folders.listFolders(id);
      ids.push(...below.map((folder) => folder.id));
    }
    return ids;
  }

  async #addMissingFolders(folderIds: readonly FolderId[]): Promise<void> {
    for (let at = 0; at < folderIds.length; at += 200) {
      const part = folderIds.slice(at, at + 200);
      const known = await this.#tools.repositories.tracks.listKnownFiles(this.#root.libraryId, part);
      for (const file of known) if (!file.isMissing) this.#missing.set(file.trackId, file.path);
    }
  }

  #listMissing(): TrackId[] {
    return [...this.#missing].filter(([, path]) => !this.#faultyPaths.has(path)).map(([id]) => id);
  }
}

const isLost = ({ source, fileName, translationFiles }: Lyrics, file: WalkedFile): boolean =>
  (source === 'file' && !isBeside(fileName, file)) || translationFiles.some((name) => !isBeside(name, file));

/** A former version did not note the name: then any lyrics file will do. */
function isBeside(fileName: string | null, { lyrics }: WalkedFile): boolean {
  return fileName === null ? lyrics.length > 0 : lyrics.some(({ name }) => name === fileName);
}

function isWithin(path: string, change: FolderChange): boolean {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  if (folder === change.path || path === change.path) return true;
  return change.isDeep && (change.path === '' || path.startsWith(`${change.path}/`));
}
