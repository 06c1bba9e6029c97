import type { AudioSource, TimeRangeMs } from '@jetstream/app-core/services';

/** One audio element with the source it holds. */
export class AudioSlot {
  readonly element: HTMLAudioElement;
  source: AudioSource | null = null;
  /** Where to start, until the element knows its media and can say itself where it is. */
  #startMs: number | undefined;

  constructor(element: HTMLAudioElement) {
    this.element = element;
    element.addEventListener('loadedmetadata', () => this.#applyStart());
  }

  open(source: AudioSource, { positionMs, preload }: { positionMs: number; preload: 'metadata' | 'auto' }): void {
    this.source = source;
    this.#startMs = positionMs > 0 ? positionMs : undefined;
    this.element.preload = preload;
    this.element.src = source.opened?.form === 'file' ? source.opened.url : '';
    // Before metadata this sets the "default playback start position": the first request asks for the right bytes.
    if (positionMs > 0) this.element.currentTime = positionMs / 1000;
  }

  close(): void {
    this.source = null;
    this.#startMs = undefined;
    this.element.pause();
    if (!this.element.hasAttribute('src')) return;
    this.element.removeAttribute('src');
    this.element.load();
  }

  get positionMs(): number {
    return this.#startMs ?? this.element.currentTime * 1000;
  }

  /** 0 until known; a stream without an end has none. */
  get durationMs(): number {
    const { duration } = this.element;
    return Number.isFinite(duration) ? duration * 1000 : 0;
  }

  seek(positionMs: number): void {
    const lastMs = this.durationMs || this.source?.durationMs || Number.POSITIVE_INFINITY;
    const targetMs = Math.max(0, Math.min(positionMs, lastMs));
    if (this.element.readyState === 0) this.#startMs = targetMs;
    this.element.currentTime = targetMs / 1000;
  }

  get bufferedRanges(): TimeRangeMs[] {
    const { buffered } = this.element;
    return Array.from({ length: buffered.length }, (_, index) => ({
      // Ogg begins a little before zero.
      startMs: Math.max(0, Math.round(buffered.start(index) * 1000)),
      endMs: Math.round(buffered.end(index) * 1000),
    }));
  }

  /** Everything from here to the end has come. */
  get isBufferedToEnd(): boolean {
    const { buffered, currentTime, duration } = this.element;
    for (let index = 0; index < buffered.length; index += 1)
      if (buffered.start(index) <= currentTime && buffered.end(index) >= duration - 0.2) return true;
    return false;
  }

  #applyStart(): void {
    const startMs = this.#startMs;
    this.#startMs = undefined;
    if (startMs !== undefined && Math.abs(this.element.currentTime * 1000 - startMs) > 250)
      this.element.currentTime = startMs / 1000;
  }
}

export function areSameRanges(some: readonly TimeRangeMs[], others: readonly TimeRangeMs[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ startMs, endMs }, index) => others[index]?.startMs === startMs && others[index].endMs === endMs)
  );
}
