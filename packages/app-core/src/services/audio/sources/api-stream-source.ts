import type { FileAudio } from '../audio-media.ts';
import { SourceError } from '../audio-media.ts';
import { toAlbumPlace } from './album-place.ts';
import type { AudioSourceRow } from './audio-sources.ts';

/** The original file from the server, as it is. */
export const apiStreamSource: AudioSourceRow = {
  kind: 'api-stream',
  canOpen: (track) => !track.isMissing,
  load: (track, place, context) => {
    const { format } = track;
    const opened: FileAudio = {
      form: 'file',
      url: context.streamUrl(track.id),
      mimeType: format.mimeType,
      quality: { ...format, decision: 'direct', reason: 'as-is', chosen: null },
      loudness: null,
    };
    return {
      ...place,
      kind: 'api-stream',
      trackId: track.id,
      durationMs: track.durationMs,
      albumPlace: toAlbumPlace(track),
      opened,
      open: async ({ isRenewed = false } = {}) => {
        if (isRenewed && !(await context.renewAccess())) throw new SourceError('unauthenticated');
        return opened;
      },
    };
  },
};
