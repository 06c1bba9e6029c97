import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { Client } from 'pg';
import { buildWav } from '#test/support/build-wav.ts';
import { eventually } from '#test/support/eventually.ts';
import { ask, describeTally, startLoad } from '#test/support/load.ts';
import { assertSums, PlayOutbox } from '#test/support/play-outbox.ts';
import { beginStream, readRest } from '#test/support/slow-stream.ts';
import { clusterSkip, startTestCluster, writeAlbum, type TestCluster } from '#test/support/test-cluster.ts';
import { holdProcess, resumeProcess } from '../../../../tools/services/hold-process.ts';

/** Far more than sockets and proxies hold between a server and a client that does not read. */
const LONG_SAMPLES = 32_000_000;
const SCANNED = 80;
/** A job whose server is not heard of for 15 seconds goes to another. */
const TAKE_OVER_LIMIT_MS = 60_000;

describe('servers of a cluster that end under load', { skip: clusterSkip }, () => {
  let cluster: TestCluster;
  let postgres: Client;
  let long: { id: string; wav: Buffer };
  before(async () => {
    // Bytes that pass through the server are cut off with it.
    cluster = await startTestCluster({
      JETSTREAM_MEDIA_DELIVERY: 'node',
      JETSTREAM_DRAIN_DELAY_SECONDS: '1',
      JETSTREAM_STOP_GRACE_SECONDS: '10',
    });
    postgres = new Client({ connectionString: cluster.databases.postgres.url });
    await postgres.connect();
    long = await addLongTrack();
  });
  after(async () => {
    await postgres.end();
    await cluster.stop();
  });
  // A test that fails leaves no load behind.
  let end: AbortController;
  beforeEach(() => void (end = new AbortController()));
  afterEach(() => end.abort());

  const authorized = () => ({ authorization: cluster.authorization });
  const trackOf = (turn: number) => cluster.tracks[turn % cluster.tracks.length]?.id ?? '';
  const read = () =>
    startLoad({ clients: 4, signal: end.signal }, (turn) => {
      const paths = [`stream/${trackOf(turn)}`, 'albums', `tracks/${trackOf(turn)}`, `stream/${trackOf(turn + 7)}`];
      return ask(`${cluster.url}/api/v1/${paths[turn % paths.length]}`, authorized());
    });
  const serverOf = (index: number) => cluster.servers[index] ?? assert.fail('there are two servers');
  const hold = async (work: () => Promise<void>) => {
    const { pid } = cluster.databases.mongodb;
    holdProcess(pid);
    try {
      await work();
    } finally {
      resumeProcess(pid);
    }
  };

  /** NGINX leaves a server alone for a while that did not answer: killing the other one meanwhile would leave it nobody. */
  async function untilFronted(host: string): Promise<void> {
    const accessLog = join(cluster.directory, 'cluster', 'nginx', 'access.log');
    const { size } = await stat(accessLog);
    await eventually(`NGINX sends to ${host}`, async () => {
      await ask(`${cluster.url}/api/v1/albums`, authorized());
      return (await readFile(accessLog)).subarray(size).includes(`upstream=${host} `);
    });
  }

  async function scan(isFull = false): Promise<string> {
    return (await cluster.client.call('startScan', { body: { isFull } })).id;
  }
  const untilScanned = (scanId: string, limitMs?: number) =>
    eventually(
      'the scan is done',
      async () => (await cluster.client.call('getScan', { params: { scanId } })).state === 'completed',
      limitMs,
    );

  async function addLongTrack(): Promise<{ id: string; wav: Buffer }> {
    const wav = buildWav(LONG_SAMPLES);
    for (let position = 44; position < wav.length; position += 4) wav.writeUInt32LE(position, position);
    await writeFile(join(cluster.music, 'Long.wav'), wav);
    await untilScanned(await scan());
    const { items } = await cluster.client.call('listTracks', { query: { limit: 100 } });
    const track = items.find(({ durationMs }) => durationMs > 1_000_000) ?? assert.fail('the long track was scanned');
    return { id: track.id, wav };
  }

  const beginLong = (baseUrl: string) => beginStream(`${baseUrl}/api/v1/stream/${long.id}`, authorized());

  it('killed between a play and its sums: the next start makes up for them, and each play counts once', async (context) => {
    const doomed = serverOf(0);
    const outbox = await PlayOutbox.open(cluster);
    const lock = 'SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted';
    const numberOf = async (sql: string) => ((await postgres.query(sql)).rows[0] as { n: number }).n;
    // The play's track is found in MongoDB before PostgreSQL is asked, which has to wait; then MongoDB is held up.
    await postgres.query('BEGIN; LOCK TABLE play_keys IN ACCESS EXCLUSIVE MODE');
    const sending = Array.from({ length: 5 }, (_, turn) => outbox.send(trackOf(turn), `http://${doomed.host}`));
    await eventually('PostgreSQL is about to write', async () => (await numberOf(lock)) > 0);
    let unsettled = 0;
    await hold(async () => {
      await postgres.query('COMMIT');
      const open = 'SELECT count(*)::int AS n FROM unsettled_plays';
      await eventually('plays are written', async () => (unsettled = await numberOf(open)) > 0);
      await doomed.stop('SIGKILL');
    });
    await Promise.all(sending);
    const written = await numberOf('SELECT count(*)::int AS n FROM plays');
    // The other server would make up for them within a minute.
    await doomed.startAgain();
    await assertSums(cluster, written);
    context.diagnostic(
      `5 sent, ${written} written, ${unsettled} of them without sums when the server was killed, 0 later`,
    );
    context.diagnostic(await outbox.settle());
    assert.equal(await numberOf('SELECT count(*)::int AS n FROM unsettled_plays'), 0);
  });

  it('told to stop: no request fails, and what plays is played to its end', async (context) => {
    const leaving = serverOf(1);
    const stream = await beginLong(`http://${leaving.host}`);
    const reading = read();
    await eventually('there is a load', () => reading.tally.ok > 20);
    const gone = leaving.stop('SIGTERM');
    await eventually('it is leaving', async () => (await ask(`http://${leaving.host}/ready`, {})).verdict !== 'ok');
    assert.ok((await readRest(stream)).equals(long.wav));
    await gone;
    const { ok } = reading.tally;
    await eventually('the other answers alone', () => reading.tally.ok > ok + 20);
    const tally = await reading.stop();
    context.diagnostic(describeTally('reading', tally));
    assert.deepEqual([tally.refused, tally.faults], [0, {}]);
    await leaving.startAgain();
    await untilFronted(leaving.host);
  });

  it('killed in a scan: reading goes on, streams resume, the other scans to the end, nothing acknowledged is lost', async (context) => {
    await writeAlbum(join(cluster.music, 'Bob', 'Second'), SCANNED);
    const outbox = await PlayOutbox.open(cluster);
    const streams = await Promise.all(Array.from({ length: 4 }, () => beginLong(cluster.url)));
    const reading = read();
    const playing = startLoad({ clients: 2, signal: end.signal }, (turn) => outbox.send(trackOf(turn)));
    const scanId = await scan(true);
    const findJob = async () => {
      const groups = await Promise.all(
        (['active', 'done'] as const).map((group) => cluster.client.call('listJobs', { query: { group } })),
      );
      return groups.flatMap(({ items }) => items).find(({ id }) => id === scanId);
    };
    let scanning: string | null = null;
    await eventually('a server scans', async () => {
      const job = await findJob();
      scanning = job?.state === 'running' ? job.server : null;
      return scanning !== null;
    });
    const killed = cluster.servers.find(({ name }) => name === scanning) ?? assert.fail(`${scanning} is a server`);
    await killed.stop('SIGKILL');
    const { ok } = reading.tally;
    await eventually('the other answers', () => reading.tally.ok > ok + 50);
    let resumed = 0;
    for (const stream of streams) {
      const begun = await readRest(stream);
      if (begun.length === long.wav.length) continue;
      resumed++;
      const range = `bytes=${begun.length}-`;
      const rest = await ask(`${cluster.url}/api/v1/stream/${long.id}`, { ...authorized(), range });
      assert.ok(Buffer.concat([begun, Buffer.from(rest.body, 'latin1')]).equals(long.wav));
    }
    const tallies = { reading: await reading.stop(), plays: await playing.stop() };
    for (const [name, tally] of Object.entries(tallies)) context.diagnostic(describeTally(name, tally));
    assert.deepEqual([tallies.reading.refused, tallies.reading.faults, tallies.plays.faults], [0, {}, {}]);
    assert.ok(resumed > 0, 'the killed server had streams');
    await untilScanned(scanId, TAKE_OVER_LIMIT_MS);
    const job = await findJob();
    const { total } = await cluster.client.call('listTracks', { query: { limit: 1 } });
    context.diagnostic(
      `${streams.length} streams, ${resumed} resumed; scan begun by ${scanning}, ended by ${job?.server}, ${total} tracks`,
    );
    assert.notEqual(job?.server, scanning);
    assert.equal(total, cluster.tracks.length + SCANNED + 1);
    context.diagnostic(await outbox.settle());
    await killed.startAgain();
  });
});
