import { ApiError } from '@jetstream/api-contract/client';
import type { ErrorCode, FieldFault } from '@jetstream/api-contract';

/** An error as plain data, for state: screens switch on `code` and take the words from the locale. */
export interface ErrorInfo {
  code: ErrorCode;
  isOffline: boolean;
  fields: readonly FieldFault[];
  requestId: string | null;
  retryAfterSeconds: number | null;
}

export function toErrorInfo(error: unknown): ErrorInfo {
  if (error instanceof ApiError)
    return {
      code: error.code,
      isOffline: error.isOffline,
      fields: error.fields,
      requestId: error.requestId ?? null,
      retryAfterSeconds: error.retryAfterSeconds ?? null,
    };
  return { code: 'internal', isOffline: false, fields: [], requestId: null, retryAfterSeconds: null };
}
