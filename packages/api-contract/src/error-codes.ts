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
  'unsupported',
  'rate-limited',
  'setup-required',
  'setup-done',
  'media-missing',
  'unavailable',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];
