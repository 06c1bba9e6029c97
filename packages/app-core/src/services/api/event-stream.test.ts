import { describe, expect, it } from 'vitest';
import type { ServerEvent } from '@jetstream/api-contract';
import { FakeEnvironment, settled } from '#test/support/fake-environment.ts';
import { EventStream } from './event-stream.ts';

/** Streams hand over their pieces in macrotasks. */
async function streamed(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  await settled();
}

function createBench() {
  const environment = new FakeEnvironment();
  const connections: { controller: ReadableStreamDefaultController<Uint8Array>; headers: Record<string, string> }[] =
    [];
  const log: string[] = [];
  const events: ServerEvent[] = [];
  const server = { isDown: false, attempts: 0 };
  const stream = new EventStream({
    environment,
    open: async ({ headers, signal }) => {
      server.attempts += 1;
      if (server.isDown) throw new TypeError('fetch failed');
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          connections.push({ controller, headers });
          signal.addEventListener('abort', () => {
            try {
              controller.error(signal.reason);
            } catch {
              // Closed before.
            }
          });
        },
      });
      return new Response(body);
    },
    onEvent: (event) => events.push(event),
    onOpened: (isResumed) => log.push(isResumed ? 'resumed' : 'opened'),
    onLost: () => log.push('lost'),
  });
  const send = async (text: string): Promise<void> => {
    connections.at(-1)?.controller.enqueue(new TextEncoder().encode(text));
    await streamed();
  };
  return { stream, environment, connections, log, events, server, send };
}

describe('the event stream', () => {
  it('delivers events, also when a piece ends within a letter', async () => {
    const { stream, connections, events } = createBench();
    stream.start();
    await streamed();
    const bytes = new TextEncoder().encode('data: {"type":"queue-changed","client":"Küche"}\n\n');
    for (const byte of bytes) connections[0]?.controller.enqueue(new Uint8Array([byte]));
    await streamed();
    await streamed();
    expect(events).toEqual([{ type: 'queue-changed', client: 'Küche' }]);
    stream.stop();
  });

  it('passes over what it does not understand', async () => {
    const { stream, events, send } = createBench();
    stream.start();
    await streamed();
    await send('data: not json\n\ndata: 42\n\ndata: {"type":"library-changed","version":"2"}\n\n');
    expect(events).toEqual([{ type: 'library-changed', version: '2' }]);
    stream.stop();
  });

  it('comes back after a loss, says that it missed something, and where it left off', async () => {
    const { stream, environment, connections, log, send } = createBench();
    stream.start();
    await streamed();
    await send('id: 41\ndata: {"type":"library-changed","version":"2"}\n\n');
    connections[0]?.controller.close();
    await streamed();
    expect(log).toEqual(['opened', 'lost']);
    await environment.pass(2_000);
    await streamed();
    expect(log).toEqual(['opened', 'lost', 'resumed']);
    expect(connections[1]?.headers['last-event-id']).toBe('41');
    stream.stop();
  });

  it('asks less and less often while the server is away, and at once when the device is online again', async () => {
    const { stream, environment, server } = createBench();
    server.isDown = true;
    stream.start();
    await environment.pass(600_000);
    expect(server.attempts).toBeGreaterThan(15);
    expect(server.attempts).toBeLessThan(50);
    const { attempts } = server;
    environment.goOnline(true);
    await settled();
    expect(server.attempts).toBe(attempts + 1);
    stream.stop();
  });

  it('gives up a line that has gone silent', async () => {
    const { stream, environment, connections, log, send } = createBench();
    stream.start();
    await streamed();
    await environment.pass(80_000);
    await send(': still here\n\n');
    await environment.pass(80_000);
    expect(connections).toHaveLength(1);
    await environment.pass(11_000);
    await streamed();
    expect(log).toContain('lost');
    stream.stop();
  });

  it('stays closed once stopped', async () => {
    const { stream, environment, log, server } = createBench();
    stream.start();
    await streamed();
    stream.stop();
    await streamed();
    await environment.pass(120_000);
    expect(server.attempts).toBe(1);
    expect(log).toEqual(['opened']);
  });
});
