import type { ErrorInfo } from '@jetstream/app-core';

export type SignInProblem =
  | { kind: 'wrong' }
  | { kind: 'throttled'; untilMs: number }
  | { kind: 'unreachable' }
  | { kind: 'other'; failure: ErrorInfo };

/** Where the server does not say how long to wait. */
const usualWaitSeconds = 30;

export function toSignInProblem(failure: ErrorInfo, nowMs: number): SignInProblem {
  if (failure.isOffline || failure.code === 'unavailable') return { kind: 'unreachable' };
  if (failure.code === 'rate-limited')
    return { kind: 'throttled', untilMs: nowMs + (failure.retryAfterSeconds ?? usualWaitSeconds) * 1000 };
  // What the schema refuses (an overlong name) cannot belong to anyone either.
  if (failure.code === 'credentials-wrong' || failure.code === 'validation') return { kind: 'wrong' };
  return { kind: 'other', failure };
}
