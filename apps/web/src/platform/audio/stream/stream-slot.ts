import type {
  AudioSource,
  FileAudio,
  OpenedAudio,
  SoundQuality,
  SourceFault,
  TimeRangeMs,
  TrackLoudness,
} from '@jetstream/app-core/services';
import type { DeckMedia } from '../deck-media.ts';
import type { LevelledSound } from '../graph/loudness-curve.ts';
import { bufferedUntil, type TimeSpan } from './buffered-spans.ts';
import type { DeviceConditions } from './buffer-policy.ts';
import { decodesUnheard } from './decodes-unheard.ts';
import { fetchLoader } from './fetch-loader.ts';
import type { Waiting } from './load-attempts.ts';
import { isDataWanted, isManaged, observeWishes, prepareElement } from './managed-source.ts';
import type { StreamLoader } from './stream-loader.ts';
import type { ThroughputMeter } from './throughput-meter.ts';
import { StreamTimeline, type TimelineTrack } from './stream-timeline.ts';

/** What media source extensions are in this browser. */
export interface StreamPlatform extends Waiting {
  createMediaSource: () => MediaSource;
  isTypeSupported: (mimeType: string) => boolean;
  createObjectUrl: (source: MediaSource) => string;
  revokeObjectUrl: (url: string) => void;
  nowMs: () => number;
  conditions: () => DeviceConditions;
  meter: ThroughputMeter;
}

export interface StreamSlotEvents {
  /** A track's length, quality and loudness are known now. */
  onOpened: (source: AudioSource) => void;
  onBuffered: () => void;
  onRateChanged: () => void;
  onFile: (source: AudioSource, file: FileAudio) => void;
  onFailed: (source: AudioSource, reason: SourceFault) => void;
}

/** With this much of the following track, a skip to it sounds at once. */
const NEXT_READY_SECONDS = 0.3;
/** An element knows nothing of its media before some of it is loaded. */
const LEAST_LEFT_SECONDS = 0.05;

/** Tracks in segments on one media element: the current one, and the one that follows without a gap. */
export class StreamSlot implements DeckMedia {
  readonly #element: HTMLAudioElement;
  readonly #platform: StreamPlatform;
  readonly #timeline = new StreamTimeline();
  readonly #mediaSource: MediaSource;
  readonly #url: string;
  readonly #opening: Promise<void>;
  /** Undefined until its code has come: nothing is loaded before that. */
  #loader: StreamLoader | undefined;
  #isClosed = false;
  /** Where to start, until the element knows its media and can say itself where it is. */
  #startSeconds: number | undefined;

