import assert from 'node:assert/strict';
import type { JobGroup } from '@jetstream/api-contract';
import type { JobId } from '#models/ids.ts';
import { jobKinds } from '#models/job-kinds.ts';
import type { SqliteStore } from '#repositories/sqlite/connect-sqlite-store.ts';
import { assertApiError } from '#test/support/assert-api-error.ts';
import { endpointTest } from '#test/support/endpoint-test.ts';
import { EventReader } from '#test/support/event-reader.ts';
import type { SignedIn, TestServer } from '#test/support/test-server.ts';

const HOUR_MS = 3_600_000;

/** The tables themselves: what is written there is not begun before this server looks again. */
const tablesOf = (server: TestServer) => (server.context.store as SqliteStore).jobs;

async function addWaiting(server: TestServer, id: string): Promise<void> {
  const order = { id: id as JobId, kind: 'artwork', payload: null } as const;
  await tablesOf(server).createJob(order, server.clock.nowMs());
}

/** As another server has it. */
async function takeAsAnother(server: TestServer, nowMs = server.clock.nowMs()): Promise<string> {
  const token = `another-${nowMs}`;
  await tablesOf(server).takeJobs({ server: 'another', token, lockMs: HOUR_MS }, nowMs);
  return token;
}

async function addDead(server: TestServer, id: string): Promise<void> {
  await addWaiting(server, id);
  for (let tries = 1; tries <= jobKinds.artwork.maxTries; tries++) {
    const nowMs = server.clock.nowMs() + tries * HOUR_MS;
    const token = await takeAsAnother(server, nowMs);
    await tablesOf(server).endJob(id as JobId, token, { kind: 'failed', error: 'The disk is full.' }, nowMs);
  }
}

const list = async ({ client }: SignedIn, group: JobGroup) =>
  (await client.call('listJobs', { query: { group } })).items;

endpointTest(['listJobs', 'ok'], 'jobs are listed by what an administrator does about them', async (server) => {
  const ada = await server.setUp();
  await addDead(server, 'dead');
  await addWaiting(server, 'waiting');
  const [failed] = await list(ada, 'failed');
  assert.deepEqual(
    [failed?.id, failed?.kind, failed?.state, failed?.tries, failed?.error, failed?.server],
    ['dead', 'artwork', 'failed', 5, 'The disk is full.', 'another'],
  );
  assert.deepEqual(
    (await list(ada, 'active')).map(({ id, state }) => [id, state]),
    [['waiting', 'queued']],
  );
  assert.deepEqual(await list(ada, 'done'), []);
  assert.ok(!('payload' in (failed ?? {})), 'paths stay inside');
});

endpointTest(['listJobs', 'validation'], 'only known groups can be listed', async (server) => {
  const { client } = await server.setUp();
  await assertApiError(client.call('listJobs', { query: { group: 'other' as JobGroup } }), 'validation');
});

endpointTest(['listJobSchedules', 'ok'], 'what comes by the clock is listed with its next run', async (server) => {
  const { client } = await server.setUp();
  await server.context.startJobs();
  const { items } = await client.call('listJobSchedules');
  assert.deepEqual(
    items.map(({ name, kind }) => [name, kind]),
    [
      ['analysis', 'analysis'],
      ['clean-up', 'clean-up'],
      ['scan', 'scan'],
    ],
  );
  for (const { nextRunAt, everyMs } of items) assert.equal(Date.parse(nextRunAt), server.clock.nowMs() + everyMs);
});

endpointTest(
  ['cancelJob', 'ok'],
  'a waiting job is cancelled at once, a running one is told to end',
  async (server) => {
    const { client } = await server.setUp();
    const cancel = (jobId: string) => client.call('cancelJob', { params: { jobId } });
    await addWaiting(server, 'first');
    await takeAsAnother(server);
    await addWaiting(server, 'second');
    assert.equal((await cancel('second')).state, 'cancelled');
    assert.deepEqual([(await cancel('first')).state, (await cancel('first')).server], ['running', 'another']);
  },
);

endpointTest(['cancelJob', 'not-found'], 'an unknown job cannot be cancelled', async (server) => {
  const { client } = await server.setUp();
  await assertApiError(client.call('cancelJob', { params: { jobId: 'nothing' } }), 'not-found');
});

endpointTest(['cancelJob', 'conflict'], 'a job that has ended cannot be cancelled', async (server) => {
  const { client } = await server.setUp();
  await addDead(server, 'dead');
  await assertApiError(client.call('cancelJob', { params: { jobId: 'dead' } }), 'conflict');
});

endpointTest(['retryJob', 'ok'], 'a job that failed is tried again, and its course is told', async (server) => {
  const ada = await server.setUp();
  await addDead(server, 'dead');
  const events = await EventReader.open(ada.client);
  const job = await ada.client.call('retryJob', { params: { jobId: 'dead' } });
  assert.deepEqual([job.state, job.tries], ['queued', 0]);
  const states: string[] = [];
  while (states.at(-1) !== 'completed') {
    const event = await events.next();
    if (event?.type === 'job-progressed' && event.job.id === 'dead') states.push(event.job.state);
  }
  assert.deepEqual([...new Set(states)], ['queued', 'running', 'completed']);
  assert.deepEqual(
    (await list(ada, 'done')).map(({ id, state, error }) => [id, state, error]),
    [['dead', 'completed', null]],
  );
  await events.close();
});

endpointTest(['retryJob', 'not-found'], 'an unknown job cannot be tried again', async (server) => {
  const { client } = await server.setUp();
  await assertApiError(client.call('retryJob', { params: { jobId: 'nothing' } }), 'not-found');
});

endpointTest(['retryJob', 'conflict'], 'a job that has not failed cannot be tried again', async (server) => {
  const { client } = await server.setUp();
  await addWaiting(server, 'waiting');
  await assertApiError(client.call('retryJob', { params: { jobId: 'waiting' } }), 'conflict');
});

endpointTest(['deleteJob', 'ok'], 'a job that has ended is forgotten', async (server) => {
  const ada = await server.setUp();
  await addDead(server, 'dead');
  await ada.client.call('deleteJob', { params: { jobId: 'dead' } });
  assert.deepEqual(await list(ada, 'failed'), []);
});

endpointTest(['deleteJob', 'not-found'], 'an unknown job cannot be forgotten', async (server) => {
  const { client } = await server.setUp();
  await assertApiError(client.call('deleteJob', { params: { jobId: 'nothing' } }), 'not-found');
});

endpointTest(['deleteJob', 'conflict'], 'a job that waits cannot be forgotten', async (server) => {
  const { client } = await server.setUp();
  await addWaiting(server, 'waiting');
  await assertApiError(client.call('deleteJob', { params: { jobId: 'waiting' } }), 'conflict');
});
