import type { ErrorInfo } from '@jetstream/app-core';
import { describe, expect, it } from 'vitest';
import { toSignInProblem } from './sign-in-problem.ts';

const failure = (changes: Partial<ErrorInfo>): ErrorInfo => ({
  code: 'internal',
  isOffline: false,
  fields: [],
  requestId: null,
  retryAfterSeconds: null,
  ...changes,
});

describe('toSignInProblem', () => {
  it('keeps the end of the wait, so that a countdown survives rendering', () => {
    expect(toSignInProblem(failure({ code: 'rate-limited', retryAfterSeconds: 42 }), 1000)).toEqual({
      kind: 'throttled',
      untilMs: 43_000,
    });
    expect(toSignInProblem(failure({ code: 'rate-limited' }), 0)).toEqual({ kind: 'throttled', untilMs: 30_000 });
  });

  it('tells a server that does not answer from a wrong password', () => {
    expect(toSignInProblem(failure({ code: 'unavailable', isOffline: true }), 0).kind).toBe('unreachable');
    expect(toSignInProblem(failure({ code: 'credentials-wrong' }), 0).kind).toBe('wrong');
    expect(toSignInProblem(failure({ code: 'validation' }), 0).kind).toBe('wrong');
    expect(toSignInProblem(failure({ code: 'internal' }), 0).kind).toBe('other');
  });
});
