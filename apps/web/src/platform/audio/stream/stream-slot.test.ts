import { buildSource, FakeEnvironment } from '@jetstream/app-core/testing';
import { expect, it } from 'vitest';
import { FakeAudioElement } from '../test-support/fake-audio-element.ts';
import { StreamSlot, type StreamPlatform } from './stream-slot.ts';
import { ThroughputMeter } from './throughput-meter.ts';

/** Of a track that the server is asked about, and does not answer. */
function openSlot(durationMs: number): StreamSlot {
  const environment = new FakeEnvironment();
  const platform: StreamPlatform = {
    createMediaSource: () => new EventTarget() as MediaSource,
    isTypeSupported: () => true,
    createObjectUrl: () => 'blob:timeline',
    revokeObjectUrl: () => undefined,
    conditions: () => ({ network: 'unmetered', isPowerLow: false }),
    meter: new ThroughputMeter(),
    nowMs: () => environment.nowMs(),
    isOnline: () => environment.isOnline(),
    onOnlineChange: (listener) => environment.onOnlineChange(listener),
    schedule: (task, delayMs) => environment.schedule(task, delayMs),
  };
  const nothing = (): void => undefined;
  return new StreamSlot(new FakeAudioElement() as unknown as HTMLAudioElement, platform, {
    source: { ...buildSource({ durationMs }), opened: null, open: () => new Promise(() => undefined) },
    positionMs: 0,
    onOpened: nothing,
    onBuffered: nothing,
    onRateChanged: nothing,
    onFile: nothing,
    onFailed: nothing,
  });
}

it.each([
  [0, 50_000],
  [30_000, 30_000],
])('takes a place before the track is open, within what is known of its length (%i ms)', (durationMs, expectedMs) => {
  const slot = openSlot(durationMs);
  slot.seek(50_000);
  expect(slot.positionMs).toBe(expectedMs);
  slot.close();
});
