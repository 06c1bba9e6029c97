import type { UploadFiles, UploadParts } from '#gateways/upload-files.ts';
import type { UploadLocks } from '#gateways/upload-locks.ts';
import type { Caller } from '#models/caller.ts';
import { DomainError, invalid, notFound } from '#models/errors.ts';
import type { UploadId, UserId } from '#models/ids.ts';
import type { Page, PageRequest } from '#models/page.ts';
import type { Track } from '#models/track.ts';
import { mayUpload, UPLOAD_LIFETIME_MS, type Upload, type UploadUsage } from '#models/upload.ts';
import { toLastName } from '#models/upload-path.ts';
import type { Repositories } from '#repositories/repositories.ts';
import type { Clock } from '../clock.ts';
import type { EventBus } from '../events.ts';
import type { IdSource } from '../id-source.ts';
import type { UploadIntake } from './upload-intake.ts';

export interface UploadServiceOptions {
  repositories: Pick<Repositories, 'uploads' | 'tracks' | 'users'>;
  parts: Pick<UploadParts, 'ensureFolder' | 'measure'>;
  files: Pick<UploadFiles, 'ensureLocation'>;
  locks: UploadLocks;
  intake: Pick<UploadIntake, 'begin' | 'withdraw'>;
  libraryService: { ensureUploadsLibrary(): Promise<unknown> };
  limits: { quotaBytes: number; maxFileBytes: number };
  events: EventBus;
  clock: Clock;
  idSource: IdSource;
}

/** A file as its sender describes it. */
export interface UploadOffer {
  fileName: string;
  /** Path below the chosen folder, the name included; empty for a single file. */
  relativePath: string;
  sizeBytes: number;
  checksum: string | null;
}

/** An upload with what is not stored with it. */
export interface UploadView {
  upload: Upload;
  receivedBytes: number;
  /** What it became, or what was there before it. */
  track: Track | null;
}

export interface OwnUsage extends UploadUsage {
  quotaBytes: number;
  maxFileBytes: number;
  canUpload: boolean;
}

const LONGEST_NAME = 1000;
const CHECKSUM = /^[0-9a-f]{64}$/i;

/** Files that users send: what may come, what has come, and what became of it. */
export class UploadService {
  readonly #options: UploadServiceOptions;

  constructor(options: UploadServiceOptions) {
    this.#options = options;
  }

  /** @throws DomainError forbidden, validation, too-large, quota-exceeded, unavailable */
  async createUpload(caller: Caller, offer: UploadOffer): Promise<Upload> {
    if (!mayUpload(caller.role))
      throw new DomainError('forbidden', 'Only administrators and artists can upload music.');
    const { repositories, limits, clock, idSource, events } = this.#options;
    const fileName = toLastName(offer.fileName);
    checkOffer({ ...offer, fileName }, limits.maxFileBytes);
    const { relativePath, sizeBytes, checksum } = offer;
    const upload: Upload = {
      id: idSource.createId<UploadId>(),
      userId: caller.userId,
      fileName,
      folder: relativePath.split('/').slice(0, -1).join('/'),
      sizeBytes,
      checksum: checksum?.toLowerCase() ?? null,
      state: 'receiving',
      rejection: null,
      audioKey: null,
      storedPath: null,
      createdAtMs: clock.nowMs(),
      endedAtMs: null,
    };
    await this.#ensureLibrary();
    if (!(await repositories.uploads.createUpload(upload, limits.quotaBytes)))
      throw new DomainError('quota-exceeded', `Your uploads may take ${toGigabytes(limits.quotaBytes)} in all.`);
    events.emit('uploadChanged', { id: upload.id, userId: upload.userId, state: upload.state });
    return upload;
  }

