import type { TimeSpan } from './buffered-spans.ts';
import { hasBareFrames } from './raw-frames.ts';

/** Where in the timeline the segments that follow are put, and what of them is kept. */
export interface Placement {
  mimeType: string;
  timestampOffset: number;
  keepFrom: number;
  keepTo: number;
}

/** The browser holds as much as it wants to. */
export class BufferFullError extends Error {}

/** One source buffer, which takes one thing after another. */
export class SegmentWriter {
  readonly #buffer: SourceBuffer;
  #mimeType: string;
  #isMidSegment = false;

  constructor(buffer: SourceBuffer, mimeType: string) {
    this.#buffer = buffer;
    this.#mimeType = mimeType;
  }

  get spans(): TimeSpan[] {
    const buffered = readBuffered(this.#buffer);
    if (!buffered) return [];
    return Array.from({ length: buffered.length }, (_, index) => ({
      start: buffered.start(index),
      end: buffered.end(index),
    }));
  }

  /** Between two segments only. */
  place({ mimeType, timestampOffset, keepFrom, keepTo }: Placement): void {
    const buffer = this.#buffer;
    if (this.#isMidSegment) buffer.abort();
    this.#isMidSegment = false;
    if (mimeType !== this.#mimeType) changeType(buffer, mimeType);
    this.#mimeType = mimeType;
    // Bare frames follow each other from the offset on: it has to be set anew even where it is the same.
    buffer.timestampOffset = timestampOffset;
    // The start may never lie behind the end, whichever of the two changes first.
    buffer.appendWindowStart = 0;
    buffer.appendWindowEnd = keepTo;
    buffer.appendWindowStart = Math.max(0, keepFrom);
  }

  /** Bytes of a segment that goes on until `endSegment`. Throws `BufferFullError`. */
  async append(bytes: Uint8Array): Promise<void> {
    this.#isMidSegment = true;
    await this.#settle(() => {
      try {
        this.#buffer.appendBuffer(bytes as Uint8Array<ArrayBuffer>);
      } catch (error) {
        if (error instanceof DOMException && error.name === 'QuotaExceededError') throw new BufferFullError();
        throw error;
      }
    });
  }

  endSegment(): void {
    this.#isMidSegment = false;
  }

  /** Also of what was never there: browsers take no start behind the end of the media source. */
  async remove(span: TimeSpan): Promise<void> {
    if (!this.spans.some(({ end }) => end > span.start)) return;
    if (this.#isMidSegment) this.#buffer.abort();
    this.#isMidSegment = false;
    await this.#settle(() => this.#buffer.remove(Math.max(0, span.start), span.end));
  }

  async #settle(begin: () => void): Promise<void> {
    const buffer = this.#buffer;
    const done = Promise.withResolvers<void>();
    const end = (): void => done.resolve();
    const fail = (): void => done.reject(new Error('the browser cannot read the segment'));
    buffer.addEventListener('updateend', end);
    buffer.addEventListener('error', fail);
    try {
      begin();
      await done.promise;
    } finally {
      buffer.removeEventListener('updateend', end);
      buffer.removeEventListener('error', fail);
    }
  }
}

/** An element that cannot go on takes the buffers from its source, and one of those answers nothing any more. */
function readBuffered(buffer: SourceBuffer): TimeRanges | undefined {
  try {
    return buffer.buffered;
  } catch {
    return undefined;
  }
}

/**
 * A buffer that has once counted frames by itself would go on to do so with segments that say their own time
 * (Media Source Extensions, changeType: the mode stays as it was unless the new bytes have no times).
 */
function changeType(buffer: SourceBuffer, mimeType: string): void {
  buffer.changeType(mimeType);
  if (!hasBareFrames(mimeType)) buffer.mode = 'segments';
}
