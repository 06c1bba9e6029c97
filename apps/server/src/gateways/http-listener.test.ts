import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { listen } from './http-listener.ts';

/** A server whose answers this test writes, and a client that keeps its connections. */
async function openListener() {
  const answers: ServerResponse[] = [];
  const arrivals: (() => void)[] = [];
  const listener = await listen(
    (_request, response) => {
      answers.push(response);
      arrivals.shift()?.();
    },
    { host: '127.0.0.1', port: 0 },
  );
  const agent = new Agent({ keepAlive: true });
  const ask = async (): Promise<{ answer: ServerResponse; received: Promise<IncomingMessage> }> => {
    const arrived = new Promise<void>((resolve) => arrivals.push(resolve));
    const asking = request({ port: listener.port, agent }).end();
    const received = once(asking, 'response').then(([response]) => response as IncomingMessage);
    await arrived;
    const answer = answers.at(-1);
    assert.ok(answer);
    return { answer, received };
  };
  return { listener, ask };
}

test('a slow answer that began before the stop is completed, and its connection closed', async () => {
  const { listener, ask } = await openListener();
  const { answer, received } = await ask();
  answer.write('the beginning, ');
  const response = await received;
  const stopped = listener.stop(60_000);
  answer.write('the middle, ');
  await new Promise((resolve) => setImmediate(resolve));
  answer.end('the end');
  assert.equal(await text(response), 'the beginning, the middle, the end');
  // Resolves long before the grace: nobody holds a connection any more.
  await stopped;
});

test('an answer that takes longer than the grace is cut off', async () => {
  const { listener, ask } = await openListener();
  const { answer, received } = await ask();
  answer.write('the beginning');
  const response = await received;
  await listener.stop(0);
  await assert.rejects(text(response), { code: 'ECONNRESET' });
});

test('while the server drains it takes requests, and tells each client to connect anew', async () => {
  const { listener, ask } = await openListener();
  const { answer, received } = await ask();
  answer.end('kept');
  const before = await received;
  assert.equal(before.headers.connection, 'keep-alive');
  assert.equal(await text(before), 'kept');
  listener.beginDrain();
  const next = await ask();
  next.answer.end('answered');
  const after = await next.received;
  assert.equal(after.headers.connection, 'close');
  assert.equal(await text(after), 'answered');
  await listener.stop(60_000);
});
