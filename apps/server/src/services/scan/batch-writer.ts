import type { FileFault, FileOutcome, ReadFolder } from '#gateways/media-files.ts';
import type { CoverSource } from '#models/cover.ts';
import type { CoverId, TrackId } from '#models/ids.ts';
import type { IdentifiedTrack } from '#models/identify-track.ts';
import { matchMovedFiles } from '#models/match-moved-files.ts';
import type { ScanFailure } from '#models/scan.ts';
import type { Track } from '#models/track.ts';
import type { TrackWrite } from '#repositories/track-repository.ts';
import type { CatalogueChanges } from './catalogue-changes.ts';
import { FolderBook, NameBook } from './ensure-named.ts';
import { type FolderWork, joinPath } from './folder-work.ts';
import type { ScanProgress } from './scan-progress.ts';
import { NOT_TAKEN_IN, type ScanTools } from './scan-tools.ts';

interface Arrival {
  work: FolderWork;
  coverId: CoverId | null;
  identified: IdentifiedTrack;
  fault: FileFault | null;
  /** The track that the catalogue has at this path. */
  knownId: TrackId | undefined;
}

interface Loss {
  work: FolderWork;
  path: string;
  failure: FileFault;
  knownId: TrackId | undefined;
}

/** Failures that may pass by themselves do not take a known track away. */
const PASSING: ReadonlySet<ScanFailure['reason']> = new Set(['unreadable', 'timed-out']);

/**
 * Writes what was read, in an order that can be repeated: first what tracks refer to, then the tracks, then the sums. A process
 * that is killed in between reads the same files again, or finds the tracks there and only sums up.
 */
export class BatchWriter {
  readonly #tools: ScanTools;
  readonly #progress: ScanProgress;
  readonly #changes: CatalogueChanges;
  readonly #folders: FolderBook;
  readonly #names: NameBook;

  constructor(tools: ScanTools, progress: ScanProgress, changes: CatalogueChanges) {
    this.#tools = tools;
    this.#progress = progress;
    this.#changes = changes;
    this.#folders = new FolderBook(tools);
    this.#names = new NameBook(tools);
  }

  async write(works: readonly FolderWork[], read: readonly ReadFolder[]): Promise<void> {
    const arrivals: Arrival[] = [];
    const losses: Loss[] = [];
    for (const [at, work] of works.entries()) {
      const folder = read[at];
      if (folder !== undefined)
        for (const outcome of folder.files) sortOutcome(work, folder.coverId, outcome, { arrivals, losses });
    }
    await this.#ensureReferences(works, read, arrivals);
    await this.#saveTracks(arrivals);
    await this.#updateFolderCovers(works, read);
    await this.#saveLosses(losses);
    await this.#changes.takeInBatch();
  }

  async markMissing(ids: readonly TrackId[]): Promise<void> {
    const { tracks } = this.#tools.repositories;
    for (let at = 0; at < ids.length; at += 200) {
      const part = ids.slice(at, at + 200);
      for (const track of await tracks.listTracksById(part)) {
        this.#changes.noteTrack(track);
        this.#changes.noteLostPicture(track);
      }
      await tracks.updateMissing(part, this.#tools.clock.nowMs());
    }
  }

  async #ensureReferences(
    works: readonly FolderWork[],
    read: readonly ReadFolder[],
    arrivals: readonly Arrival[],
  ): Promise<void> {
    const covers = new Map<CoverId, CoverSource>();
    for (const { identified } of arrivals) {
      const { embeddedCoverId, libraryId, path } = identified.draft;
      if (embeddedCoverId !== null) covers.set(embeddedCoverId, { kind: 'embedded', libraryId, path });
    }
    // A file of its own is quicker to read than a picture inside another.
    for (const [at, { root, toRead }] of works.entries()) {
      const coverId = read[at]?.coverId ?? null;
      if (coverId !== null && toRead.coverPath !== null)
        covers.set(coverId, { kind: 'file', libraryId: root.libraryId, path: toRead.coverPath });
    }
    await Promise.all([
      covers.size > 0 &&
        this.#tools.repositories.covers.ensureCovers([...covers].map(([id, source]) => ({ id, source }))),
      this.#folders.ensure(works.filter(({ toRead }) => toRead.files.length > 0)),
      this.#names.ensure(arrivals.map(({ identified }) => identified)),
    ]);
  }

