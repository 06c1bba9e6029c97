import assert from 'node:assert/strict';
import { assertApiError } from '#test/support/assert-api-error.ts';
import { endpointTest } from '#test/support/endpoint-test.ts';
import { storeChecks } from '#test/support/test-stores.ts';

endpointTest(['getHealth', 'ok'], 'a living server says so, and for how long', async (server) => {
  server.clock.advance(90_000);
  const health = await server.client.call('getHealth');
  assert.deepEqual(health, { status: 'ok', version: '0.0.0-test', uptimeSeconds: 90 });
});

endpointTest(['getReadiness', 'ok'], 'a server that can serve is ready', async (server) => {
  assert.deepEqual(await server.client.call('getReadiness'), {
    status: 'ready',
    checks: { ...storeChecks, running: 'ok' },
  });
});

endpointTest(['getReadiness', 'unavailable'], 'a server that stops is not ready any more', async (server) => {
  for (const context of server.contexts) context.beginStop();
  const response = await server.fetch(`${server.url}/ready`);
  assert.equal(response.status, 503);
  assert.deepEqual(await response.json(), { status: 'not-ready', checks: { ...storeChecks, running: 'failed' } });
});

endpointTest(['getReadiness', 'unavailable'], 'a server without its store is not ready', async (server) => {
  for (const { dataPlane } of server.contexts) await dataPlane.close();
  const response = await server.fetch(`${server.url}/ready`);
  assert.equal(response.status, 503);
  const failed = Object.fromEntries(Object.keys(storeChecks).map((store) => [store, 'failed']));
  assert.deepEqual(await response.json(), { status: 'not-ready', checks: { ...failed, running: 'ok' } });
  await assertApiError(server.client.call('getServerInfo'), 'unavailable');
});

endpointTest(['getServerInfo', 'ok'], 'anyone learns name and version, and whether to set up', async (server) => {
  const info = { name: 'JetStream', version: '0.0.0-test' };
  assert.deepEqual(await server.client.call('getServerInfo'), { ...info, isSetupRequired: true });
});

endpointTest(['getServerInfo', 'not-modified'], 'what did not change is not sent again', async (server) => {
  const first = await server.fetch(`${server.url}/api/v1/server`);
  const headers = { 'if-none-match': first.headers.get('etag') ?? '' };
  assert.equal((await server.fetch(`${server.url}/api/v1/server`, { headers })).status, 304);
});
