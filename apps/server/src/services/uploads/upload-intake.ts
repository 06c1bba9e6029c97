import { hash } from 'node:crypto';
import type { Companions } from '#gateways/companions.ts';
import type { FolderChange } from '#gateways/media-files.ts';
import type { UploadFiles, UploadParts } from '#gateways/upload-files.ts';
import type { UploadLocks } from '#gateways/upload-locks.ts';
import { DomainError } from '#models/errors.ts';
import type { IdentifiedTrack } from '#models/identify-track.ts';
import type { LibraryId, UploadId } from '#models/ids.ts';
import { type Upload, UPLOAD_LIFETIME_MS, type UploadRejection } from '#models/upload.ts';
import { toFileName, toSafeFolder, toSafeName, toTaggedFolder } from '#models/upload-path.ts';
import type { Repositories } from '#repositories/repositories.ts';
import type { Clock } from '../clock.ts';
import type { EventBus } from '../events.ts';
import type { ScanLogger } from '../scan/scan-tools.ts';
import { SerialRunner } from '../serial-runner.ts';
import type { UploadExaminer } from './upload-examiner.ts';

export interface UploadIntakeOptions {
  repositories: Pick<Repositories, 'uploads' | 'tracks'>;
  parts: UploadParts;
  files: UploadFiles;
  locks: UploadLocks;
  examiner: Pick<UploadExaminer, 'examine'>;
  companions: Pick<Companions, 'kindOf'>;
  isAudioName(name: string): boolean;
  libraryService: { ensureUploadsLibrary(): Promise<{ id: LibraryId }> };
  scanService: { scanFolders(changes: readonly FolderChange[]): Promise<void> };
  events: EventBus;
  clock: Clock;
  logger: ScanLogger;
}

/** How many are looked up at once when what was left is taken up. */
const BATCH = 500;
/** A name that is free is taken by somebody else at most this often in a row. */
const MOST_TRIES = 20;
/** What was refused is shown for this long. */
const NEWS_LIFETIME_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * Takes whole uploads into the library: compares the checksum, reads them as a scan would, looks for their sound among
 * what is there, moves them, and has their folder scanned. The state in the store is written before each step that shows
 * outside, so that whatever was interrupted is done again to the same end.
 */
export class UploadIntake {
  readonly #options: UploadIntakeOptions;
  /** One after another: reading is as fast as the disk anyway, and two of one name would choose the same path. */
  readonly #turns = new SerialRunner();
  readonly #stopping = new AbortController();

  constructor(options: UploadIntakeOptions) {
    this.#options = options;
  }

