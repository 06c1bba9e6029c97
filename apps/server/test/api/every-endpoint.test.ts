import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { endpoints, problem, type Endpoint, type Problem } from '@jetstream/api-contract';
import { startTestServer, type SignedIn, type TestServer } from '#test/support/test-server.ts';

const all = Object.values(endpoints) as Endpoint[];
/** Too long for any text of a query; with many of them at once Node refuses the head of the request by itself. */
const overlong = (count: number) => 'x'.repeat(count > 3 ? 1100 : 4000);

describe('every endpoint', () => {
  let server: TestServer;
  let listener: SignedIn;
  let administrator: SignedIn;
  before(async () => {
    server = await startTestServer();
    administrator = await server.setUp();
    listener = await server.addUser(administrator, 'bob');
  });
  after(() => server.stop());

  const pathOf = ({ path }: Endpoint, value = 'x') => path.replace(/:kind/, 'track').replace(/:\w+/g, value);

  async function send(endpoint: Endpoint, path: string, who: SignedIn | undefined, body?: unknown): Promise<Response> {
    const headers: Record<string, string> = who ? { authorization: `Bearer ${who.session.accessToken}` } : {};
    const init: RequestInit = { method: endpoint.method, headers };
    if (body !== undefined) {
      headers['content-type'] = 'application/json';
      init.body = JSON.stringify(body);
    }
    return fetch(server.url + path, init);
  }

  async function problemOf(response: Response): Promise<Problem> {
    assert.equal(response.headers.get('content-type'), 'application/problem+json; charset=utf-8');
    const body = problem.parse(await response.json());
    assert.equal(body.requestId, response.headers.get('x-request-id'));
    return body;
  }

  for (const endpoint of all.filter(({ access }) => access !== 'public')) {
    test(`${endpoint.name} is closed to strangers`, async () => {
      const { code, status } = await problemOf(await send(endpoint, pathOf(endpoint), undefined));
      assert.deepEqual([code, status], ['unauthenticated', 401]);
    });
  }

  for (const endpoint of all.filter(({ access }) => access === 'administrator')) {
    test(`${endpoint.name} is closed to listeners`, async () => {
      const { code, status } = await problemOf(await send(endpoint, pathOf(endpoint), listener));
      assert.deepEqual([code, status], ['forbidden', 403]);
    });
  }

  for (const endpoint of all.filter(({ params }) => params)) {
    test(`${endpoint.name} names the parameters of its address that are at fault`, async () => {
      const { code, fields = [] } = await problemOf(await send(endpoint, pathOf(endpoint, 'a%01b'), administrator));
      assert.equal(code, 'validation');
      assert.ok(
        fields.some(({ path }) => path.startsWith('params/')),
        JSON.stringify(fields),
      );
    });
  }

  for (const endpoint of all.filter(({ body }) => body)) {
    test(`${endpoint.name} refuses a body that is no object, and names fields it does not know`, async () => {
      const bare = await problemOf(await send(endpoint, pathOf(endpoint), administrator, [1]));
      assert.equal(bare.code, 'validation');
      const { code, fields = [] } = await problemOf(
        await send(endpoint, pathOf(endpoint), administrator, { 'a/b~': 1 }),
      );
      assert.equal(code, 'validation');
      assert.ok(
        fields.some(({ path }) => path === 'body/a~1b~0'),
        JSON.stringify(fields),
      );
    });
  }

  for (const endpoint of all.filter(({ query }) => Object.keys(query?.shape ?? {}).length > 0)) {
    test(`${endpoint.name} names the parts of its query that are at fault`, async () => {
      const names = Object.keys(endpoint.query?.shape ?? {});
      const query = new URLSearchParams(names.map((name) => [name, name === 'cursor' ? '.' : overlong(names.length)]));
      const { code, fields = [] } = await problemOf(
        await send(endpoint, `${pathOf(endpoint)}?${query}`, administrator),
      );
      assert.equal(code, 'validation');
      assert.deepEqual(fields.map(({ path }) => path).toSorted(), names.map((name) => `query/${name}`).toSorted());
    });
  }

  for (const endpoint of all.filter(({ method }) => method === 'GET')) {
    test(`${endpoint.name} says which methods it has`, async () => {
      const response = await fetch(server.url + pathOf(endpoint), { method: 'PROPFIND' });
      assert.equal(response.status, 405);
      assert.match(response.headers.get('allow') ?? '', /\bGET, HEAD\b/);
    });
  }
});
