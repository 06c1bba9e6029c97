import {
  SourceError,
  type AudioRendition,
  type AudioSource,
  type OpenedAudio,
  type SegmentedAudio,
} from '@jetstream/app-core/services';
import type { TimeSpan } from './buffered-spans.ts';
import { secondsOf, segmentAt, segmentStart } from './segment-grid.ts';

/** A track on the timeline of one media element. */
export interface TimelineTrack {
  readonly source: AudioSource;
  /** Counted along the timeline. */
  readonly ordinal: number;
  /** The answer of its source that was asked for ahead: taken by who opens the track first. */
  asked: Promise<OpenedAudio> | null;
  startSeconds: number;
  durationSeconds: number;
  /** Null until it was opened. */
  audio: SegmentedAudio | null;
  rendition: AudioRendition | null;
  /** The segment that continues what was loaded last. */
  nextIndex: number | null;
}

const LOOSE_END_SECONDS = 0.5;

/**
 * Tracks one behind the other on one timeline. A track begins at the very sample at which the one before ends, which is
 * what makes joins exact; a place is given once the length of the one before is known to the sample.
 */
export class StreamTimeline {
  #tracks: TimelineTrack[] = [];

  get current(): TimelineTrack | undefined {
    return this.#tracks[0];
  }
  get next(): TimelineTrack | undefined {
    return this.#tracks[1];
  }
  get tracks(): readonly TimelineTrack[] {
    return this.#tracks;
  }
  get opened(): readonly TimelineTrack[] {
    return this.#tracks.filter(({ audio }) => audio);
  }
  /** Of the tracks that were opened. */
  get spans(): TimeSpan[] {
    return this.opened.map(({ startSeconds, durationSeconds }) => ({
      start: startSeconds,
      end: startSeconds + durationSeconds,
    }));
  }
  get endSeconds(): number {
    return this.spans.at(-1)?.end ?? 0;
  }

  begin(source: AudioSource, asked: Promise<OpenedAudio> | null): void {
    this.#tracks = [{ ...toTrack(source, 0), asked }];
  }

  /** What follows the current track; a track that did so before is answered, to be taken out of the buffer. */
  follow(source: AudioSource | null): TimelineTrack | undefined {
    const { next } = this;
    if (next?.source.key === source?.key) return undefined;
    this.#tracks = this.#tracks.slice(0, 1);
    if (source) this.#tracks.push(toTrack(source, (this.current?.ordinal ?? 0) + 1));
    return next;
  }

  setOpened(track: TimelineTrack, audio: Extract<OpenedAudio, { form: 'segments' }>, rendition: AudioRendition): void {
    track.audio = audio;
    track.rendition = rendition;
    track.durationSeconds = secondsOf(rendition);
    const at = this.#tracks.indexOf(track);
    const before = this.#tracks[at - 1];
    if (before) track.startSeconds = before.startSeconds + before.durationSeconds;
  }

  /** The following track becomes the current one. */
  advance(): TimelineTrack | undefined {
    if (!this.next) return undefined;
    this.#tracks = this.#tracks.slice(1);
    return this.current;
  }

  clear(): void {
    this.#tracks = [];
  }
}

function toTrack(source: AudioSource, ordinal: number): TimelineTrack {
  return {
    source,
    ordinal,
    asked: null,
    startSeconds: 0,
    // Where nobody knows, any place may be in it.
    durationSeconds: source.durationMs > 0 ? source.durationMs / 1000 : Number.POSITIVE_INFINITY,
    audio: null,
    rendition: null,
    nextIndex: null,
  };
}

/** Without what this browser does not take. Throws `SourceError` when nothing is left. */
export function toSupported(opened: SegmentedAudio, isTypeSupported: (mimeType: string) => boolean): SegmentedAudio {
  const [first, ...rest] = opened.renditions.filter(({ mimeType }) => isTypeSupported(mimeType));
  if (!first) throw new SourceError('unsupported');
  return { ...opened, renditions: [first, ...rest] };
}

/** The next in the row where loading goes on; else the one that holds the place. */
export function toIndex(track: TimelineTrack, rendition: AudioRendition, position: number): number {
  const { nextIndex } = track;
  const isNear = nextIndex !== null && Math.abs(segmentStart(nextIndex, rendition) - position) < 0.25;
  return nextIndex !== null && isNear && nextIndex < rendition.segmentCount
    ? nextIndex
    : segmentAt(position, rendition);
}

/** Whether only the last segment is missing, and is so short that the hole it leaves is too small for browsers to tell. */
export function hasLooseEnd({ rendition, nextIndex }: TimelineTrack): boolean {
  if (!rendition || nextIndex === null || nextIndex !== rendition.segmentCount - 1) return false;
  return secondsOf(rendition) - segmentStart(nextIndex, rendition) < LOOSE_END_SECONDS;
}
