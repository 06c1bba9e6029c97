import type { AudioSource, SoundQuality, TimeRangeMs, TrackLoudness } from '@jetstream/app-core/services';

/** What a media element plays: a whole file, or a timeline of segments. */
export interface DeckMedia {
  readonly source: AudioSource | null;
  readonly positionMs: number;
  /** 0 until known. */
  readonly durationMs: number;
  readonly quality: SoundQuality | null;
  readonly loudness: TrackLoudness | null;
  readonly bufferedRanges: TimeRangeMs[];
  /** Everything from here to the end of the track has come. */
  readonly isBufferedToEnd: boolean;
  /** Of a track that it holds, the current one or what follows. */
  setLoudness(trackId: string, loudness: TrackLoudness | null): void;
  seek(positionMs: number): void;
  close(): void;
}

export function areSameRanges(some: readonly TimeRangeMs[], others: readonly TimeRangeMs[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ startMs, endMs }, index) => others[index]?.startMs === startMs && others[index].endMs === endMs)
  );
}