  constructor(
    element: HTMLAudioElement,
    platform: StreamPlatform,
    options: StreamSlotEvents & { source: AudioSource; positionMs: number },
  ) {
    this.#element = element;
    this.#platform = platform;
    this.#timeline.begin(options.source, askNow(options.source));
    this.#startSeconds = options.positionMs > 0 ? options.positionMs / 1000 : undefined;
    this.#mediaSource = platform.createMediaSource();
    this.#opening = new Promise((resolve) => {
      this.#mediaSource.addEventListener('sourceopen', () => resolve(), { once: true });
    });
    this.#url = platform.createObjectUrl(this.#mediaSource);
    prepareElement(element, this.#mediaSource);
    element.preload = 'auto';
    element.src = this.#url;
    element.addEventListener('loadedmetadata', this.#applyStart);
    void this.#startLoader(options);
    observeWishes(this.#mediaSource, () => this.wake());
  }

  get source(): AudioSource | null {
    return this.#timeline.current?.source ?? null;
  }
  get next(): AudioSource | null {
    return this.#timeline.next?.source ?? null;
  }
  get positionMs(): number {
    return Math.max(0, this.#playheadSeconds - this.#startOf(this.#timeline.current)) * 1000;
  }
  get durationMs(): number {
    const { current } = this.#timeline;
    return current?.audio ? current.durationSeconds * 1000 : 0;
  }
  get quality(): SoundQuality | null {
    return this.#timeline.current?.rendition?.quality ?? null;
  }
  get loudness(): TrackLoudness | null {
    return this.#timeline.current?.audio?.loudness ?? null;
  }

  /** The level of the following track. */
  get nextLevel(): LevelledSound {
    const { next } = this.#timeline;
    return { loudness: next?.audio?.loudness ?? null, isWithinAlbum: next?.source.isWithinAlbum ?? false };
  }

  setLoudness(trackId: string, loudness: TrackLoudness | null): void {
    for (const track of this.#timeline.opened)
      if (track.source.trackId === trackId && track.audio) track.audio = { ...track.audio, loudness };
  }

  get bufferedRanges(): TimeRangeMs[] {
    const { current } = this.#timeline;
    if (!current) return [];
    const { startSeconds, durationSeconds } = current;
    return this.#spans
      .map(({ start, end }) => ({
        startMs: Math.round(Math.max(0, start - startSeconds) * 1000),
        endMs: Math.round(Math.min(durationSeconds, end - startSeconds) * 1000),
      }))
      .filter(({ startMs, endMs }) => endMs > startMs);
  }

  get isBufferedToEnd(): boolean {
    const { current } = this.#timeline;
    if (!current?.audio) return false;
    const until = bufferedUntil(this.#spans, this.#playheadSeconds);
    return until >= current.startSeconds + current.durationSeconds - 0.1;
  }

  /** Whether the following track is on the timeline, with its beginning in the buffer. */
  get isNextReady(): boolean {
    const { next } = this.#timeline;
    if (!next?.audio) return false;
    return bufferedUntil(this.#spans, next.startSeconds) > next.startSeconds + NEXT_READY_SECONDS;
  }

  /** How long until the following track begins; undefined when there is none whose place is known. */
  get secondsToJoin(): number | undefined {
    const { next } = this.#timeline;
    return next?.audio ? next.startSeconds - this.#playheadSeconds : undefined;
  }

  seek(positionMs: number): void {
    const { current } = this.#timeline;
    if (!current) return;
    const seconds = Math.max(0, Math.min(positionMs / 1000, current.durationSeconds)) + this.#startOf(current);
    this.#moveTo(seconds);
  }

  follow(source: AudioSource | null): void {
    const left = this.#timeline.follow(source);
    if (left) this.#loader?.forget(left);
    else this.#loader?.wake();
  }

  /** Goes to the start of the following track, which becomes the current one. */
  skipToNext(): void {
    const { next } = this.#timeline;
    if (!next) return;
    const { startSeconds } = next;
    this.#timeline.advance();
    this.#moveTo(startSeconds);
  }

  /** The following track becomes the current one when the playhead is in it. */
  passJoin(): boolean {
    const toJoin = this.secondsToJoin;
    if (toJoin === undefined || toJoin > 0.001) return false;
    this.#timeline.advance();
    this.#loader?.wake();
    return true;
  }

  reopen(): void {
    if (this.#timeline.current) this.#timeline.current.asked = null;
    this.#loader?.reopen();
  }

  /** Loading goes on: the playhead moved, or the person wants what failed before. */
  wake(): void {
    this.#loader?.wake();
  }

  close(): void {
    this.#isClosed = true;
    this.#loader?.close();
    this.#element.removeEventListener('loadedmetadata', this.#applyStart);
    this.#timeline.clear();
    this.#platform.revokeObjectUrl(this.#url);
  }

  get #spans(): TimeSpan[] {
    return this.#loader?.spans ?? [];
  }

  get #playheadSeconds(): number {
    return this.#startSeconds ?? this.#element.currentTime;
  }

  #startOf(track: TimelineTrack | undefined): number {
    return track?.startSeconds ?? 0;
  }

  #moveTo(seconds: number): void {
    if (this.#element.readyState === 0) this.#startSeconds = seconds;
    else this.#element.currentTime = seconds;
    const isThere = this.#spans.some(({ start, end }) => start <= seconds && end > seconds);
    if (isThere) this.#loader?.wake();
    else this.#loader?.redirect();
  }

  readonly #applyStart = (): void => {
    const seconds = this.#startSeconds;
    this.#startSeconds = undefined;
    if (seconds !== undefined) this.#element.currentTime = seconds;
  };

  async #startLoader(events: StreamSlotEvents): Promise<void> {
    const Loader = await fetchLoader().catch(() => undefined);
    const { source } = this;
    if (this.#isClosed || !source) return;
    if (!Loader) return events.onFailed(source, 'unreachable');
    this.#loader = new Loader({
      ...this.#platform,
      ...events,
      timeline: this.#timeline,
      playheadSeconds: () => this.#playheadSeconds,
      isDataWanted: () => isDataWanted(this.#mediaSource),
      keepsFirstFormat: !isManaged(this.#mediaSource),
      decodesUnheard: decodesUnheard(),
      openBuffer: (mimeType) => this.#openBuffer(mimeType),
      setDuration: (seconds) => this.#setDuration(seconds),
      finish: () => this.#finish(),
      onOpened: ({ source: opened }) => {
        this.#startWithin();
        events.onOpened(opened);
      },
    });
  }

  /** A file that was replaced by a shorter one has no such place: it ends there, and what follows is heard from its start. */
  #startWithin(): void {
    const { current } = this.#timeline;
    if (this.#startSeconds === undefined || !current?.audio) return;
    this.#startSeconds = Math.min(this.#startSeconds, Math.max(0, current.durationSeconds - LEAST_LEFT_SECONDS));
  }

  async #openBuffer(mimeType: string): Promise<SourceBuffer> {
    await this.#opening;
    const buffer = this.#mediaSource.addSourceBuffer(mimeType);
    // Managed buffers lose what the browser takes back, which may have been all of it.
    buffer.addEventListener('bufferedchange', () => this.wake());
    return buffer;
  }

  /** A source that has ended takes no length; it finds the new one with the next segment. */
  #setDuration(seconds: number): void {
    if (this.#mediaSource.readyState !== 'open') return;
    const bufferedSeconds = this.#spans.at(-1)?.end ?? 0;
    this.#mediaSource.duration = Math.max(seconds, bufferedSeconds);
  }

  #finish(): void {
    if (this.#mediaSource.readyState === 'open') this.#mediaSource.endOfStream();
  }
}

/** Within the calling tick: the page answers a click by drawing much of itself anew, and what is on its way by then is not held up by that. */
function askNow(source: AudioSource): Promise<OpenedAudio> | null {
  if (source.opened) return null;
  const asked = source.open();
  asked.catch(() => undefined);
  return asked;
}
