import type { ErrorCode } from '@jetstream/api-contract';

/** One start of one file. */
export interface UploadJob {
  /** Another start or a pause makes what is under way nobody's business. */
  isOver: boolean;
  upload: { abort(): Promise<void> } | undefined;
}

/** Why a file did not arrive. */
export class UploadFailure extends Error {
  readonly code: ErrorCode;
  /** It cannot be read on this device any more. */
  readonly isFileGone: boolean;

  constructor(code: ErrorCode, isFileGone: boolean, options?: ErrorOptions) {
    super(`the upload failed: ${code}`, options);
    this.name = 'UploadFailure';
    this.code = code;
    this.isFileGone = isFileGone;
  }
}