  /** Returns when it is noted that the upload is whole; the rest follows. */
  async begin(id: UploadId): Promise<void> {
    const upload = await this.#find(id);
    if (upload?.state !== 'receiving') return;
    if (await this.#save({ ...upload, state: 'checking' }, 'receiving')) this.#takeInLater(id);
  }

  /** Takes up what a process that ended has left, and clears away what nobody will finish. */
  async resume(): Promise<void> {
    const { uploads } = this.#options.repositories;
    const nowMs = this.#options.clock.nowMs();
    for (const { id } of await uploads.listUploadsByState('checking', Number.MAX_SAFE_INTEGER, BATCH))
      this.#takeInLater(id);
    for (const upload of await uploads.listUploadsByState('receiving', Number.MAX_SAFE_INTEGER, BATCH)) {
      if ((await this.#options.parts.measure(upload.id)) === upload.sizeBytes) await this.begin(upload.id);
      else if (upload.createdAtMs + UPLOAD_LIFETIME_MS <= nowMs) await this.#forget(upload);
    }
    for (const state of ['rejected', 'duplicate'] as const)
      for (const upload of await uploads.listUploadsByState(state, nowMs - NEWS_LIFETIME_MS, BATCH))
        await this.#forget(upload);
    await this.#removeOrphans();
  }

  /** @throws DomainError conflict while it is being checked. */
  async withdraw(upload: Upload): Promise<void> {
    const { files, scanService, libraryService } = this.#options;
    if (upload.state === 'checking')
      throw new DomainError('conflict', 'This file is being checked just now: try again in a moment.');
    // Its sender may be at it: the request under way lets go first.
    const release = await this.#options.locks.lock(upload.id, this.#stopping.signal, () => undefined);
    try {
      if (upload.state === 'done' && upload.storedPath !== null) await files.removePlaced(upload.storedPath);
      await this.#forget(upload);
    } finally {
      await release();
    }
    const { id, userId, state } = upload;
    this.#options.events.emit('uploadChanged', { id, userId, state });
    if (upload.state !== 'done') return;
    const { id: libraryId } = await libraryService.ensureUploadsLibrary();
    await scanService.scanFolders([this.#toChange(upload, libraryId)]);
  }

  /** Resolves when nothing is being taken in. */
  async whenIdle(): Promise<void> {
    await this.#turns.run(async () => undefined);
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new DomainError('unavailable', 'JetStream is shutting down.'));
    await this.whenIdle();
  }

  #takeInLater(id: UploadId): void {
    this.#turns
      .run(async () => {
        if (!this.#stopping.signal.aborted) await this.#takeInAlone(id);
      })
      .catch((error: unknown) => {
        if (!this.#stopping.signal.aborted)
          this.#options.logger.error({ err: error, uploadId: id }, 'An upload waits to be taken in');
      });
  }

  async #takeInAlone(id: UploadId): Promise<void> {
    const release = await this.#options.locks.lock(`intake-${id}`, this.#stopping.signal, () => undefined);
    try {
      const upload = await this.#find(id);
      if (upload?.state === 'checking') await this.#takeIn(upload);
    } finally {
      await release();
    }
  }

  async #takeIn(upload: Upload): Promise<void> {
    if ((await this.#options.parts.measure(upload.id)) === undefined) return this.#takeInAbsent(upload);
    const examined = await this.#options.examiner.examine(upload, this.#stopping.signal);
    if (examined.kind === 'refused') await this.#reject(upload, examined.rejection);
    else if (examined.kind === 'track') await this.#takeInTrack(upload, examined.identified);
    else await this.#takeInCompanion(upload, examined.checksum);
  }

  async #takeInTrack(upload: Upload, identified: IdentifiedTrack): Promise<void> {
    const { audioKey } = identified.draft;
    if (audioKey !== null && (await this.#isKnown(upload, audioKey)))
      await this.#end({ ...upload, state: 'duplicate', audioKey, storedPath: null });
    else await this.#place(upload, identified);
  }

  /** By its name alone scans know what it belongs to: it gets no other one. */
  async #takeInCompanion(upload: Upload, checksum: string): Promise<void> {
    const { files } = this.#options;
    const { folder, fileName } = upload;
    const path = upload.storedPath ?? (await files.findPath(toSafeFolder(folder), toSafeName(fileName)));
    if (path === undefined) return this.#reject(upload, 'name-taken');
    if (upload.storedPath === null && (await files.isPlaced(path))) {
      const isSame = (await files.hashPlaced(path)) === checksum;
      return isSame ? void (await this.#end({ ...upload, state: 'duplicate' })) : this.#reject(upload, 'name-taken');
    }
    const placing: Upload = { ...upload, storedPath: path };
    if (!(await this.#save(placing, 'checking'))) return;
    await ((await this.#bring(upload.id, path)) ? this.#settle(placing) : this.#reject(upload, 'name-taken'));
  }

  /** There are no parts to read. */
  async #takeInAbsent(upload: Upload): Promise<void> {
    const { parts, files, clock } = this.#options;
    // Whoever has them finishes it, once it is there again.
    if (parts.mayLieElsewhere && clock.nowMs() < upload.createdAtMs + UPLOAD_LIFETIME_MS) return;
    // They left for their place before a crash.
    const isMoved = upload.storedPath !== null && (await files.isPlaced(upload.storedPath));
    await (isMoved ? this.#settle(upload) : this.#reject(upload, 'lost'));
  }

  /** Whether the sound is in the catalogue, or on its way there from another upload. */
  async #isKnown(upload: Upload, audioKey: string): Promise<boolean> {
    const { repositories, files } = this.#options;
    const tracks = await repositories.tracks.listTracksByAudioKey([audioKey]);
    if (tracks.some(({ path }) => path !== upload.storedPath)) return true;
    const ownerId = await repositories.uploads.claimSound(audioKey, upload.id);
    if (ownerId === upload.id) return false;
    const owner = await this.#find(ownerId);
    const isAlive =
      owner?.state === 'checking' ||
      (owner?.state === 'done' && owner.storedPath !== null && (await files.isPlaced(owner.storedPath)));
    if (isAlive) return true;
    // Its file was taken away from outside: the sound is free again.
    await repositories.uploads.deleteClaim(audioKey, ownerId);
    return (await repositories.uploads.claimSound(audioKey, upload.id)) !== upload.id;
  }

  async #place(upload: Upload, { draft }: IdentifiedTrack): Promise<void> {
    const { files, isAudioName } = this.#options;
    const [stem, ending] = toFileName(upload.fileName, draft.format.codec, isAudioName);
    const told = toSafeFolder(upload.folder);
    const folders = told.length > 0 ? told : toTaggedFolder(draft);
    let placing: Upload = { ...upload, audioKey: draft.audioKey };
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const isChosen = tries === 0 && placing.storedPath !== null;
      if (!isChosen) placing = { ...placing, storedPath: await files.choosePath(folders, stem, ending) };
      if (!(await this.#save(placing, 'checking'))) return;
      if (await this.#bring(upload.id, placing.storedPath ?? '')) return await this.#settle(placing);
    }
    throw new DomainError('unavailable', 'No name could be found for an uploaded file.');
  }

  /** A bucket does not tell who was first at a name. @throws DomainError unavailable when somebody else may be at it too */
  async #bring(id: UploadId, path: string): Promise<boolean> {
    const { files, locks } = this.#options;
    const lost = new AbortController();
    const onLost = () => lost.abort(new DomainError('unavailable', 'The name may be taken by another server.'));
    const { signal } = this.#stopping;
    const release = await locks.lock(`place-${hash('sha256', path, 'hex')}`, signal, () => undefined, onLost);
    try {
      const isPlaced = await files.place(id, path, AbortSignal.any([signal, lost.signal]));
      // The next turn compares what is there.
      lost.signal.throwIfAborted();
      return isPlaced;
    } finally {
      await release();
    }
  }

  async #settle(upload: Upload): Promise<void> {
    const { libraryService, scanService, events } = this.#options;
    const { id: libraryId } = await libraryService.ensureUploadsLibrary();
    const done = await this.#end({ ...upload, state: 'done' });
    if (done !== null) events.emit('fileUploaded', { upload: done });
    await scanService.scanFolders([this.#toChange(upload, libraryId)]);
  }

  /** The cover of an album may be that of the discs in folders below. */
  #toChange({ fileName, storedPath }: Upload, libraryId: LibraryId): FolderChange {
    const isDeep = this.#options.companions.kindOf(fileName) === 'cover';
    return { libraryId, path: folderOf(storedPath ?? ''), isDeep };
  }

  async #reject(upload: Upload, rejection: UploadRejection): Promise<void> {
    await this.#end({ ...upload, state: 'rejected', rejection, storedPath: null });
  }

  async #end(upload: Upload): Promise<Upload | null> {
    const ended: Upload = { ...upload, endedAtMs: this.#options.clock.nowMs() };
    const isSaved = await this.#save(ended, 'checking');
    await this.#options.parts.remove(upload.id);
    return isSaved ? ended : null;
  }

  async #save(upload: Upload, expected: 'receiving' | 'checking'): Promise<boolean> {
    const isSaved = await this.#options.repositories.uploads.updateUpload(upload, expected);
    const { id, userId, state } = upload;
    if (isSaved) this.#options.events.emit('uploadChanged', { id, userId, state });
    return isSaved;
  }

  /** The part goes last but one: without its record it would be an orphan, which a later start removes. */
  async #forget(upload: Upload): Promise<void> {
    await this.#options.repositories.uploads.deleteUpload(upload.id);
    await this.#options.parts.remove(upload.id);
  }

  async #removeOrphans(): Promise<void> {
    for (const id of await this.#options.parts.listIds()) {
      const upload = await this.#find(id as UploadId);
      if (upload?.state !== 'receiving' && upload?.state !== 'checking') await this.#options.parts.remove(id);
    }
  }

  async #find(id: UploadId): Promise<Upload | undefined> {
    return await this.#options.repositories.uploads.findUpload(id);
  }
}

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
