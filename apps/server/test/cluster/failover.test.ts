import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { askRaw, nginxTest, openFront } from '#test/support/nginx-front.ts';
import { startServerProcesses } from '#test/support/server-processes.ts';
import { beginStream, readRest } from '#test/support/slow-stream.ts';

const CLIENTS = 8;
const REQUESTS_OF_CLIENT = 60;

nginxTest('a server killed under load fails no request, and its streams go on at the other', async (context) => {
  const { servers, wav, authorization, trackId } = await startServerProcesses(context, {});
  const nginx = await openFront(
    context,
    servers.map(({ host }) => host),
  );
  const path = `/api/v1/stream/${trackId}`;
  // Each server carries half of them: NGINX gives a connection to the one with fewer.
  const streams = await Promise.all(
    Array.from({ length: 4 }, () => beginStream(`${nginx.url}${path}`, { authorization })),
  );
  const counts = { sent: 0, answered: 0, failed: 0 };
  let killed: Promise<void> | undefined;
  const load = Array.from({ length: CLIENTS }, async (_, client) => {
    for (let turn = 0; turn < REQUESTS_OF_CLIENT; turn++) {
      counts.sent++;
      if (counts.sent === (CLIENTS * REQUESTS_OF_CLIENT) / 3) killed = servers[0].stop('SIGKILL');
      const target = client % 2 === 0 ? '/api/v1/albums' : '/api/v1/server';
      const answer = await askRaw(`${nginx.url}${target}`, { headers: { authorization } }).catch(() => undefined);
      if (answer?.status === 200) counts.answered++;
      else counts.failed++;
    }
  });
  await Promise.all(load);
  await killed;
  const sent = CLIENTS * REQUESTS_OF_CLIENT;
  assert.deepEqual(counts, { sent, answered: sent, failed: 0 });
  let resumed = 0;
  for (const stream of streams) {
    const begun = await readRest(stream);
    if (begun.length === wav.length) {
      assert.ok(begun.equals(wav));
      continue;
    }
    resumed++;
    const range = `bytes=${begun.length}-`;
    const rest = await askRaw(`${nginx.url}${path}`, { headers: { authorization, range } });
    assert.equal(rest.status, 206);
    assert.ok(Buffer.concat([begun, rest.body]).equals(wav));
  }
  assert.equal(resumed, 2);
  context.diagnostic(`${counts.sent} sent, ${counts.answered} answered, ${counts.failed} failed, ${resumed} resumed`);
});

nginxTest('what NGINX sends by itself does not even notice that the server was killed', async (context) => {
  const settings = { JETSTREAM_MEDIA_DELIVERY: 'nginx' };
  const { servers, wav, music, authorization, trackId } = await startServerProcesses(context, settings);
  const hosts = servers.map(({ host }) => host);
  const nginx = await openFront(context, hosts, { mediaRoots: [music] });
  const stream = await beginStream(`${nginx.url}/api/v1/stream/${trackId}`, { authorization });
  await Promise.all(servers.map((server) => server.stop('SIGKILL')));
  assert.ok((await buffer(stream)).equals(wav));
});

nginxTest(
  'a server that is told to stop plays its songs to the end, and new requests go to the other',
  async (context) => {
    const settings = { JETSTREAM_DRAIN_DELAY_SECONDS: '1', JETSTREAM_STOP_GRACE_SECONDS: '60' };
    const { servers, wav, authorization, trackId } = await startServerProcesses(context, settings);
    const [leaving, staying] = servers;
    const nginx = await openFront(context, [leaving.host, staying.host]);
    const stream = await beginStream(`http://${leaving.host}/api/v1/stream/${trackId}`, { authorization });
    const events = await beginStream(`http://${leaving.host}/api/v1/events`, { authorization });
    const gone = leaving.stop('SIGTERM');
    // Within the delay it says so, and still answers.
    const readiness = async () => (await askRaw(`http://${leaving.host}/ready`)).status;
    while ((await readiness()) !== 503);
    const last = await askRaw(`http://${leaving.host}/api/v1/server`);
    assert.equal(last.status, 200);
    assert.equal(last.headers.connection, 'close');
    const hints = (await readRest(events)).toString();
    assert.match(hints, /retry: \d+\n: the server stops\n\n$/);
    for (let turn = 0; turn < 50; turn++) assert.equal((await askRaw(`${nginx.url}/api/v1/server`)).status, 200);
    assert.ok((await buffer(stream)).equals(wav));
    await gone;
  },
);

/** A server that takes every request and dies of it. */
async function openDying(context: TestContext): Promise<{ host: string; seen: string[] }> {
  const seen: string[] = [];
  const server = createServer((request) => {
    seen.push(request.method ?? '');
    request.socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => void server.close());
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

nginxTest('what may not be done twice is not sent to a second server once it was sent', async (context) => {
  const [one, two] = await Promise.all([openDying(context), openDying(context)]);
  const nginx = await openFront(context, [one.host, two.host]);
  const ask = async (method: string) => {
    const before = one.seen.length + two.seen.length;
    const { status } = await askRaw(`${nginx.url}/api/v1/plays`, { method });
    return [status, one.seen.length + two.seen.length - before];
  };
  assert.deepEqual(await ask('POST'), [503, 1]);
  assert.deepEqual(await ask('GET'), [503, 2]);
});
