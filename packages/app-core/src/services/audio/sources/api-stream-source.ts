import type { AudioSourceRow } from './audio-sources.ts';

/** The original file from the server. */
export const apiStreamSource: AudioSourceRow = {
  kind: 'api-stream',
  canOpen: (track) => !track.isMissing,
  load: (track, key, context) => ({
    key,
    kind: 'api-stream',
    trackId: track.id,
    url: context.streamUrl(track.id),
    mimeType: track.format.mimeType,
    durationMs: track.durationMs,
  }),
};
