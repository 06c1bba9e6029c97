import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { sendMade } from './made-sender.ts';

/** Pieces that the test gives, one after the other; null is the end, an error breaks it off. */
class Pieces {
  readonly #gates: PromiseWithResolvers<string | Error | null>[] = [];
  #given = 0;

  give(piece: string | Error | null): void {
    this.#gate(this.#given++).resolve(piece);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (let index = 0; ; index += 1) {
      const piece = await this.#gate(index).promise;
      if (piece === null) return;
      if (piece instanceof Error) throw piece;
      yield Buffer.from(piece);
    }
  }

  #gate(index: number): PromiseWithResolvers<string | Error | null> {
    return (this.#gates[index] ??= Promise.withResolvers());
  }
}

let server: http.Server;
let port: number;
let pieces: Pieces;
let outcome: Promise<unknown>;

before(async () => {
  server = http.createServer((_request, response) => {
    outcome = sendMade({ status: 200, head: { 'Content-Type': 'audio/mp4' } }, pieces, response).catch(
      (error: unknown) => {
        // As the error handler does when nothing was sent.
        if (!response.headersSent) response.writeHead(422).end();
        return error;
      },
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});
after(() => {
  server.closeAllConnections();
  server.close();
});

async function ask(): Promise<http.IncomingMessage> {
  pieces = new Pieces();
  const request = http.get({ port, host: '127.0.0.1', agent: false });
  pieces.give('first');
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  const [piece] = (await once(response, 'data')) as [Buffer];
  assert.equal(String(piece), 'first');
  return response;
}

test('a piece is with the client before the next one is made', async () => {
  const response = await ask();
  assert.equal(response.headers['transfer-encoding'], 'chunked');
  pieces.give('second');
  const [piece] = (await once(response, 'data')) as [Buffer];
  assert.equal(String(piece), 'second');
  pieces.give(null);
  await once(response, 'end');
  assert.ok(response.complete);
  assert.equal(await outcome, undefined);
});

test('what breaks off behind the first piece is no whole answer, and a fault of the server', async () => {
  const response = await ask();
  const closed = once(response, 'error');
  pieces.give(new Error('broken'));
  await closed;
  assert.equal(response.complete, false);
  assert.match(String(await outcome), /broken/);
});

test('what fails before the first piece can still be answered', async () => {
  pieces = new Pieces();
  pieces.give(new Error('broken'));
  const [response] = (await once(http.get({ port, host: '127.0.0.1', agent: false }), 'response')) as [
    http.IncomingMessage,
  ];
  response.resume();
  assert.equal(response.statusCode, 422);
});

test('a client that goes in the middle ends it, and is no fault', async () => {
  const response = await ask();
  response.on('error', () => undefined).destroy();
  for (let count = 0; count < 100; count += 1) pieces.give('more of it '.repeat(10_000));
  assert.equal(await outcome, undefined);
});
