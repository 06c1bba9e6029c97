import type { ErrorInfo } from '@jetstream/app-core';
import type { ErrorCode } from '@jetstream/api-contract';
import type { TextKey } from '#locale/dictionary.ts';
import type { TextFunction } from '#locale/locale.tsx';
import { useText } from '#locale/use-text.ts';

const keys = {
  validation: 'problems.validation',
  unauthenticated: 'problems.unauthenticated',
  'credentials-wrong': 'problems.credentialsWrong',
  'session-expired': 'problems.unauthenticated',
  'session-reused': 'problems.unauthenticated',
  forbidden: 'problems.forbidden',
  'not-found': 'problems.notFound',
  conflict: 'problems.conflict',
  'not-editable': 'problems.notEditable',
  'range-unsatisfiable': 'problems.internal',
  'too-large': 'problems.tooLarge',
  'quota-exceeded': 'problems.quotaExceeded',
  unsupported: 'problems.unsupported',
  'rate-limited': 'problems.rateLimited',
  'setup-required': 'problems.setup',
  'setup-done': 'problems.conflict',
  'media-missing': 'problems.mediaMissing',
  'media-unreadable': 'problems.mediaUnreadable',
  unavailable: 'problems.unavailable',
  internal: 'problems.internal',
} as const satisfies Record<ErrorCode, TextKey>;

/** What RTK Query hands over as an error: ours, or a bug serialised by it. */
export type QueryFailure = ErrorInfo | { message?: string | undefined };

const isErrorInfo = (failure: QueryFailure): failure is ErrorInfo => 'code' in failure && 'isOffline' in failure;

export function toProblem(failure: QueryFailure): ErrorInfo {
  if (isErrorInfo(failure)) return failure;
  return { code: 'internal', isOffline: false, fields: [], requestId: null, retryAfterSeconds: null };
}

/** One sentence: what happened and what to do. */
export function problemText(failure: QueryFailure, text: TextFunction): string {
  const problem = toProblem(failure);
  if (problem.isOffline) return text('problems.offline');
  return text(keys[problem.code], { count: problem.retryAfterSeconds ?? 30 });
}

export function useProblemText(): (failure: QueryFailure) => string {
  const text = useText();
  return (failure) => problemText(failure, text);
}
