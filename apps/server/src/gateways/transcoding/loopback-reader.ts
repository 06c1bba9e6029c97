import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { DomainError } from '#models/errors.ts';
import type { MediaStore, OpenFile } from '../media-store.ts';
import type { TranscodeInput } from '../transcoder.ts';

/** An address under which children read a file. */
export interface LoopbackAddress {
  url: string;
  /** Why the store did not give all that was asked for: decoders take what lacks for the end, or for silence. */
  findFault(): { error: unknown } | undefined;
  /** Nobody reads by it any more, unless it is lent to others too. */
  release(): void;
}

interface LentFile {
  key: string;
  name: string;
  file: TranscodeInput;
  readers: number;
  fault?: { error: unknown };
}

/** Beyond so many, those that nobody reads by and that were not lent lately end. */
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
  readonly #store: Pick<MediaStore, 'openFile'>;
  readonly #byKey = new Map<string, LentFile>();
  readonly #byName = new Map<string, LentFile>();
  #server: Promise<Server> | undefined;

  constructor(store: Pick<MediaStore, 'openFile'>) {
    this.#store = store;
  }

  /** One address for one version of a file, so that the child that has it open goes on with it; another one behind a fault. */
  async lend(key: string, file: TranscodeInput): Promise<LoopbackAddress> {
    const { port } = (await this.#listen()).address() as AddressInfo;
    // Decoders go by the extension where the bytes say nothing clear, as they do on a disk.
    const toName = () => `${randomUUID()}${EXTENSION.exec(file.location)?.[0] ?? ''}`;
    const lent = this.#byKey.get(key) ?? { key, name: toName(), file, readers: 0 };
    // The order of a map is that of insertion: the first is the one that was not used for longest.
    this.#byKey.delete(key);
    this.#byKey.set(key, lent);
    this.#byName.set(lent.name, lent);
    lent.readers += 1;
    this.#forgetOld();
    return {
      url: `http://127.0.0.1:${port}/${lent.name}`,
      findFault: () => lent.fault,
      release: () => void (lent.readers -= 1),
    };
  }

  async close(): Promise<void> {
    const server = await this.#server;
    if (server === undefined) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }

  /** A machine that has no port to spare now may have one later. */
  async #listen(): Promise<Server> {
    this.#server ??= listen((request, response) => void this.#answer(request, response));
    try {
      return await this.#server;
    } catch (cause) {
      this.#server = undefined;
      throw new DomainError('unavailable', 'Decoders cannot be given the file now.', { cause });
    }
  }

  #forgetOld(): void {
    for (const lent of this.#byKey.values()) {
      if (this.#byKey.size <= MOST_ADDRESSES) return;
      if (lent.readers === 0) this.#forget(lent);
    }
  }

  #forget({ key, name }: LentFile): void {
    if (this.#byKey.get(key)?.name === name) this.#byKey.delete(key);
    this.#byName.delete(name);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const lent = this.#byName.get(request.url?.slice(1) ?? '');
    if (lent === undefined) {
      response.writeHead(404).end();
      return;
    }
    try {
      const file = await this.#store.openFile(lent.file.location);
      try {
        if (file.revision !== lent.file.revision) throw new DomainError('media-missing', 'The file has changed since.');
        await sendRange(file, request, response);
      } finally {
        file.release();
      }
    } catch (error) {
      // What a decoder has learnt from what it got is wrong: it is to open the file anew.
      lent.fault = { error };
      this.#forget(lent);
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
    if (count === 0) throw new DomainError('media-missing', 'The file ended early.');
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
