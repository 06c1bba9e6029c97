import { concatBytes } from '@jetstream/media-containers/mp3-frames';
import { SourceError, type AudioRendition } from '@jetstream/app-core/services';
import type { Waiting } from './load-attempts.ts';
import { comesTooLate, type SegmentProgress } from './rate-chooser.ts';
import type { ThroughputMeter } from './throughput-meter.ts';

interface SegmentReaderOptions extends Pick<Waiting, 'schedule'> {
  meter: ThroughputMeter;
  nowMs: () => number;
  /** Of sound that goes on from the playhead. */
  aheadSeconds: () => number;
}

/** A connection that gives nothing for this long is dead. */
const SILENT_AFTER_MS = 10_000;
const BYTES_PER_KBPS_SECOND = 125;

/** Reads segments, and watches how fast they come. */
export class SegmentReader {
  readonly #options: SegmentReaderOptions;

  constructor(options: SegmentReaderOptions) {
    this.#options = options;
  }

  /**
   * Hands the bytes on as they come, and answers all of them in the end. `too-slow`: the segment was left in the middle, because
   * the sound would have run out before its end, while there are lower rates. Rejects with `SourceError`.
   */
  async read(
    rendition: AudioRendition,
    request: { index: number; hasLower: boolean; signal: AbortSignal; write: (bytes: Uint8Array) => Promise<void> },
  ): Promise<Uint8Array[] | 'too-slow'> {
    const { index, hasLower, signal, write } = request;
    const { meter, nowMs } = this.#options;
    const startMs = nowMs();
    const loaded: Uint8Array[] = [];
    let loadedBytes = 0;
    let writingMs = 0;
    let first: { bytes: number; atMs: number } | undefined;
    for await (const bytes of this.#watched((either) => rendition.readSegment(index, either), signal)) {
      signal.throwIfAborted();
      loaded.push(bytes);
      loadedBytes += bytes.length;
      const beforeMs = nowMs();
      first ??= { bytes: bytes.length, atMs: beforeMs };
      await write(bytes);
      writingMs += nowMs() - beforeMs;
      const elapsedMs = nowMs() - first.atMs - writingMs;
      if (!hasLower || !this.#runsOut(rendition, { firstBytes: first.bytes, loadedBytes, elapsedMs })) continue;
      meter.restart(loadedBytes - first.bytes, elapsedMs);
      return 'too-slow';
    }
    const { bytes: firstBytes, atMs } = first ?? { bytes: 0, atMs: nowMs() };
    meter.add({ firstBytes, loadedBytes, waitedMs: atMs - startMs, elapsedMs: nowMs() - atMs - writingMs });
    return loaded;
  }

  /** What comes before a segment. Rejects with `SourceError`. */
  async readRunUp(rendition: AudioRendition, index: number, signal: AbortSignal): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for await (const bytes of this.#watched((either) => rendition.readRunUp(index, either), signal)) pieces.push(bytes);
    return concatBytes(pieces);
  }

  #runsOut(
    { bitrateKbps, segmentSamples, sampleRateHz }: AudioRendition,
    progress: Pick<SegmentProgress, 'firstBytes' | 'loadedBytes' | 'elapsedMs'>,
  ): boolean {
    if (bitrateKbps === null) return false;
    const segmentSeconds = segmentSamples / sampleRateHz;
    const expectedBytes = bitrateKbps * BYTES_PER_KBPS_SECOND * segmentSeconds;
    const aheadSeconds = this.#options.aheadSeconds();
    return comesTooLate({ ...progress, expectedBytes, segmentSeconds, aheadSeconds });
  }

  /** The bytes; unreachable when none come for long. */
  async *#watched(
    open: (signal: AbortSignal) => AsyncIterable<Uint8Array>,
    signal: AbortSignal,
  ): AsyncIterable<Uint8Array> {
    const patience = new AbortController();
    const either = AbortSignal.any([signal, patience.signal]);
    const watch = (): (() => void) =>
      this.#options.schedule(() => patience.abort(new SourceError('unreachable')), SILENT_AFTER_MS);
    let cancel = watch();
    try {
      for await (const bytes of open(either)) {
        cancel();
        yield bytes;
        cancel = watch();
      }
    } finally {
      cancel();
    }
  }
}
