import type { Track } from '@jetstream/api-contract';
import type { AudioSource } from '../audio-engine.ts';
import { apiStreamSource } from './api-stream-source.ts';

export interface SourceContext {
  streamUrl(trackId: string): string;
}

/**
 * One way to get a track's sound. `load` answers at once, since sound must start within the person's gesture: a kind whose
 * code is large imports it behind the address that it returns.
 */
export interface AudioSourceRow {
  kind: AudioSource['kind'];
  canOpen(track: Track): boolean;
  load(track: Track, key: string, context: SourceContext): AudioSource;
}

/** In order of preference: the first that can open the track does. A new kind is one file and one row. */
export const audioSources: readonly AudioSourceRow[] = [apiStreamSource];

/** Undefined when no kind can open the track (it is missing everywhere). */
export function findAudioSource(track: Track, key: string, context: SourceContext): AudioSource | undefined {
  return audioSources.find((row) => row.canOpen(track))?.load(track, key, context);
}
