import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { EventChannel } from '#gateways/event-channel.ts';
import { eventually } from '#test/support/eventually.ts';
import type { OpenPart, OpenedPart } from './use-part.ts';

/** Two ends of one channel, as two servers have them. */
export function describeEventChannel(openPair: OpenPart<readonly [EventChannel, EventChannel]>): void {
  describe('the channel of events', () => {
    let opened: OpenedPart<readonly [EventChannel, EventChannel]>;
    before(async () => {
      opened = await openPair();
    });
    after(() => opened.close());

    it('carries each message once to every end, in order, and none to who has stopped listening', async () => {
      const [one, other] = opened.part;
      const heard: [string[], string[]] = [[], []];
      const onMissed = () => assert.fail('nothing was missed');
      const stops = await Promise.all([
        one.listen({ onMessage: (message) => heard[0].push(message), onMissed }),
        other.listen({ onMessage: (message) => heard[1].push(message), onMissed }),
      ]);
      const sent = Array.from({ length: 200 }, (_, index) => `message ${index} 𝄞`);
      await Promise.all(sent.map((message) => one.publish(message)));
      await eventually('both hear all', () => heard.every(({ length }) => length >= sent.length));
      await stops[1]?.();
      await other.publish('last');
      await eventually('one hears the last', () => heard[0].includes('last'));
      assert.deepEqual(heard, [[...sent, 'last'], sent]);
      await stops[0]?.();
    });
  });
}
