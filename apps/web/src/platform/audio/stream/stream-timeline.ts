import type { AudioRendition, AudioSource, OpenedAudio, SegmentedAudio } from '@jetstream/app-core/services';
import type { TimeSpan } from './buffer-plan.ts';
import { secondsOf } from './segment-grid.ts';

/** A track on the timeline of one media element. */
export interface TimelineTrack {
  readonly source: AudioSource;
  /** Counted along the timeline. */
  readonly ordinal: number;
  startSeconds: number;
  durationSeconds: number;
  /** Null until it was opened. */
  audio: SegmentedAudio | null;
  rendition: AudioRendition | null;
  /** The segment that continues what was loaded last. */
  nextIndex: number | null;
}

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

  begin(source: AudioSource): void {
    this.#tracks = [toTrack(source, 0)];
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
    startSeconds: 0,
    durationSeconds: source.durationMs / 1000,
    audio: null,
    rendition: null,
    nextIndex: null,
  };
}
