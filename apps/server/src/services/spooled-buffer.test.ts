import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { FileRowSpool } from '#gateways/file-row-spool.ts';
import { SpooledBuffer } from './spooled-buffer.ts';

interface Row {
  id: number;
  text?: string;
}

let directory: string;
let path: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jetstream-spool-'));
  path = join(directory, 'deep', 'rows.ndjson');
});
afterEach(() => rm(directory, { recursive: true }));

/** A store that keeps rows by id, and can be away. */
function createStore() {
  const kept = new Map<number, Row>();
  const store = { isAway: false, kept, calls: 0 };
  const deliver = async (rows: readonly Row[]) => {
    store.calls += 1;
    if (store.isAway) throw new Error('away');
    for (const row of rows) kept.set(row.id, row);
  };
  return { store, deliver };
}

function createBuffer(
  deliver: (rows: readonly Row[]) => Promise<void>,
  { limitBytes = 1e9, capacity = null as number | null, longestStopMs = 10_000 } = {},
) {
  const told = { dropped: 0, errors: 0 };
  const buffer = new SpooledBuffer<Row>({
    deliver,
    spool: new FileRowSpool({ path, limitBytes }),
    capacity,
    longestStopMs,
    onDropped: (count) => (told.dropped += count),
    onError: () => (told.errors += 1),
  });
  return { buffer, told };
}

const ids = (count: number) => Array.from({ length: count }, (_, id) => ({ id }));

test('rows reach the store in batches, and all of them before it stops', async () => {
  const { store, deliver } = createStore();
  const { buffer } = createBuffer(deliver);
  await buffer.start();
  for (const row of ids(1234)) buffer.add(row);
  await buffer.stop();
  assert.equal(store.kept.size, 1234);
  assert.ok(store.calls <= 4, `${store.calls} calls`);
});

test('what comes while the store is away is delivered when it is back, and the file goes', async () => {
  const { store, deliver } = createStore();
  const { buffer, told } = createBuffer(deliver);
  await buffer.start();
  store.isAway = true;
  for (const row of ids(700)) buffer.add(row);
  await buffer.flush();
  buffer.add({ id: 700, text: 'Zeile\nzwei' });
  await buffer.flush();
  assert.equal(store.kept.size, 0);
  assert.equal(told.errors, 1, 'told once');
  store.isAway = false;
  await buffer.flush();
  assert.equal(store.kept.size, 701);
  assert.equal(store.kept.get(700)?.text, 'Zeile\nzwei');
  await assert.rejects(readFile(path), { code: 'ENOENT' });
  await buffer.stop();
});

test('what a killed process has left is delivered by the next, but for half a line', async () => {
  const { store, deliver } = createStore();
  const first = createBuffer(deliver);
  await first.buffer.start();
  store.isAway = true;
  for (const row of ids(10)) first.buffer.add(row);
  await first.buffer.stop();
  await writeFile(path, '{"id":10', { flag: 'a' });
  store.isAway = false;
  const second = createBuffer(deliver);
  await second.buffer.start();
  second.buffer.add({ id: 11 });
  await second.buffer.stop();
  assert.deepEqual(
    [...store.kept.keys()].toSorted((a, b) => a - b),
    [...ids(10).map(({ id }) => id), 11],
  );
});

test('rows that matter less are dropped and counted when there is no room, others wait in memory', async () => {
  const { store, deliver } = createStore();
  store.isAway = true;
  const requests = createBuffer(deliver, { limitBytes: 100, capacity: 50 });
  await requests.buffer.start();
  for (const row of ids(60)) requests.buffer.add(row);
  assert.equal(requests.told.dropped, 10);
  await requests.buffer.flush();
  assert.equal(requests.told.dropped, 60);
  await requests.buffer.stop();

  const events = createBuffer(deliver, { limitBytes: 100 });
  await events.buffer.start();
  for (const row of ids(60)) events.buffer.add(row);
  await events.buffer.flush();
  store.isAway = false;
  await events.buffer.stop();
  assert.equal(store.kept.size, 60);
  assert.equal(events.told.dropped, 0);
});

test('a stop does not wait for a store that hangs: the next start delivers what it was given', async () => {
  const { buffer } = createBuffer(() => new Promise(() => undefined), { longestStopMs: 10 });
  await buffer.start();
  for (const row of ids(1234)) buffer.add(row);
  await buffer.stop();
  const { store, deliver } = createStore();
  const { buffer: next } = createBuffer(deliver);
  await next.start();
  await next.flush();
  assert.equal(store.kept.size, 1234);
  await next.stop();
});
