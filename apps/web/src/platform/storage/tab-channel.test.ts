import { expect, it } from 'vitest';
import { createTabChannel } from './tab-channel.ts';

it('carries messages to the other tabs, not to the sender, and drops what is none', async () => {
  const [here, there] = [createTabChannel('test'), createTabChannel('test')];
  const heardHere: string[] = [];
  here.onMessage(({ kind }) => heardHere.push(kind));
  const arrived = new Promise<string>((resolve) => {
    there.onMessage(({ kind }) => resolve(kind));
  });
  const stranger = new BroadcastChannel('test');
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel stays within its own origin.
  stranger.postMessage('hello');
  here.post({ kind: 'signed-out' });
  expect(await arrived).toBe('signed-out');
  expect(heardHere).toEqual([]);
  stranger.close();
});
