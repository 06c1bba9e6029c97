import {
  SourceError,
  type AudioRendition,
  type AudioSource,
  type FileAudio,
  type SourceFault,
} from '@jetstream/app-core/services';
import { planBuffer, planEviction, type BufferState } from './buffer-plan.ts';
import { bufferedUntil, bufferedUntilIn, ROUNDING_SECONDS, type TimeSpan } from './buffered-spans.ts';
import { Alarm } from './alarm.ts';
import { toBufferPolicy, toRestingPolicy, type DeviceConditions } from './buffer-policy.ts';
import { MOST_ATTEMPTS, pauseBefore, untilOnline, type Waiting } from './load-attempts.ts';
import { chooseRate } from './rate-chooser.ts';
import type { ThroughputMeter } from './throughput-meter.ts';
import { segmentStart } from './segment-grid.ts';
import { SegmentPlacer } from './segment-placer.ts';
import { SegmentReader } from './segment-reader.ts';
import { BufferFullError, SegmentWriter } from './segment-writer.ts';
import { hasLooseEnd, toIndex, toSupported, type StreamTimeline, type TimelineTrack } from './stream-timeline.ts';
import { WIDE_MIME_TYPE } from './wide-init.ts';

export interface StreamLoaderOptions extends Waiting {
  timeline: StreamTimeline;
  meter: ThroughputMeter;
  nowMs: () => number;
  conditions: () => DeviceConditions;
  isTypeSupported: (mimeType: string) => boolean;
  playheadSeconds: () => number;
  /** False while the browser would rather have nothing: then only what is heard in a moment is loaded. */
  isDataWanted: () => boolean;
  /** Of the browser: whether the first track may decide in which format all of them are heard, see `writeWideInit`. */
  keepsFirstFormat: boolean;
  decodesUnheard: boolean;
  /** The buffer for a first MIME type, once the media source is open. */
  openBuffer: (mimeType: string) => Promise<SourceBuffer>;
  /** Tells the media source how long all of it is. */
  setDuration: (seconds: number) => void;
  /** All that is known has come. */
  finish: () => void;
  onOpened: (track: TimelineTrack) => void;
  onBuffered: () => void;
  onRateChanged: () => void;
  /** The track can only be had as a file: this timeline has no place for it. */
  onFile: (source: AudioSource, file: FileAudio) => void;
  onFailed: (source: AudioSource, reason: SourceFault) => void;
}

/** Elements stop a little before the end of what they have. */
const HEARD_WITHIN_SECONDS = 0.2;
/** Long enough to load what takes over. */
const KEPT_SECONDS = 6;
const LEAST_PROGRESS_SECONDS = 0.01;
/** So much is missing at the end of many a sound file. */
const MOST_MISSING_SECONDS = 2;

interface SegmentOutcome {
  atSeconds: number;
  /** How far it has to go on from there: to the end of the segment, where that is close. */
  leastSeconds: number;
  isLast: boolean;
}

/**
 * Fills the buffer of one media source: opens tracks, loads segments where the plan wants them, writes them as they come,
 * and tries again what fails. One thing at a time; `wake` says that something has changed.
 */
export class StreamLoader {
  readonly #options: StreamLoaderOptions;
  readonly #reader: SegmentReader;
  readonly #life = new AbortController();
  #work = new AbortController();
  #writer: SegmentWriter | undefined;
  #placer: SegmentPlacer | undefined;
  /** What is opened or loaded at the moment. */
  #busyWith: TimelineTrack | undefined;
  /** Why a track cannot be loaded on: told when what there is of it was heard. */
  #fault: { track: TimelineTrack; reason: SourceFault } | undefined;
  readonly #alarm = new Alarm();
  #isLoading = true;
  #isFinished = false;
  #isOutdated = false;
  #attempts = 0;
  #rateIndex = 0;
  /** Grows when the browser's memory is full before ours is. */
  #spareFactor = 1;
  #toRemove: { start: number; end: number }[] = [];

  constructor(options: StreamLoaderOptions) {
    this.#options = options;
    const aheadSeconds = (): number => {
      const playhead = options.playheadSeconds();
      return bufferedUntil(this.spans, playhead) - playhead;
    };
    this.#reader = new SegmentReader({ ...options, aheadSeconds });
    void this.#run();
  }