  async #saveTracks(arrivals: readonly Arrival[]): Promise<void> {
    if (arrivals.length === 0) return;
    const { tracks } = this.#tools.repositories;
    const before = await this.#findBefore(arrivals);
    const writes = arrivals.map((arrival) => this.#toWrite(arrival, before.get(arrival.identified.draft.path)));
    await tracks.saveTracks(writes);
    await this.#deleteFailures(arrivals.filter(({ fault }) => fault === null));
    await this.#saveFailures(
      arrivals.flatMap(({ work, identified, fault }) =>
        fault === null ? [] : [{ work, path: identified.draft.path, failure: fault }],
      ),
    );
    for (const { track } of writes) this.#noteChange(track, before.get(track.path));
  }

  async #deleteFailures(arrivals: readonly Arrival[]): Promise<void> {
    const healed = arrivals.filter(({ work, identified }) => work.failedPaths.has(identified.draft.path));
    for (const [libraryId, files] of Map.groupBy(healed, ({ work }) => work.root.libraryId)) {
      const paths = files.map(({ identified }) => identified.draft.path);
      await this.#tools.repositories.scans.deleteFailures(libraryId, paths);
    }
  }

  #noteChange(track: Track, old: Track | undefined): void {
    this.#changes.noteTrack(track);
    if (old === undefined) {
      this.#progress.count('filesAdded');
      return;
    }
    this.#changes.noteTrack(old);
    if (old.embeddedCoverId !== track.embeddedCoverId || old.path !== track.path) this.#changes.noteLostPicture(old);
    const isMoved = old.path !== track.path || old.libraryId !== track.libraryId;
    this.#progress.count(isMoved ? 'filesMoved' : 'filesUpdated');
  }

  /** The tracks that these files were before: at the same path, or missing with the same audio. */
  async #findBefore(arrivals: readonly Arrival[]): Promise<Map<string, Track>> {
    const { tracks } = this.#tools.repositories;
    const knownIds = arrivals.flatMap(({ knownId }) => knownId ?? []);
    const known = knownIds.length === 0 ? [] : await tracks.listTracksById(knownIds);
    const before = new Map(known.map((track) => [track.path, track]));
    const strangers = arrivals.flatMap(({ knownId, identified }) => (knownId === undefined ? [identified.draft] : []));
    const keys = strangers.flatMap(({ audioKey }) => audioKey ?? []);
    if (keys.length === 0) return before;
    const missing = await tracks.findMissingByAudioKey([...new Set(keys)]);
    for (const [path, track] of matchMovedFiles(strangers, missing)) before.set(path, track);
    return before;
  }

  #toWrite({ work, coverId, identified }: Arrival, old: Track | undefined): TrackWrite {
    const { draft, lyrics } = identified;
    const nowMs = this.#tools.clock.nowMs();
    const addedAtMs = work.isFirstScan ? Math.min(nowMs, draft.modifiedAtMs) : nowMs;
    const track: Track = {
      ...draft,
      id: old?.id ?? this.#tools.idSource.createId<TrackId>(),
      coverId: draft.embeddedCoverId ?? coverId,
      addedAtMs: old?.addedAtMs ?? addedAtMs,
      missingSinceMs: null,
    };
    return { track, lyrics };
  }

  async #updateFolderCovers(works: readonly FolderWork[], read: readonly ReadFolder[]): Promise<void> {
    for (const [at, { isCoverChanged, folderId }] of works.entries()) {
      if (!isCoverChanged) continue;
      const coverId = read[at]?.coverId ?? null;
      this.#changes.noteAlbums(await this.#tools.repositories.tracks.updateFolderCover(folderId, coverId));
    }
  }

  async #saveLosses(losses: readonly Loss[]): Promise<void> {
    if (losses.length === 0) return;
    await this.#saveFailures(losses);
    await this.markMissing(
      losses.flatMap(({ knownId, failure }) => (knownId === undefined || PASSING.has(failure.reason) ? [] : [knownId])),
    );
    this.#progress.count('filesFailed', losses.length);
  }

  async #saveFailures(faulty: readonly Omit<Loss, 'knownId'>[]): Promise<void> {
    if (faulty.length === 0) return;
    const failedAtMs = this.#tools.clock.nowMs();
    const failures = faulty.map(({ work, path, failure }): ScanFailure => {
      const file = work.toRead.files.find(({ name }) => joinPath(work.toRead.path, name) === path);
      const { libraryId } = work.root;
      const { reason } = failure;
      this.#tools.logger?.warn({ libraryId, path, ...failure }, NOT_TAKEN_IN);
      return {
        id: this.#tools.idSource.createId(),
        libraryId,
        path,
        reason,
        sizeBytes: file?.sizeBytes ?? 0,
        modifiedAtMs: file?.modifiedAtMs ?? 0,
        failedAtMs,
      };
    });
    await this.#tools.repositories.scans.saveFailures(failures);
  }
}

function sortOutcome(
  work: FolderWork,
  coverId: CoverId | null,
  outcome: FileOutcome,
  into: { arrivals: Arrival[]; losses: Loss[] },
): void {
  const knownId = work.trackIds.get(outcome.path);
  const { path, identified, failure } = outcome;
  if (identified === null) into.losses.push({ work, path, failure, knownId });
  else into.arrivals.push({ work, coverId, identified, fault: failure, knownId });
}
