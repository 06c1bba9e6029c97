import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { DomainError } from '#models/errors.ts';
import type { MediaStore, OpenFile } from '../media-store.ts';

/** An address under which children read a file. */
export interface LoopbackAddress {
  url: string;
  /** Why reading failed, if the store said so. */
  fault?: DomainError | undefined;
}

interface LentFile extends LoopbackAddress {
  name: string;
  location: string;
}

/** Addresses that were not asked for lately end. */
const MOST_ADDRESSES = 200;

const PIECE_BYTES = 256 * 1024;
const EXTENSION = /\.[A-Za-z0-9]{1,8}$/;
const RANGE = /^bytes=(\d+)-(\d*)$/;

/**
 * Serves files of remote stores to the decoders on this machine, over HTTP on 127.0.0.1, under addresses that nobody can guess. So a
 * decoder needs no key of a bucket, reads only what it asks for, and the guard of the store stays between both. Addresses signed by
 * the bucket were refused: they would pass the guard by, and not every store has them.
 */
export class LoopbackReader {
  readonly #store: MediaStore;
  readonly #byKey = new Map<string, LentFile>();
  readonly #byName = new Map<string, LentFile>();
  #server: Promise<Server> | undefined;

  constructor(store: MediaStore) {
    this.#store = store;
  }

  /** One address for one version of a file, so that the child that has it open goes on with it. */
  async lend(key: string, location: string): Promise<LoopbackAddress> {
    this.#server ??= listen((request, response) => void this.#answer(request, response));
    const { port } = (await this.#server).address() as AddressInfo;
    const known = this.#byKey.get(key);
    // Decoders go by the extension where the bytes say nothing clear, as they do on a disk.
    const name = known?.name ?? `${randomUUID()}${EXTENSION.exec(location)?.[0] ?? ''}`;
    const lent = known ?? { name, location, url: `http://127.0.0.1:${port}/${name}` };
    lent.fault = undefined;
    // The order of a map is that of insertion: the first is the one that was not used for longest.
    this.#byKey.delete(key);
    this.#byKey.set(key, lent);
    this.#byName.set(name, lent);
    const [oldest] = this.#byKey;
    if (oldest !== undefined && this.#byKey.size > MOST_ADDRESSES) {
      this.#byKey.delete(oldest[0]);
      this.#byName.delete(oldest[1].name);
    }
    return lent;
  }

  async close(): Promise<void> {
    const server = await this.#server;
    if (server === undefined) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const lent = this.#byName.get(request.url?.slice(1) ?? '');
    if (lent === undefined) {
      response.writeHead(404).end();
      return;
    }
    try {
      const file = await this.#store.openFile(lent.location);
      try {
        await sendRange(file, request, response);
      } finally {
        file.release();
      }
    } catch (error) {
      if (error instanceof DomainError) lent.fault = error;
      if (response.headersSent) response.destroy();
      else response.writeHead(502).end();
    }
  }
}

async function listen(onRequest: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  const server = createServer(onRequest);
  server.unref();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function sendRange(file: OpenFile, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, from = '0', to = ''] = RANGE.exec(request.headers.range ?? '') ?? [];
  const start = Number(from);
  const end = Math.min(file.sizeBytes, to === '' ? file.sizeBytes : Number(to) + 1);
  if (start >= end) {
    response.writeHead(416, { 'Content-Range': `bytes */${file.sizeBytes}` }).end();
    return;
  }
  response.writeHead(request.headers.range === undefined ? 200 : 206, {
    'Accept-Ranges': 'bytes',
    'Content-Length': end - start,
    'Content-Range': `bytes ${start}-${end - 1}/${file.sizeBytes}`,
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  await file.prepare(start, end - start);
  for (let position = start; position < end && !response.destroyed;) {
    const piece = new Uint8Array(Math.min(PIECE_BYTES, end - position));
    const count = await file.read(piece, piece.length, position);
    if (count === 0) break;
    position += count;
    if (!response.write(piece.subarray(0, count))) await drained(response);
  }
  response.end();
}

/** Decoders that seek hang up in the middle. */
async function drained(response: ServerResponse): Promise<void> {
  if (response.destroyed) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}
