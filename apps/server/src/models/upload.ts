import { DomainError } from './errors.ts';
import type { UploadId, UserId } from './ids.ts';
import type { FailureReason } from './scan.ts';
import type { Role } from './user.ts';

/** `receiving` → `checking` → one of the others, which are the end. */
export const uploadStates = ['receiving', 'checking', 'done', 'rejected', 'duplicate'] as const;
export type UploadState = (typeof uploadStates)[number];
/**
 * `not-companion`: named like a cover or lyrics, and neither that nor music. `name-taken`: another file lies where the cover or
 * the lyrics would have to.
 */
export type UploadRejection =
  | 'not-audio'
  | 'damaged'
  | 'cut-off'
  | 'checksum-mismatch'
  | 'lost'
  | 'not-companion'
  | 'name-taken';

/** A file that a user sends, and what became of it. */
export interface Upload {
  id: UploadId;
  userId: UserId;
  /** As the user's device calls it: not safe to use as a path. */
  fileName: string;
  /** Its folder below the one that was chosen, with `/`, as unsafe; empty for a single file. */
  folder: string;
  sizeBytes: number;
  /** SHA-256 in hex, when the client told it. */
  checksum: string | null;
  state: UploadState;
  rejection: UploadRejection | null;
  /** Known once it was checked; null for covers and lyrics. */
  audioKey: string | null;
  /** Below the uploads library. Set before the file is moved there: a crash in between is seen by it. */
  storedPath: string | null;
  createdAtMs: number;
  endedAtMs: number | null;
}

export interface UploadUsage {
  userId: UserId;
  storedBytes: number;
  /** Promised to uploads under way. */
  reservedBytes: number;
  fileCount: number;
}

/** Long enough for a slow line and a holiday; half a file is no use to anyone afterwards. */
export const UPLOAD_LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;

/** Listeners may not: what is uploaded is heard by everybody. */
export const mayUpload = (role: Role): boolean => role !== 'listener';

export const isUnderWay = ({ state }: Pick<Upload, 'state'>): boolean => state === 'receiving' || state === 'checking';

/** Whether an upload counts for its user's quota: what it has taken, or may come to take. */
export const takesRoom = (upload: Pick<Upload, 'state'>): boolean => isUnderWay(upload) || upload.state === 'done';

const HOLDS_NO_MUSIC: ReadonlySet<FailureReason> = new Set(['not-audio', 'video', 'format-unknown']);

/** Why a file that could not be read is refused; an unreadable one is the server's fault, and not refused. @throws DomainError unavailable */
export function toRejection(reason: FailureReason, detail: string): UploadRejection {
  if (reason === 'unreadable' || reason === 'not-allowed')
    throw new DomainError('unavailable', `The uploaded file cannot be read: ${detail}`);
  if (reason === 'cut-off') return reason;
  return HOLDS_NO_MUSIC.has(reason) ? 'not-audio' : 'damaged';
}
