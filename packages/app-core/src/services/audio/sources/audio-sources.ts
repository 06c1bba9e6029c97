import type { PlaybackQuality, Track } from '@jetstream/api-contract';
import { isLocalId } from '#services/local-files/local-files.ts';
import type { AudioSource, AudioSourceKind } from '../audio-engine.ts';
import type { TrackLoudness } from '../audio-media.ts';
import type { PlaybackAbilities, PlaybackDecisions } from '../playback-decisions.ts';
import { adaptiveStreamSource } from './adaptive-stream-source.ts';
import { apiStreamSource } from './api-stream-source.ts';
import { downloadedFileSource } from './downloaded-file-source.ts';
import { localFileSource } from './local-file-source.ts';
import type { MediaFetch } from './media-fetch.ts';
import type { AudioStore } from './stored-audio.ts';

/** What sources need of the app. */
export interface SourceContext {
  streamUrl(trackId: string): string;
  /** Makes media addresses open again; false when signed out for good. */
  renewAccess(): Promise<boolean>;
  /** An address that the server gave, where the server is elsewhere. */
  mediaUrl(address: string): string;
  fetch: MediaFetch;
  decisions: PlaybackDecisions;
  abilities(): PlaybackAbilities;
  /** For the network of the moment. */
  chosenQuality(): PlaybackQuality;
  canPlay(mimeType: string): boolean;
  localFiles: AudioStore;
  downloads: AudioStore;
}

/** Where in the queue a source is played. */
export type SourcePlace = Pick<AudioSource, 'key' | 'isWithinAlbum'>;

/**
 * One way to get a track's sound. `load` answers at once, since sound must start within the person's gesture: what takes
 * longer stands behind the source's `open`.
 */
export interface AudioSourceRow {
  kind: AudioSourceKind;
  canOpen(track: Track, context: SourceContext): boolean;
  load(track: Track, place: SourcePlace, context: SourceContext): AudioSource;
}

/** In order of preference: the first that can open the track does. A new kind is one file and one row. */
const rows: readonly AudioSourceRow[] = [localFileSource, downloadedFileSource, adaptiveStreamSource, apiStreamSource];

/** Of a source that only answers questions. */
const nowhere = ({ id }: Track): SourcePlace => ({ key: id, isWithinAlbum: false });

/** The factory of sources. */
export class AudioSources {
  readonly #context: SourceContext;

  constructor(context: SourceContext) {
    this.#context = context;
  }

  /** Undefined when no kind can open the track (it is missing everywhere). */
  find(track: Track, place: SourcePlace): AudioSource | undefined {
    // The server is not asked about a file of this device that is gone.
    const candidates = isLocalId(track.id) ? [localFileSource] : rows;
    return candidates.find((row) => row.canOpen(track, this.#context))?.load(track, place, this.#context);
  }

  /** The track may be played in a moment. */
  foresee(track: Track): void {
    if (this.find(track, nowhere(track))?.kind === 'adaptive-stream') this.#context.decisions.foresee(track.id);
  }

  /** The server would decide otherwise now, of these tracks or of all: what it decided before is not used again. */
  forgetDecisions(trackIds?: readonly string[]): void {
    this.#context.decisions.forget(trackIds);
  }

  /** As the server says it now; undefined for what it has no say in. Rejects with `SourceError`. */
  async findLoudness(track: Track): Promise<TrackLoudness | null | undefined> {
    const source = this.find(track, nowhere(track));
    if (source?.kind !== 'adaptive-stream') return undefined;
    return (await source.open()).loudness;
  }
}