  get spans(): TimeSpan[] {
    return this.#writer?.spans ?? [];
  }

  /** Gives up what is being loaded if it is not what is needed now. */
  redirect(): void {
    this.#work.abort();
    this.#fault = undefined;
    this.#isLoading = true;
    this.wake();
  }

  wake(): void {
    this.#alarm.ring();
  }

  /** Takes back what was loaded of a track that does not follow any more. */
  forget(track: TimelineTrack): void {
    if (track.audio) this.#toRemove.push({ start: track.startSeconds, end: Number.POSITIVE_INFINITY });
    this.#placer?.forget();
    this.redirect();
  }

  /** Asks for the tracks anew, since other sound of them is wanted from here on. */
  reopen(): void {
    this.#isOutdated = true;
    this.redirect();
  }

  close(): void {
    this.#life.abort();
    this.#work.abort();
    this.wake();
  }

  async #run(): Promise<void> {
    while (!this.#life.signal.aborted) {
      this.#work = new AbortController();
      const { signal } = this.#work;
      this.#alarm.set();
      try {
        const hasWorked = await this.#step(signal);
        if (!hasWorked && !signal.aborted) await this.#alarm.sleep();
      } catch (error) {
        if (this.#life.signal.aborted) return;
        if (!signal.aborted) await this.#recover(error, signal);
      }
    }
  }

