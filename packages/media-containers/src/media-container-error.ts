/**
 * `damaged`: the file contradicts itself or ends too early. `too-large`: a table or packet beyond what this package is willing
 * to hold in memory. `unsupported`: sound in order, of a kind that this package does not write or read.
 */
export type MediaContainerErrorCode = 'damaged' | 'too-large' | 'unsupported';

/** The only error that this package throws about what it reads; errors of a `ByteSource` pass through as they are. */
export class MediaContainerError extends Error {
  readonly code: MediaContainerErrorCode;

  constructor(code: MediaContainerErrorCode, message: string) {
    super(message);
    this.name = 'MediaContainerError';
    this.code = code;
  }
}
