import type { ApiClient } from '@jetstream/api-contract/client';
import { assertApiError } from './assert-api-error.ts';
import { eventually } from './eventually.ts';

/** Far less than sessions are remembered without asking. */
const LONGEST_MESSAGE_MS = 5_000;

/** The session has ended: at once on the server that ended it, on others when they have been told, which a request may overtake. */
export async function assertSignedOut(client: ApiClient): Promise<void> {
  const isRefused = () =>
    client.call('getMe').then(
      () => false,
      () => true,
    );
  await eventually('the session has ended', isRefused, LONGEST_MESSAGE_MS);
  await assertApiError(client.call('getMe'), 'unauthenticated');
}
