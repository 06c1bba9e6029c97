import type { AudioSource, FileAudio, SoundQuality, TimeRangeMs, TrackLoudness } from '@jetstream/app-core/services';
import type { DeckMedia } from './deck-media.ts';

/** A whole file on a media element, which fetches and decodes it by itself. */
export class FileSlot implements DeckMedia {
  readonly #element: HTMLAudioElement;
  readonly source: AudioSource;
  #file: FileAudio;
  /** Where to start, until the element knows its media and can say itself where it is. */
  #startMs: number | undefined;

  constructor(
    element: HTMLAudioElement,
    options: { source: AudioSource; file: FileAudio; positionMs: number; preload: 'metadata' | 'auto' },
  ) {
    const { source, file, positionMs, preload } = options;
    this.#element = element;
    this.source = source;
    this.#file = file;
    this.#startMs = positionMs > 0 ? positionMs : undefined;
    element.preload = preload;
    // Of another origin the graph would play silence. Here cookies have to come along.
    element.crossOrigin = /^https?:/.test(file.url) ? 'anonymous' : null;
    element.src = file.url;
    // Before metadata this sets the "default playback start position": the first request asks for the right bytes.
    if (positionMs > 0) element.currentTime = positionMs / 1000;
    element.addEventListener('loadedmetadata', this.#applyStart);
  }

  get file(): FileAudio {
    return this.#file;
  }

  get positionMs(): number {
    return this.#startMs ?? this.#element.currentTime * 1000;
  }

  /** A stream without an end has none. */
  get durationMs(): number {
    const { duration } = this.#element;
    return Number.isFinite(duration) ? duration * 1000 : 0;
  }

  get quality(): SoundQuality {
    return this.file.quality;
  }
  get loudness(): TrackLoudness | null {
    return this.file.loudness;
  }

  setLoudness(trackId: string, loudness: TrackLoudness | null): void {
    if (this.source.trackId === trackId) this.#file = { ...this.#file, loudness };
  }

  seek(positionMs: number): void {
    const lastMs = this.durationMs || this.source.durationMs || Number.POSITIVE_INFINITY;
    const targetMs = Math.max(0, Math.min(positionMs, lastMs));
    if (this.#element.readyState === 0) this.#startMs = targetMs;
    this.#element.currentTime = targetMs / 1000;
  }

  get bufferedRanges(): TimeRangeMs[] {
    const { buffered } = this.#element;
    return Array.from({ length: buffered.length }, (_, index) => ({
      // Ogg begins a little before zero.
      startMs: Math.max(0, Math.round(buffered.start(index) * 1000)),
      endMs: Math.round(buffered.end(index) * 1000),
    }));
  }

  get isBufferedToEnd(): boolean {
    const { buffered, currentTime, duration } = this.#element;
    for (let index = 0; index < buffered.length; index += 1)
      if (buffered.start(index) <= currentTime && buffered.end(index) >= duration - 0.2) return true;
    return false;
  }

  close(): void {
    this.#element.removeEventListener('loadedmetadata', this.#applyStart);
  }

  readonly #applyStart = (): void => {
    const startMs = this.#startMs;
    this.#startMs = undefined;
    if (startMs !== undefined && Math.abs(this.#element.currentTime * 1000 - startMs) > 250)
      this.#element.currentTime = startMs / 1000;
  };
}
