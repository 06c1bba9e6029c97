import type { AudioRendition } from '@jetstream/app-core/services';
import { expect, it } from 'vitest';
import { ThroughputMeter } from './throughput-meter.ts';
import { SegmentReader } from './segment-reader.ts';

it('measures the link, neither the server that encodes nor the buffer that takes the bytes', async () => {
  let nowMs = 0;
  const meter = new ThroughputMeter();
  const reader = new SegmentReader({ meter, nowMs: () => nowMs, aheadSeconds: () => 10, schedule: () => () => {} });
  const rendition: Partial<AudioRendition> = {
    bitrateKbps: 128,
    segmentSamples: 192_000,
    sampleRateHz: 48_000,
    async *readSegment() {
      nowMs += 5_000;
      yield new Uint8Array(4_000);
      nowMs += 240;
      yield new Uint8Array(60_000);
    },
  };
  const pieces = await reader.read(rendition as AudioRendition, {
    index: 1,
    hasLower: true,
    signal: new AbortController().signal,
    write: async () => void (nowMs += 1_000),
  });
  expect(pieces).toHaveLength(2);
  expect(meter.kbps).toBeCloseTo(2_000);
});