  /** @throws DomainError not-found for the uploads of others, and for those given up. */
  async getOwn(caller: Caller, id: UploadId): Promise<Upload> {
    const upload = await this.#options.repositories.uploads.findUpload(id);
    if (upload === undefined || upload.userId !== caller.userId || this.#isGivenUp(upload)) throw notFound('upload');
    return upload;
  }

  /** See `UploadLocks`: who writes to an upload holds its lock. @throws DomainError unavailable */
  lock(id: UploadId, signal: AbortSignal, onWanted: () => void): Promise<() => Promise<void>> {
    return this.#options.locks.lock(id, signal, onWanted);
  }

  /** Call when all bytes are there. The file is looked at afterwards: what became of it is told by events. */
  async finish(id: UploadId): Promise<void> {
    await this.#options.intake.begin(id);
  }

  async getUpload(caller: Caller, id: UploadId): Promise<UploadView> {
    const [view] = await this.#describe([await this.getOwn(caller, id)]);
    if (view === undefined) throw notFound('upload');
    return view;
  }

  async describe(upload: Upload): Promise<UploadView> {
    const [view] = await this.#describe([upload]);
    return view ?? { upload, receivedBytes: 0, track: null };
  }

  async listUploads(caller: Caller, page: PageRequest): Promise<Page<UploadView>> {
    const listed = await this.#options.repositories.uploads.listUploads(caller.userId, page);
    return { ...listed, items: await this.#describe(listed.items.filter((upload) => !this.#isGivenUp(upload))) };
  }

  /** @throws DomainError not-found, or conflict while it is being checked. */
  async deleteUpload(caller: Caller, id: UploadId): Promise<void> {
    await this.#options.intake.withdraw(await this.getOwn(caller, id));
  }

  async getUsage({ userId, role }: Caller): Promise<OwnUsage> {
    const usage = await this.#options.repositories.uploads.getUsage(userId);
    return { ...usage, ...this.#options.limits, canUpload: mayUpload(role) };
  }

  async listUsage(): Promise<(UploadUsage & { userName: string })[]> {
    const { uploads, users } = this.#options.repositories;
    const [usages, known] = await Promise.all([uploads.listUsage(), users.listUsers()]);
    const names = new Map<UserId, string>(known.map(({ id, name }) => [id, name]));
    return usages.map((usage) => ({ ...usage, userName: names.get(usage.userId) ?? '' }));
  }

  /** Asked before anything is sent: what cannot be kept in the end is better refused in the beginning. */
  async #ensureLibrary(): Promise<void> {
    const { parts, files, libraryService } = this.#options;
    await files.ensureLocation();
    await parts.ensureFolder();
    await libraryService.ensureUploadsLibrary().catch((cause: unknown) => {
      if (!(cause instanceof DomainError)) throw cause;
      throw new DomainError('unavailable', `The folder of uploads cannot be used. ${cause.message}`, { cause });
    });
  }

  #isGivenUp({ state, createdAtMs }: Upload): boolean {
    return state === 'receiving' && this.#options.clock.nowMs() >= createdAtMs + UPLOAD_LIFETIME_MS;
  }

  async #describe(uploads: readonly Upload[]): Promise<UploadView[]> {
    const { repositories, parts } = this.#options;
    const hasTrack = ({ state }: Upload) => state === 'done' || state === 'duplicate';
    const keys = uploads.flatMap((upload) => (hasTrack(upload) && upload.audioKey !== null ? [upload.audioKey] : []));
    const tracks = keys.length === 0 ? [] : await repositories.tracks.listTracksByAudioKey(keys);
    const byKey = new Map(tracks.toReversed().map((track) => [track.audioKey, track]));
    return await Promise.all(
      uploads.map(async (upload) => ({
        upload,
        receivedBytes: upload.state === 'receiving' ? ((await parts.measure(upload.id)) ?? 0) : upload.sizeBytes,
        track: hasTrack(upload) && upload.audioKey !== null ? (byKey.get(upload.audioKey) ?? null) : null,
      })),
    );
  }
}

function checkOffer({ fileName, relativePath, sizeBytes, checksum }: UploadOffer, maxFileBytes: number): void {
  if (fileName.trim() === '' || fileName.length > LONGEST_NAME)
    throw invalid('headers/upload-metadata', 'filename must have from 1 to 1000 characters.');
  if (relativePath.length > LONGEST_NAME * 4)
    throw invalid('headers/upload-metadata', 'relativePath must not have more than 4000 characters.');
  if (checksum !== null && !CHECKSUM.test(checksum))
    throw invalid('headers/upload-metadata', 'sha256 must be 64 digits in hex.');
  if (sizeBytes <= 0) throw invalid('headers/upload-length', 'An empty file is no music.');
  if (sizeBytes > maxFileBytes) throw new DomainError('too-large', `One file may have ${toGigabytes(maxFileBytes)}.`);
}

const toGigabytes = (bytes: number): string =>
  bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${Math.round(bytes / 1e8) / 10} GB`;
