import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readdir, readlink, rm, truncate, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { DiskMediaStore } from '#gateways/disk-media-store.ts';
import { FileSender } from './file-sender.ts';

const SIZE = 3 * 1024 * 1024 + 17;
const content = Buffer.alloc(SIZE);
for (let at = 0; at + 4 <= SIZE; at += 4) content.writeUInt32LE((at * 2654435761) >>> 0, at);

const store = new DiskMediaStore();
const sender = new FileSender();
let folder: string;
let path: string;
let server: http.Server;
let port: number;
/** How each response went: an error, or nothing. */
const outcomes: Promise<unknown>[] = [];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jetstream-sender-'));
  path = join(folder, 'file');
  await writeFile(path, content);
  server = http.createServer((request, response) => {
    const [start = 0, length = 0] = (request.url ?? '').slice(1).split('-').map(Number);
    const answer = async () => {
      const file = await store.openFile(path);
      response.writeHead(200, { 'Content-Length': length });
      await sender.send(file, { start, length }, response);
    };
    outcomes.push(answer().catch((error: unknown) => error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});
after(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

const fetchPart = async (start: number, length: number) =>
  Buffer.from(await (await fetch(`http://127.0.0.1:${port}/${start}-${length}`)).arrayBuffer());

/** How many descriptors of this process show the file. */
async function countOpen(): Promise<number> {
  const names = await readdir('/proc/self/fd');
  const targets = await Promise.all(names.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => '')));
  return targets.filter((target) => target === path).length;
}

/** Waits for the kernel and the thread pool, for as long as the test's own limit allows. */
async function untilClosed(): Promise<void> {
  while ((await countOpen()) > 0) await new Promise((resolve) => setImmediate(resolve));
}

for (const [start, length] of [
  [0, 1],
  [0, SIZE],
  [SIZE - 1, 1],
  [1000, 256 * 1024],
  [123, 256 * 1024 + 1],
  [256 * 1024 - 1, 2],
] as const)
  test(`${length} bytes from ${start} arrive as they are in the file`, async () => {
    const bytes = await fetchPart(start, length);
    assert.ok(bytes.equals(content.subarray(start, start + length)));
  });

test('many at once do not mix their buffers', async () => {
  const starts = Array.from({ length: 60 }, (_, n) => n * 1009);
  const parts = await Promise.all(starts.map((start) => fetchPart(start, 700_001)));
  for (const [index, start] of starts.entries())
    assert.ok(parts[index]?.equals(content.subarray(start, start + 700_001)), `from ${start}`);
});

test('a file that is shorter than promised breaks the connection, and does not hang', { timeout: 10_000 }, async () => {
  await assert.rejects(fetchPart(SIZE - 10, 20));
});

test('a file that shrinks on the way breaks the connection', { timeout: 10_000 }, async () => {
  const response = await fetch(`http://127.0.0.1:${port}/0-${SIZE}`);
  const reader = response.body?.getReader();
  await reader?.read();
  await truncate(path, 1000);
  try {
    // What the socket holds already still comes; then the connection ends in the middle.
    const drain = async () => {
      for (;;) if ((await reader?.read())?.done !== false) return;
    };
    await assert.rejects(drain);
  } finally {
    await writeFile(path, content);
  }
});

test(
  'clients that go away in the middle leave no file open',
  { timeout: 20_000, skip: process.platform !== 'linux' },
  async () => {
    outcomes.length = 0;
    for (let client = 0; client < 50; client++) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      socket.write(`GET /0-${SIZE} HTTP/1.1\r\nHost: x\r\n\r\n`);
      // Some go before the file was opened, some when the first bytes came.
      if (client % 2 === 0) await once(socket, 'data');
      socket.destroy();
    }
    await untilClosed();
    assert.equal(await countOpen(), 0);
    assert.ok((await Promise.all(outcomes)).every((outcome) => outcome === undefined));
    assert.ok((await fetchPart(0, SIZE)).equals(content), 'the next client is served');
  },
);

test('a client that reads nothing does not pull the file into memory', { timeout: 20_000 }, async () => {
  const socket = connect(port, '127.0.0.1');
  socket.pause();
  await writeFile(path, '');
  await truncate(path, 64 * 1024 * 1024);
  try {
    const accepted = once(server, 'request');
    socket.write(`GET /0-${64 * 1024 * 1024} HTTP/1.1\r\nHost: x\r\n\r\n`);
    const [, response] = (await accepted) as [unknown, http.ServerResponse];
    await fetchPart(0, 8 * 1024 * 1024);
    assert.ok(response.writableLength <= 257 * 1024, `${response.writableLength} bytes wait`);
    assert.equal(response.writableFinished, false);
    socket.destroy();
    await untilClosed();
  } finally {
    await writeFile(path, content);
  }
});
