import { statusOfError, type ErrorCode, type Problem } from '@jetstream/api-contract';
import type { DomainError } from '#models/errors.ts';

const titleOfError = {
  validation: 'The request is not valid',
  unauthenticated: 'Not signed in',
  'credentials-wrong': 'Wrong name or password',
  'session-expired': 'The session has ended',
  'session-reused': 'The session was ended for safety',
  forbidden: 'Not allowed',
  'not-found': 'Not found',
  conflict: 'Conflict',
  'not-editable': 'Cannot be changed',
  'range-unsatisfiable': 'The range is outside the file',
  'too-large': 'Too large',
  'quota-exceeded': 'No room left for uploads',
  unsupported: 'Not supported',
  'rate-limited': 'Too many requests',
  'setup-required': 'Not set up yet',
  'setup-done': 'Already set up',
  'media-missing': 'The file is missing',
  'media-unreadable': 'The file cannot be decoded',
  unavailable: 'Temporarily unavailable',
  internal: 'Something went wrong',
} as const satisfies Record<ErrorCode, string>;

interface Occurrence {
  instance: string;
  requestId: string;
  /** Where HTTP has a status of its own for the case, such as 405. */
  status?: number;
}

/** RFC 9457; `type` leads to the error's entry in the API's own documentation. */
export function toProblem(error: DomainError, { instance, requestId, status }: Occurrence): Problem {
  return {
    type: `/api/docs#error-${error.code}`,
    title: titleOfError[error.code],
    status: status ?? statusOfError[error.code],
    code: error.code,
    detail: error.message,
    instance,
    requestId,
    ...(error.fields.length > 0 && { fields: [...error.fields] }),
    ...(error.retryAfterSeconds !== undefined && { retryAfterSeconds: Math.ceil(error.retryAfterSeconds) }),
  };
}
