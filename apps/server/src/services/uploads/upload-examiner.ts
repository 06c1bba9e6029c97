import type { CompanionKind, Companions } from '#gateways/companions.ts';
import type { MediaFiles } from '#gateways/media-files.ts';
import type { UploadParts } from '#gateways/upload-files.ts';
import type { IdentifiedTrack } from '#models/identify-track.ts';
import type { LibraryId } from '#models/ids.ts';
import { type Upload, type UploadRejection, toRejection } from '#models/upload.ts';

export interface UploadExaminerOptions {
  parts: Pick<UploadParts, 'root' | 'measure' | 'hash' | 'read'>;
  mediaFiles: Pick<MediaFiles, 'readFolders'>;
  companions: Companions;
}

/** What an upload is by its content. */
export type Examination =
  | { kind: 'track'; identified: IdentifiedTrack }
  | { kind: CompanionKind; checksum: string }
  | { kind: 'refused'; rejection: UploadRejection };

const refuse = (rejection: UploadRejection): Examination => ({ kind: 'refused', rejection });

/** Looks at the content of whole uploads: what they are called says only where to begin. */
export class UploadExaminer {
  readonly #options: UploadExaminerOptions;

  constructor(options: UploadExaminerOptions) {
    this.#options = options;
  }

  /** @throws DomainError unavailable when it cannot be read now */
  async examine(upload: Upload, signal: AbortSignal): Promise<Examination> {
    const { parts } = this.#options;
    if ((await parts.measure(upload.id)) !== upload.sizeBytes) return refuse('lost');
    const checksum = await parts.hash(upload.id);
    if (upload.checksum !== null && upload.checksum !== checksum) return refuse('checksum-mismatch');
    const companion = this.#toCompanionKind(upload);
    if (companion !== undefined && (await this.#isGenuine(companion, upload))) return { kind: companion, checksum };
    const examined = await this.#examineSound(upload, signal);
    const isNothing = examined.kind === 'refused' && examined.rejection === 'not-audio';
    return companion !== undefined && isNothing ? refuse('not-companion') : examined;
  }

  /** By itself a file is beside nothing. */
  #toCompanionKind({ fileName, folder }: Upload): CompanionKind | undefined {
    return folder === '' ? undefined : this.#options.companions.kindOf(fileName);
  }

  async #isGenuine(kind: CompanionKind, { id, sizeBytes }: Upload): Promise<boolean> {
    const { companions, parts } = this.#options;
    return sizeBytes <= companions.largestBytes[kind] && companions.isGenuine(kind, await parts.read(id));
  }

  async #examineSound({ id, sizeBytes, createdAtMs }: Upload, signal: AbortSignal): Promise<Examination> {
    const { parts, mediaFiles } = this.#options;
    const file = { name: id, sizeBytes, modifiedAtMs: createdAtMs };
    const root = { ...parts.root, libraryId: 'uploads' as LibraryId };
    const folder = { path: '', coverPath: null, files: [file], lyricsFiles: [[]] };
    const [read] = await mediaFiles.readFolders(root, [folder], signal);
    const outcome = read?.files[0];
    // What its sender has as a whole is better sent again than kept as a part.
    if (outcome?.identified && outcome.failure === null) return { kind: 'track', identified: outcome.identified };
    const { reason, detail } = outcome?.failure ?? { reason: 'unknown' as const, detail: '' };
    return refuse(toRejection(reason, detail));
  }
}
