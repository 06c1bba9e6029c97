import type { Track } from '@jetstream/api-contract';
import type { AudioSource, AudioSourceKind } from '../audio-engine.ts';
import { apiStreamSource } from './api-stream-source.ts';

/** What sources need of the app. */
export interface SourceContext {
  streamUrl(trackId: string): string;
  /** Makes media addresses open again; false when signed out for good. */
  renewAccess(): Promise<boolean>;
}

/**
 * One way to get a track's sound. `load` answers at once, since sound must start within the person's gesture: what takes
 * longer stands behind the source's `open`.
 */
export interface AudioSourceRow {
  kind: AudioSourceKind;
  canOpen(track: Track, context: SourceContext): boolean;
  load(track: Track, key: string, context: SourceContext): AudioSource;
}

/** In order of preference: the first that can open the track does. A new kind is one file and one row. */
const rows: readonly AudioSourceRow[] = [apiStreamSource];

/** The factory of sources. */
export class AudioSources {
  readonly #context: SourceContext;

  constructor(context: SourceContext) {
    this.#context = context;
  }

  /** Undefined when no kind can open the track (it is missing everywhere). */
  find(track: Track, key: string): AudioSource | undefined {
    return rows.find((row) => row.canOpen(track, this.#context))?.load(track, key, this.#context);
  }
}
