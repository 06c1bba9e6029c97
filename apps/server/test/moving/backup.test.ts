import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { pino } from 'pino';
import { sumRecords } from '#services/moving/record-transfer.ts';
import { openRecordReader } from '#server/compose/open-record-reader.ts';
import { ids, seedSmallCatalogue } from '#test/support/small-catalogue.ts';
import { TestClock } from '#test/support/test-clock.ts';
import { startTestServer, TEST_PASSWORD, type TestServer } from '#test/support/test-server.ts';
import { runJetstream, startJetstream } from './jetstream-process.ts';

async function makeFolder(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'jetstream-moving-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A small catalogue, and a listener who has used it. */
async function fill(server: TestServer): Promise<void> {
  const { client } = await seedSmallCatalogue(server);
  await client.call('star', { params: { kind: 'album', id: ids.night } });
  await client.call('rate', { params: { kind: 'track', id: ids.moon }, body: { rating: 4 } });
  await client.call('updateSettings', { body: { theme: 'dark' } });
  for (const trackId of [ids.moon, ids.moon, ids.rain]) {
    const startedAt = new Date(server.clock.nowMs() - 300_000).toISOString();
    const body = { id: crypto.randomUUID(), trackId, startedAt, playedMs: 240_000, client: 'test' };
    await client.call('recordPlay', { body });
  }
  // Nothing is written down any more, so that both sides can be compared.
  for (const { services } of server.contexts) await services.activityRecorder.stop();
}

async function sumsOf(directory: string) {
  const reader = await openRecordReader(
    { store: { kind: 'embedded', directory } },
    { isSnapshot: false, logger: pino({ level: 'silent' }), clock: new TestClock() },
  );
  const sums = await sumRecords(reader, () => undefined);
  await reader.close();
  return sums;
}

/** A backup of a server that has stopped, and a folder to restore it into. */
async function makeBackup(context: TestContext): Promise<{ from: string; to: string; file: string }> {
  const folder = await makeFolder(context);
  const [from, to, file] = [join(folder, 'from'), join(folder, 'to'), join(folder, 'all.backup')];
  const server = await startTestServer({ dataDirectory: from });
  await fill(server);
  await server.stop();
  await runJetstream(['backup', file, '--data', from]);
  return { from, to, file };
}

test('a backup made while the server runs is restored into a folder where everything is as before', async (context) => {
  const folder = await makeFolder(context);
  const [from, to, file] = [join(folder, 'from'), join(folder, 'to'), join(folder, 'all.backup')];
  const server = await startTestServer({ dataDirectory: from });
  await fill(server);
  const made = await runJetstream(['backup', file, '--data', from]);
  assert.equal(made.code, 0, made.output);
  await server.stop();
  const restored = await runJetstream(['restore', file, '--data', to]);
  assert.equal(restored.code, 0, restored.output);
  assert.deepEqual(await sumsOf(to), await sumsOf(from));

  const again = await startTestServer({ dataDirectory: to });
  context.after(() => again.stop());
  const { client } = await again.signIn('ada', TEST_PASSWORD);
  const album = await client.call('getAlbum', { params: { albumId: ids.night } });
  assert.equal(album.trackCount, 2);
  assert.ok(album.annotation.starredAt !== null);
  const plays = await client.call('listPlays', { query: { limit: 10 } });
  assert.deepEqual(plays.items.map(({ track }) => track.id).sort(), [ids.moon, ids.moon, ids.rain].sort());
  assert.equal((await client.call('search', { query: { q: 'moon' } })).tracks[0]?.id, ids.moon);
});

test('a restore that was killed is taken up by the same command, and refuses a folder in use otherwise', async (context) => {
  const { from, to, file } = await makeBackup(context);
  const killed = startJetstream(['restore', file, '--data', to]);
  await killed.waitFor('users: copied');
  await killed.kill();
  const resumed = await runJetstream(['restore', file, '--data', to]);
  assert.equal(resumed.code, 0, resumed.output);
  assert.deepEqual(await sumsOf(to), await sumsOf(from));
  const refused = await runJetstream(['restore', file, '--data', to]);
  assert.equal(refused.code, 1);
  assert.match(refused.output, /The target is not empty: it has users \(1\)/);
});

test('a backup of a version that knew neither logs nor sums is restored, and plays are summed up anew', async (context) => {
  const { from, to, file } = await makeBackup(context);
  const later = ['events', 'requests', 'listeningDays', 'listeningMonths', 'requestHours'];
  const lines = gunzipSync(await readFile(file))
    .toString()
    .trimEnd()
    .split('\n');
  const old = lines
    .map((line) => JSON.parse(line) as { kind?: string; sums?: Record<string, unknown> })
    .filter(({ kind }) => kind === undefined || !later.includes(kind));
  for (const { sums } of old) if (sums) for (const kind of later) delete sums[kind];
  await writeFile(file, gzipSync(old.map((line) => `${JSON.stringify(line)}\n`).join('')));
  const restored = await runJetstream(['restore', file, '--data', to]);
  assert.equal(restored.code, 0, restored.output);
  const [before, after] = [await sumsOf(from), await sumsOf(to)];
  assert.equal(after.events.count, 0);
  assert.ok(before.listeningMonths.count > 0);
  assert.deepEqual(after.listeningMonths, before.listeningMonths);
});
