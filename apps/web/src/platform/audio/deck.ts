import {
  SourceError,
  toHeardQuality,
  type AudioSource,
  type FileAudio,
  type HeardQuality,
  type SourceFault,
  type TimeRangeMs,
  type TrackLoudness,
} from '@jetstream/app-core/services';
import type { DeckMedia } from './deck-media.ts';
import { readElementFault } from './element-fault.ts';
import { FileSlot } from './file-slot.ts';
import { DeckOutput } from './graph/deck-output.ts';
import { StreamSlot, type StreamPlatform } from './stream/stream-slot.ts';
import type { Schedule } from './schedule.ts';

export interface DeckPlatform {
  createElement: () => HTMLAudioElement;
  schedule: Schedule;
  /** Null where the browser has no media sources: everything is played as files there. */
  stream: StreamPlatform | null;
}

export type ElementEventName =
  | 'playing'
  | 'waiting'
  | 'pause'
  | 'timeupdate'
  | 'seeked'
  | 'ended'
  | 'durationchange'
  | 'progress'
  | 'suspend'
  | 'error';

export interface DeckEvents {
  /** The element told something about what this deck holds. */
  onElement: (deck: Deck, name: ElementEventName) => void;
  /** Length, quality or loudness of the source are known, or have changed. */
  onKnown: (deck: Deck, source: AudioSource) => void;
  onBuffered: (deck: Deck) => void;
  /** What the deck holds has become a file: the element has to be started again. */
  onReopened: (deck: Deck) => void;
  onFailed: (deck: Deck, source: AudioSource, reason: SourceFault) => void;
}

const elementEvents: readonly ElementEventName[] = [
  'playing',
  'waiting',
  'pause',
  'timeupdate',
  'seeked',
  'ended',
  'durationchange',
  'progress',
  'suspend',
  'error',
];

interface Opening {
  source: AudioSource;
  positionMs: number;
  preload: 'metadata' | 'auto';
}

/** One media element with what it holds: nothing, a file, or a timeline of segments. */
export class Deck {
  readonly element: HTMLAudioElement;
  readonly output: DeckOutput;
  readonly #platform: DeckPlatform;
  readonly #events: DeckEvents;
  #media: DeckMedia | null = null;
  /** Asked for, and not answered yet. */
  #opening: Opening | null = null;

  constructor(platform: DeckPlatform, events: DeckEvents) {
    this.#platform = platform;
    this.#events = events;
    this.element = platform.createElement();
    this.output = new DeckOutput(this.element, platform.schedule);
    for (const name of elementEvents)
      this.element.addEventListener(name, () => {
        if (this.source) events.onElement(this, name);
      });
  }

  get source(): AudioSource | null {
    return this.#opening?.source ?? this.#media?.source ?? null;
  }
  get stream(): StreamSlot | null {
    return this.#media instanceof StreamSlot ? this.#media : null;
  }
  /** The file that it plays, as a player of files needs to rescue it. */
  get file(): FileAudio | null {
    return this.#media instanceof FileSlot ? this.#media.file : null;
  }
  /** Of the element; undefined as long as it is well. */
  get fault(): number | 'no-output' | undefined {
    return readElementFault(this.element);
  }
  get positionMs(): number {
    return this.#opening?.positionMs ?? this.#media?.positionMs ?? 0;
  }
  get durationMs(): number {
    return this.#media?.durationMs ?? 0;
  }
  get quality(): HeardQuality | null {
    const quality = this.#media?.quality;
    return quality ? toHeardQuality(quality, this.loudness) : null;
  }
  get isWithinAlbum(): boolean {
    return this.source?.isWithinAlbum ?? false;
  }
  get loudness(): TrackLoudness | null {
    return this.#media?.loudness ?? null;
  }
  setLoudness(trackId: string, loudness: TrackLoudness | null): void {
    this.#media?.setLoudness(trackId, loudness);
  }
  get bufferedRanges(): TimeRangeMs[] {
    return this.#media?.bufferedRanges ?? [];
  }
  get isBufferedToEnd(): boolean {
    return this.#media?.isBufferedToEnd ?? false;
  }

  /** Sets the element's address within the calling tick wherever it is known, or a media source is there to be filled. */
  open(opening: Opening): void {
    this.#forget();
    const { source } = opening;
    const { opened } = source;
    if (opened?.form === 'file') this.#openFile(opening, opened);
    else if (this.#platform.stream) this.#openStream(opening, this.#platform.stream);
    else void this.#openLater(opening);
  }

  /** Asks the element for sound; `onRefused` when it needs a gesture for that. */
  start(onRefused: () => void): void {
    this.element.play().catch((error: unknown) => {
      if (error instanceof Error && error.name === 'NotAllowedError') onRefused();
    });
  }

  seek(positionMs: number): void {
    if (this.#opening) this.#opening = { ...this.#opening, positionMs: Math.max(0, positionMs) };
    this.#media?.seek(positionMs);
  }

  close(): void {
    this.#forget();
    this.element.pause();
    if (!this.element.hasAttribute('src')) return;
    this.element.removeAttribute('src');
    this.element.load();
  }

  #forget(): void {
    this.#media?.close();
    this.#media = null;
    this.#opening = null;
  }

  #openFile(opening: Opening, file: FileAudio): void {
    this.#opening = null;
    if (this.element.canPlayType(file.mimeType) === '')
      queueMicrotask(() => this.#events.onFailed(this, opening.source, 'unsupported'));
    this.#media = new FileSlot(this.element, { ...opening, file });
    this.#events.onKnown(this, opening.source);
  }

  #openStream(opening: Opening, platform: StreamPlatform): void {
    const { source } = opening;
    const slot: StreamSlot = new StreamSlot(this.element, platform, {
      source,
      positionMs: opening.positionMs,
      onOpened: (opened) => this.#media === slot && this.#events.onKnown(this, opened),
      onBuffered: () => this.#media === slot && this.#events.onBuffered(this),
      onRateChanged: () => slot.source && this.#media === slot && this.#events.onKnown(this, slot.source),
      onFile: (found, file) => {
        if (this.#media === slot) this.#onFile(slot, opening, { found, file });
      },
      onFailed: (failed, reason) => this.#media === slot && this.#events.onFailed(this, failed, reason),
    });
    this.#media = slot;
  }

  #onFile(slot: StreamSlot, opening: Opening, { found, file }: { found: AudioSource; file: FileAudio }): void {
    // What follows can only be had as a file: another deck takes it when its turn comes.
    if (found !== slot.source) return slot.follow(null);
    const { positionMs } = slot;
    slot.close();
    this.#openFile({ ...opening, source: found, positionMs }, file);
    this.#events.onReopened(this);
  }

  async #openLater(opening: Opening): Promise<void> {
    this.#opening = opening;
    const answer = await opening.source.open().catch((error: unknown) => error);
    const current = this.#opening;
    if (current?.source !== opening.source) return;
    const { source } = opening;
    if (answer instanceof Error || !isFile(answer)) {
      const reason = answer instanceof SourceError ? answer.reason : 'unsupported';
      return this.#events.onFailed(this, source, reason);
    }
    this.#openFile(current, answer);
    this.#events.onReopened(this);
  }
}

const isFile = (answer: unknown): answer is FileAudio =>
  typeof answer === 'object' && answer !== null && 'form' in answer && answer.form === 'file';
