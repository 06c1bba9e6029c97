import type { ErrorCode } from '@jetstream/api-contract';

export interface FieldFault {
  /** JSON pointer without the leading slash, such as `body/password`. */
  path: string;
  message: string;
}

export interface DomainErrorDetails {
  fields?: readonly FieldFault[];
  retryAfterSeconds?: number;
  cause?: unknown;
}

/** What went wrong, in the domain's words. `message` is safe to show to anyone. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly fields: readonly FieldFault[];
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, details: DomainErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.name = 'DomainError';
    this.code = code;
    this.fields = details.fields ?? [];
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

export const notFound = (what: string) => new DomainError('not-found', `There is no such ${what}.`);
export const invalid = (path: string, message: string) =>
  new DomainError('validation', message, { fields: [{ path, message }] });
