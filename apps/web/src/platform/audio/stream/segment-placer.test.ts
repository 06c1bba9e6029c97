import { SourceError, type AudioRendition } from '@jetstream/app-core/services';
import { expect, it } from 'vitest';
import { SegmentPlacer } from './segment-placer.ts';
import { SegmentReader } from './segment-reader.ts';
import { SegmentWriter } from './segment-writer.ts';
import type { TimelineTrack } from './stream-timeline.ts';
import { ThroughputMeter } from './throughput-meter.ts';

/** Takes one thing at a time, as source buffers do, and tells in the end what it got. */
class ScriptedBuffer extends EventTarget {
  readonly appended: Uint8Array[] = [];
  timestampOffset = 0;
  appendWindowStart = 0;
  appendWindowEnd = Number.POSITIVE_INFINITY;
  #isUpdating = false;

  appendBuffer(bytes: Uint8Array): void {
    if (this.#isUpdating) throw new Error('the buffer is busy');
    this.#isUpdating = true;
    this.appended.push(bytes);
    queueMicrotask(() => {
      this.#isUpdating = false;
      this.dispatchEvent(new Event('updateend'));
    });
  }
}

const init = Uint8Array.of(1);
const segment = Uint8Array.of(2);
const track = { startSeconds: 0, durationSeconds: 10, ordinal: 0 } as TimelineTrack;

function createBench() {
  const buffer = new ScriptedBuffer();
  const asked: string[] = [];
  const answers = { init: Promise.withResolvers<Uint8Array>(), segment: Promise.withResolvers<Uint8Array>() };
  const rendition = {
    id: 'original',
    mimeType: 'audio/mp4; codecs="flac"',
    sampleRateHz: 44_100,
    segmentSamples: 176_128,
    delaySamples: 0,
    durationSamples: 441_000,
    bitrateKbps: 900,
    quality: { codec: 'flac', channels: 2 },
    readInit: () => {
      asked.push('init');
      return answers.init.promise;
    },
    async *readSegment() {
      asked.push('segment');
      yield await answers.segment.promise;
    },
  } as unknown as AudioRendition;
  const writer = new SegmentWriter(buffer as unknown as SourceBuffer, rendition.mimeType);
  const reader = new SegmentReader({
    meter: new ThroughputMeter(),
    nowMs: () => 0,
    aheadSeconds: () => 0,
    schedule: () => () => {},
  });
  const placer = new SegmentPlacer(reader, writer, { onBuffered: () => {}, canWiden: false, decodesUnheard: true });
  const put = () =>
    placer.put(track, {
      rendition,
      index: 0,
      takeoverSeconds: undefined,
      hasLower: false,
      signal: new AbortController().signal,
    });
  return { buffer, asked, answers, put };
}

it('asks for a segment together with what is written before it, whichever comes first', async () => {
  const { buffer, asked, answers, put } = createBench();
  const putting = put();
  expect(asked).toEqual(['init', 'segment']);
  answers.segment.resolve(segment);
  await answers.segment.promise;
  answers.init.resolve(init);
  expect(await putting).toBe('whole');
  expect(buffer.appended).toEqual([init, segment]);
});

it('writes nothing of a segment without its beginning', async () => {
  const { buffer, answers, put } = createBench();
  const putting = put();
  answers.segment.resolve(segment);
  answers.init.reject(new SourceError('unreachable'));
  await expect(putting).rejects.toThrow(SourceError);
  expect(buffer.appended).toEqual([]);
});