  /** One piece of work; false when there is none. */
  async #step(signal: AbortSignal): Promise<boolean> {
    const { timeline } = this.#options;
    if (this.#fault?.track === timeline.current) return this.#tellFault();
    if (this.#isOutdated) return this.#openAnew(signal);
    const unopened = timeline.tracks.find(({ audio }) => !audio);
    if (unopened === timeline.current && unopened) return this.#open(unopened, signal);
    if (this.#toRemove.length > 0) return this.#takeBack();
    const looseEnd = timeline.tracks.find(hasLooseEnd);
    if (looseEnd) return this.#loadEnd(looseEnd, signal);
    const state = this.#state();
    // Taking something away opens a media source that was told its end, and then it has none; what is whole grows no more.
    const eviction = this.#isFinished ? undefined : planEviction(state);
    if (eviction) await this.#writer?.remove(eviction);
    const step = planBuffer(state);
    if (step.kind === 'load') {
      const track = timeline.opened[step.track];
      if (track) await this.#load(track, step.atSeconds, signal);
      this.#isLoading = true;
      return track !== undefined;
    }
    // The decision for the following track is asked for early: its answer is small, and a skip may come at any time.
    if (unopened) return this.#open(unopened, signal);
    this.#isLoading = false;
    if (step.kind === 'finish' && !this.#isFinished) {
      this.#isFinished = true;
      this.#options.finish();
    }
    return false;
  }

  #state(): BufferState {
    const { timeline, conditions, playheadSeconds, isDataWanted } = this.#options;
    const rendition = timeline.current?.rendition;
    const policy = toBufferPolicy(conditions(), (rendition?.bitrateKbps ?? 1_000) * this.#spareFactor);
    return {
      playheadSeconds: playheadSeconds(),
      buffered: this.spans,
      tracks: timeline.spans,
      policy: isDataWanted() ? policy : toRestingPolicy(policy),
      isLoading: this.#isLoading,
    };
  }

  async #open(track: TimelineTrack, signal: AbortSignal): Promise<boolean> {
    const { timeline, isTypeSupported, onFile } = this.#options;
    const { source, asked } = track;
    this.#busyWith = track;
    track.asked = null;
    const opened = source.opened ?? (await (asked ?? source.open()));
    if (signal.aborted || !timeline.tracks.includes(track)) return true;
    this.#attempts = 0;
    if (opened.form === 'file') {
      onFile(source, opened);
      return true;
    }
    const audio = toSupported(opened, isTypeSupported);
    const [first, ...rest] = audio.renditions;
    this.#rateIndex = this.#chooseRate(audio.renditions, Math.min(this.#rateIndex, rest.length), 0);
    timeline.setOpened(track, audio, audio.renditions[this.#rateIndex] ?? first);
    if (track === timeline.next && this.#isFinished) this.#isFinished = false;
    this.#writer ??= new SegmentWriter(await this.#options.openBuffer(first.mimeType), first.mimeType);
    this.#placer ??= new SegmentPlacer(this.#reader, this.#writer, {
      ...this.#options,
      canWiden: this.#options.keepsFirstFormat && isTypeSupported(WIDE_MIME_TYPE),
    });
    this.#options.setDuration(timeline.endSeconds);
    this.#options.onOpened(track);
    return true;
  }

  /** What was loaded of the current track stays, unless there is better to be had soon; what follows has not begun, and is taken back. */
  async #openAnew(signal: AbortSignal): Promise<boolean> {
    this.#isOutdated = false;
    const { timeline, isTypeSupported, playheadSeconds, onRateChanged } = this.#options;
    const { current, next } = timeline;
    if (next?.audio) this.#closeAgain(next, next.startSeconds);
    const { audio, rendition } = current ?? {};
    if (!current || !audio || !rendition) return true;
    const opened = await current.source.open().catch(() => audio);
    // A seek may have come in between.
    this.#isOutdated = signal.aborted;
    if (signal.aborted || opened.form === 'file') return true;
    current.audio = toSupported(opened, isTypeSupported);
    this.#rateIndex = this.#chooseRate(current.audio.renditions, 0, 0);
    current.rendition = current.audio.renditions[this.#rateIndex] ?? rendition;
    current.nextIndex = null;
    if ((current.rendition.bitrateKbps ?? 0) > (rendition.bitrateKbps ?? 0))
      this.#toRemove.push({ start: playheadSeconds() + KEPT_SECONDS, end: Number.POSITIVE_INFINITY });
    onRateChanged();
    return true;
  }

  /** It gets its place again when it is opened the next time. */
  #closeAgain(track: TimelineTrack, fromSeconds: number): void {
    this.#toRemove.push({ start: fromSeconds, end: Number.POSITIVE_INFINITY });
    track.audio = null;
    track.nextIndex = null;
  }

  #chooseRate(renditions: readonly AudioRendition[], current: number, aheadSeconds: number): number {
    return chooseRate(renditions, { current, aheadSeconds, throughputKbps: this.#options.meter.kbps });
  }

  async #takeBack(): Promise<boolean> {
    for (const span of this.#toRemove.splice(0)) await this.#writer?.remove(span);
    this.#isFinished = false;
    this.#options.setDuration(this.#options.timeline.endSeconds);
    this.#options.onBuffered();
    return true;
  }

  async #load(track: TimelineTrack, atSeconds: number, signal: AbortSignal): Promise<void> {
    const placer = this.#placer;
    const { audio } = track;
    if (!placer || !audio) return;
    this.#busyWith = track;
    this.#isFinished = false;
    this.#followNetwork(track, atSeconds);
    const rendition = track.rendition ?? audio.renditions[0];
    const position = atSeconds - track.startSeconds;
    const index = toIndex(track, rendition, position);
    // Where another rate takes over in the middle of a segment, what is there already stays as it is.
    const isTakeover = index !== track.nextIndex && position > 0 && this.#isBuffered(atSeconds);
    const takeoverSeconds = isTakeover ? atSeconds : undefined;
    const hasLower = audio.renditions.at(-1)?.id !== rendition.id;
    const outcome = await placer.put(track, { rendition, index, takeoverSeconds, hasLower, signal });
    if (outcome === 'too-slow') return this.#stepDown(track);
    track.nextIndex = index + 1;
    this.#attempts = 0;
    const isLast = index === rendition.segmentCount - 1;
    const endSeconds = track.startSeconds + segmentStart(index + 1, rendition) - ROUNDING_SECONDS / 2;
    this.#settleEnd(track, {
      atSeconds,
      isLast,
      leastSeconds: Math.min(atSeconds + LEAST_PROGRESS_SECONDS, endSeconds),
    });
  }

  async #loadEnd(track: TimelineTrack, signal: AbortSignal): Promise<boolean> {
    const { rendition, nextIndex } = track;
    if (rendition && nextIndex !== null)
      await this.#load(track, track.startSeconds + segmentStart(nextIndex, rendition), signal);
    return true;
  }

  /** A segment that brought nothing would be asked for for ever; a track that ends early lets the next one begin there. */
  #settleEnd(track: TimelineTrack, { atSeconds, isLast, leastSeconds }: SegmentOutcome): void {
    const span = { start: track.startSeconds, end: track.startSeconds + track.durationSeconds };
    const until = bufferedUntilIn(span, this.spans, atSeconds);
    const { end } = span;
    if (!isLast && until < leastSeconds) throw new SourceError('damaged');
    if (!isLast || until >= end - ROUNDING_SECONDS) return;
    if (until < atSeconds + LEAST_PROGRESS_SECONDS && atSeconds < end - MOST_MISSING_SECONDS)
      throw new SourceError('damaged');
    track.durationSeconds = until - track.startSeconds;
    const { next } = this.#options.timeline;
    if (!next?.audio || next === track) return;
    this.#closeAgain(next, end);
  }

  #isBuffered(seconds: number): boolean {
    return this.spans.some(({ start, end }) => start < seconds - 0.05 && end > seconds - 0.05);
  }

  /** What has come of the segment stays; the rest of it, and what follows, comes at the best rate that the link carries now. */
  #stepDown(track: TimelineTrack): void {
    const renditions = track.audio?.renditions ?? [];
    const now = renditions.findIndex(({ id }) => id === track.rendition?.id);
    const chosen = Math.min(renditions.length - 1, Math.max(now + 1, this.#chooseRate(renditions, now, 0)));
    this.#changeRate(track, chosen);
  }

  #changeRate(track: TimelineTrack, chosen: number): void {
    track.rendition = track.audio?.renditions[chosen] ?? track.rendition;
    track.nextIndex = null;
    this.#rateIndex = chosen;
    this.#options.onRateChanged();
  }

  #followNetwork(track: TimelineTrack, atSeconds: number): void {
    const renditions = track.audio?.renditions ?? [];
    const now = renditions.findIndex(({ id }) => id === track.rendition?.id);
    if (renditions.length < 2 || now < 0) return;
    const aheadSeconds = atSeconds - this.#options.playheadSeconds();
    const chosen = this.#chooseRate(renditions, now, aheadSeconds);
    if (chosen !== now) this.#changeRate(track, chosen);
  }

  async #recover(error: unknown, signal: AbortSignal): Promise<void> {
    const { timeline, onFailed } = this.#options;
    if (error instanceof BufferFullError) return this.#makeRoom(signal);
    const reason = error instanceof SourceError ? error.reason : 'damaged';
    await untilOnline(this.#options, signal);
    if (reason === 'unreachable' && this.#attempts < MOST_ATTEMPTS) {
      this.#attempts += 1;
      return pauseBefore(this.#attempts, this.#options, signal);
    }
    this.#attempts = 0;
    const track = this.#busyWith;
    if (!track || !timeline.tracks.includes(track)) return;
    if (track === timeline.current) this.#fault = { track, reason };
    else onFailed(track.source, reason);
  }

  /** What was loaded before the fault is heard first. */
  #tellFault(): boolean {
    const { playheadSeconds, onFailed } = this.#options;
    const playhead = playheadSeconds();
    const isHeard = bufferedUntil(this.spans, playhead) < playhead + HEARD_WITHIN_SECONDS;
    if (!isHeard || !this.#fault) return false;
    const { track, reason } = this.#fault;
    this.#fault = undefined;
    onFailed(track.source, reason);
    return false;
  }

  /** The browser keeps less than was thought, and from now on so do we; the segment that was cut off comes again later. */
  async #makeRoom(signal: AbortSignal): Promise<void> {
    this.#spareFactor = Math.min(8, this.#spareFactor * 1.4);
    const eviction = planEviction(this.#state(), true);
    if (eviction) await this.#writer?.remove(eviction);
    for (const track of this.#options.timeline.tracks) track.nextIndex = null;
    await pauseBefore(2, this.#options, signal);
  }
}
