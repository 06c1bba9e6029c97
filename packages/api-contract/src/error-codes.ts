/**
 * Every error a JetStream API can answer with. The wire form is an RFC 9457 problem document (see `schemas/problem.ts`)
 * whose `code` is one of these; clients switch on the code and take their wording from their own locale.
 */
export const errorCodes = [
  'validation',
  'unauthenticated',
  'credentials-wrong',
  'session-expired',
  'session-reused',
  'forbidden',
  'not-found',
  'conflict',
  'not-editable',
  'range-unsatisfiable',
  'too-large',
  'quota-exceeded',
  'unsupported',
  'rate-limited',
  'setup-required',
  'setup-done',
  'media-missing',
  'media-unreadable',
  'unavailable',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Status of each error code on the wire; total, so that a new code does not compile until it has one. */
export const statusOfError = {
  validation: 400,
  unauthenticated: 401,
  'credentials-wrong': 401,
  'session-expired': 401,
  'session-reused': 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'not-editable': 409,
  'range-unsatisfiable': 416,
  'too-large': 413,
  'quota-exceeded': 413,
  unsupported: 422,
  'rate-limited': 429,
  'setup-required': 409,
  'setup-done': 409,
  'media-missing': 410,
  'media-unreadable': 422,
  unavailable: 503,
  internal: 500,
} as const satisfies Record<ErrorCode, number>;
