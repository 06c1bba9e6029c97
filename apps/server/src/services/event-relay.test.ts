import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChannelListener } from '#gateways/event-channel.ts';
import { MemoryEventChannel } from '#gateways/memory-event-channel.ts';
import type { ScanId, UserId } from '#models/ids.ts';
import { queueScan } from '#models/scan.ts';
import { TestClock } from '#test/support/test-clock.ts';
import { EventRelay } from './event-relay.ts';
import { EventBus, type DomainEvents } from './events.ts';

const ada = 'ada' as UserId;

async function openServers(...origins: string[]) {
  const listeners = new Set<ChannelListener>();
  const channel = new MemoryEventChannel(listeners);
  const clock = new TestClock();
  const servers = origins.map((origin) => {
    const [heard, errors]: [[keyof DomainEvents, unknown][], unknown[]] = [[], []];
    const events = new EventBus((error) => assert.fail(String(error)));
    for (const name of ['scanProgressed', 'roleChanged', 'trackPlayed', 'sessionsEnded', 'eventsMissed'] as const)
      events.on(name, (event) => heard.push([name, event]));
    const relay = new EventRelay({ channel, events, origin, clock, onError: (error) => errors.push(error) });
    return { events, heard, errors, relay };
  });
  for (const { relay } of servers) await relay.start();
  const stop = async () => {
    for (const { relay } of servers) await relay.stop();
  };
  return { servers, channel, listeners, clock, stop };
}

const message = (sequence: number, overrides: object = {}) =>
  JSON.stringify({ v: 1, origin: 'c', sequence, name: 'roleChanged', event: { userId: ada }, ...overrides });

test('what happens on one server is heard once on each, and does not come back', async () => {
  const { servers, stop } = await openServers('a', 'b', 'c');
  const scan = { ...queueScan('scan1' as ScanId, null, true), filesTotal: 5, error: 'odd' };
  const ended = { userId: ada, sessionId: null, exceptId: null };
  servers[0]?.events.emit('scanProgressed', { scan });
  servers[1]?.events.emit('sessionsEnded', ended);
  for (const { heard } of servers)
    assert.deepEqual(heard, [
      ['scanProgressed', { scan }],
      ['sessionsEnded', ended],
    ]);
  await stop();
});

test('what concerns one server stays there', async () => {
  const { servers, stop } = await openServers('a', 'b');
  servers[0]?.events.emit('trackPlayed', { play: {} as DomainEvents['trackPlayed']['play'] });
  servers[0]?.events.emit('eventsMissed', {});
  assert.deepEqual(servers[1]?.heard, []);
  await stop();
});

test('a message left out, or a line that broke, is told as something missed; a repeated one is not heard', async () => {
  const { servers, channel, listeners, stop } = await openServers('a');
  const heard = servers[0]?.heard ?? [];
  const names = () => heard.splice(0).map(([name]) => name);
  await channel.publish(message(7));
  await channel.publish(message(7));
  await channel.publish(message(8));
  assert.deepEqual(names(), ['roleChanged', 'roleChanged']);
  await channel.publish(message(10, { name: null, event: null }));
  assert.deepEqual(names(), ['eventsMissed']);
  for (const listener of listeners) listener.onMissed();
  assert.deepEqual(names(), ['eventsMissed']);
  await stop();
});

test('messages that are not understood do no harm: they may have been anything, now and then', async () => {
  const { servers, channel, clock, stop } = await openServers('a');
  const [{ heard, errors }] = servers as [(typeof servers)[0]];
  const odd = [
    'not JSON',
    '[]',
    message(1, { v: 2 }),
    message(1, { event: { userId: 5 } }),
    message(2, { name: 'sessionsEnded' }),
    message(3, { name: 'scanProgressed', event: { scan: { ...queueScan('s' as ScanId, null, true), state: 'gone' } } }),
  ];
  for (const text of odd) {
    await channel.publish(text);
    clock.advance(60_000);
  }
  assert.deepEqual(
    heard.map(([name]) => name),
    odd.map(() => 'eventsMissed'),
  );
  assert.equal(errors.length, odd.length);
  await channel.publish(message(4, { name: 'heardOfLater' }));
  await channel.publish(message(5, { name: 'constructor' }));
  await channel.publish('not JSON');
  await channel.publish('not JSON');
  assert.equal(heard.length, odd.length + 1);
  await stop();
});
