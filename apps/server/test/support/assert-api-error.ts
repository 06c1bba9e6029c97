import assert from 'node:assert/strict';
import type { ErrorCode } from '@jetstream/api-contract';
import { ApiError } from '@jetstream/api-contract/client';

/** The call has to fail with this code; returns the error for closer looks. */
export async function assertApiError(call: Promise<unknown>, code: ErrorCode): Promise<ApiError> {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof ApiError, `expected an ApiError, got ${String(error)}`);
    assert.equal(error.code, code, error.message);
    return error;
  }
  return assert.fail(`expected ${code}, but the call succeeded`);
}
