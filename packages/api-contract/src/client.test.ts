import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, createApiClient, endpointUrl } from './client.ts';

interface Sent {
  url: string;
  init: RequestInit;
}

/** A server of one answer that remembers what it was asked. */
function buildClient(answer: Response | Error, accessToken?: string) {
  const sent: Sent[] = [];
  const fetch = async (url: unknown, init: RequestInit = {}) => {
    sent.push({ url: String(url), init });
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const client = createApiClient({
    baseUrl: 'http://server',
    fetch: fetch as typeof globalThis.fetch,
    getAccessToken: () => accessToken,
  });
  return { client, sent };
}
const json = (body: unknown, status = 200, type = 'application/json') =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': type } });

test('an address carries escaped parameters and only the given queries', () => {
  const url = endpointUrl('listTracks', { query: { sort: 'title', genreId: undefined, cursor: 'a/b' } });
  assert.equal(url, '/api/v1/tracks?sort=title&cursor=a%2Fb');
  assert.equal(endpointUrl('getTrack', { params: { trackId: 'x/../y' } }), '/api/v1/tracks/x%2F..%2Fy');
});

test('the bearer token and a JSON body go along', async () => {
  const { client, sent } = buildClient(
    json({ starredAt: null, rating: 4, playCount: 0, lastPlayedAt: null }),
    'secret',
  );
  const annotation = await client.call('rate', { params: { kind: 'track', id: 't1' }, body: { rating: 4 } });
  assert.equal(annotation.rating, 4);
  const headers = sent[0]?.init.headers as Record<string, string>;
  assert.equal(headers['authorization'], 'Bearer secret');
  assert.equal(sent[0]?.init.method, 'PUT');
  assert.equal(sent[0]?.init.body, '{"rating":4}');
});

test('an empty answer gives undefined', async () => {
  const { client } = buildClient(new Response(null, { status: 204 }));
  assert.equal(await client.call('logout', { body: {} }), undefined);
});

test('a problem document becomes an ApiError with its code, fields and waiting time', async () => {
  const fields = [{ path: 'body/name', message: 'is taken' }];
  const { client } = buildClient(
    json(
      { code: 'conflict', status: 409, detail: 'Taken', requestId: 'r1', fields, retryAfterSeconds: 3 },
      409,
      'application/problem+json',
    ),
  );
  await assert.rejects(client.call('getMe'), (error: unknown) => {
    assert.ok(error instanceof ApiError);
    assert.deepEqual(
      [error.code, error.status, error.message, error.requestId, error.retryAfterSeconds],
      ['conflict', 409, 'Taken', 'r1', 3],
    );
    assert.deepEqual(error.fields, fields);
    assert.equal(error.isOffline, false);
    return true;
  });
});

test('an answer that no JetStream gave (a proxy page) is unavailable, not a parse failure', async () => {
  const { client } = buildClient(
    new Response('<h1>Bad gateway</h1>', { status: 502, headers: { 'content-type': 'text/html' } }),
  );
  await assert.rejects(
    client.call('getMe'),
    (error: unknown) => error instanceof ApiError && error.code === 'unavailable' && !error.isOffline,
  );
});

test('a server that cannot be reached is offline, which is no bug', async () => {
  const { client } = buildClient(new TypeError('fetch failed'));
  await assert.rejects(
    client.call('getMe'),
    (error: unknown) => error instanceof ApiError && error.isOffline && error.code === 'unavailable',
  );
});

test('a call that its caller gave up rejects with the abort, not as offline', async () => {
  const controller = new AbortController();
  controller.abort();
  const { client } = buildClient(new DOMException('aborted', 'AbortError'));
  await assert.rejects(
    client.call('getMe', { signal: controller.signal }),
    (error: unknown) => error instanceof DOMException,
  );
});
