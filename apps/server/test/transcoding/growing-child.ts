import { Worker } from 'node:worker_threads';
import type { ChildOptions } from '#gateways/transcoding/child-messages.ts';
import type { WatchdogData } from '#gateways/transcoding/child/watchdog.ts';

const PIECE_BYTES = 2 ** 20;
const { memoryLimitBytes } = JSON.parse(process.argv[2] ?? '{}') as ChildOptions;
const held: Buffer[] = [];

/** A child whose thread asks for memory until it has twice what it may have, and then runs in circles, as a decoder in a damaged file. */
process.on('message', () => {
  for (;;) if (held.length * PIECE_BYTES < 2 * memoryLimitBytes) held.push(Buffer.alloc(PIECE_BYTES, 1));
});
const workerData: WatchdogData = { parentPid: process.ppid, memoryLimitBytes };
const watchdog = new URL('../../src/gateways/transcoding/child/watchdog.ts', import.meta.url);
new Worker(watchdog, { workerData }).once('online', () => process.send?.({ kind: 'ready' }));
