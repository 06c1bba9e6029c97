import { toAlbumPlace } from './album-place.ts';
import type { AudioSourceRow, SourceContext } from './audio-sources.ts';
import { openStoredAudio, type AudioStore } from './stored-audio.ts';

/** A row for files of this device, wherever they are kept. */
export function createStoredSourceRow(
  kind: 'local-file' | 'downloaded-file',
  storeOf: (context: SourceContext) => AudioStore,
): AudioSourceRow {
  return {
    kind,
    canOpen: (track, context) => storeOf(context).has(track.id),
    load: (track, place, context) => ({
      ...place,
      kind,
      trackId: track.id,
      durationMs: track.durationMs,
      albumPlace: toAlbumPlace(track),
      opened: null,
      open: () => openStoredAudio(storeOf(context), track.id, context.abilities().segments),
    }),
  };
}
