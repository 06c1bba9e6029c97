/** Media types that the scripted element can decode. */
const playable = new Set(['audio/mpeg', 'audio/flac', 'audio/ogg']);

/**
 * An audio element for tests, as the HTML standard describes it where our engine leans on it: `load` algorithm, pending
 * play promises, default playback start position, order of events. Its media is driven by hand.
 */
export class FakeAudioElement extends EventTarget {
  preload = 'auto';
  volume = 1;
  muted = false;
  paused = true;
  ended = false;
  seeking = false;
  readyState = 0;
  duration = Number.NaN;
  error: { code: number; message: string } | null = null;
  isSoundRefused = false;
  bufferedSeconds: [number, number][] = [];
  #src: string | null = null;
  #position = 0;
  #startAt = 0;
  #pendingPlays: ((error: Error | undefined) => void)[] = [];

  get src(): string {
    return this.#src ?? '';
  }
  set src(url: string) {
    this.#src = url;
    this.load();
  }

  hasAttribute(name: string): boolean {
    return name === 'src' && this.#src !== null;
  }

  removeAttribute(name: string): void {
    if (name === 'src') this.#src = null;
  }

  get currentTime(): number {
    return this.readyState === 0 ? this.#startAt : this.#position;
  }
  set currentTime(seconds: number) {
    if (this.readyState === 0) {
      this.#startAt = seconds;
      return;
    }
    this.#position = Math.max(0, Math.min(seconds, this.duration));
    this.ended = false;
    this.seeking = true;
    queueMicrotask(() => {
      this.seeking = false;
      this.#fire('seeked');
    });
  }

  get buffered() {
    const ranges = this.bufferedSeconds;
    return {
      length: ranges.length,
      start: (index: number) => ranges[index]?.[0] ?? 0,
      end: (index: number) => ranges[index]?.[1] ?? 0,
    };
  }

  canPlayType(mimeType: string): string {
    return playable.has(mimeType) ? 'maybe' : '';
  }

  /** The load algorithm: forgets the old media without telling `pause`, and rejects the plays that wait. */
  load(): void {
    this.#settlePlays(new DOMException('superseded', 'AbortError'));
    this.paused = true;
    this.ended = false;
    this.readyState = 0;
    this.#startAt = 0;
    this.#position = 0;
    this.duration = Number.NaN;
    this.error = null;
    this.bufferedSeconds = [];
  }

  play(): Promise<void> {
    if (this.isSoundRefused) return Promise.reject(new DOMException('no gesture', 'NotAllowedError'));
    this.paused = false;
    if (this.ended) this.currentTime = 0;
    if (this.readyState >= 3) queueMicrotask(() => !this.paused && this.#sound());
    return new Promise((resolve, reject) => {
      this.#pendingPlays.push((error) => (error ? reject(error) : resolve()));
    });
  }

  pause(): void {
    if (this.paused) return;
    this.paused = true;
    this.#settlePlays(new DOMException('paused', 'AbortError'));
    queueMicrotask(() => this.#fire('pause'));
  }

  /** Metadata and data have come. */
  deliver(durationSeconds: number): void {
    if (this.#src === null) return;
    if (this.readyState === 0) {
      this.readyState = 1;
      this.duration = durationSeconds;
      this.#position = this.#startAt;
      this.#fire('durationchange');
      this.#fire('loadedmetadata');
    }
    this.readyState = 4;
    this.bufferedSeconds = [[0, this.duration]];
    this.#fire('progress');
    if (!this.paused) this.#sound();
  }

  playOn(seconds: number): void {
    if (this.paused || this.readyState < 3) return;
    this.#position = Math.min(this.duration, this.#position + seconds);
    this.#fire('timeupdate');
  }

  reachEnd(): void {
    if (this.paused) return;
    this.#position = this.duration;
    this.ended = true;
    this.paused = true;
    this.#fire('timeupdate');
    this.#fire('pause');
    this.#fire('ended');
  }

  starve(): void {
    this.readyState = 2;
    this.#fire('waiting');
  }

  fail(code: number, message = ''): void {
    this.error = { code, message };
    const error = new DOMException('no source', 'NotSupportedError');
    this.#settlePlays(error);
    this.#fire('error');
  }

  #sound(): void {
    this.#settlePlays(undefined);
    this.#fire('playing');
  }

  #settlePlays(error: Error | undefined): void {
    const pending = this.#pendingPlays;
    this.#pendingPlays = [];
    for (const settle of pending) settle(error);
  }

  #fire(name: string): void {
    this.dispatchEvent(new Event(name));
  }
}
