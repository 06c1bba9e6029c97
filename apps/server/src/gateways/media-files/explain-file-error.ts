import type { FailureReason } from '#models/scan.ts';
import type { FileFault } from '../media-files.ts';

const SENTENCES: Readonly<Record<string, string>> = {
  EACCES: 'JetStream is not allowed to read it.',
  EPERM: 'JetStream is not allowed to read it.',
  ENOENT: 'It is not there (any more).',
  ELOOP: 'Its symbolic links lead round in a circle.',
  EIO: 'The disk reports an error while reading it.',
  ENAMETOOLONG: 'Its path is too long for the system.',
  EMFILE: 'Too many files are open.',
  ENFILE: 'Too many files are open.',
  ESTALE: 'The network share has lost it.',
  ENOTCONN: 'The network share is not connected.',
  EHOSTDOWN: 'The network share is not reachable.',
  ENODEV: 'The drive is gone.',
  ENXIO: 'The drive is gone.',
};

/** What the file system reported, in a sentence for the person who runs the server. */
export function explainFileError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return SENTENCES[code] ?? error.message;
}

const REASONS: Readonly<Record<string, FailureReason>> = {
  EACCES: 'not-allowed',
  EPERM: 'not-allowed',
  ELOOP: 'too-deep',
  ENAMETOOLONG: 'bad-name',
};

/** Of an error of the file system. */
export function toFileFault(error: unknown): FileFault {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return { reason: REASONS[code] ?? 'unreadable', detail: explainFileError(error) };
}

export const tooDeep = (mostDepth: number): FileFault => ({
  reason: 'too-deep',
  detail: `Folders are nested deeper than ${mostDepth}.`,
});

export const isFileSystemError = (error: unknown): boolean => error instanceof Error && 'syscall' in error;
