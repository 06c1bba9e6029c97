import type { PlaybackAbilities } from '@jetstream/app-core/services';
import type { StreamPlatform } from './stream/stream-slot.ts';

type Segments = PlaybackAbilities['segments'][number];

/** How media sources are asked for what the server can cut into segments. */
const segmentTypes: readonly (Segments & { mimeType: string })[] = [
  { container: 'mp4', codec: 'flac', mimeType: 'audio/mp4; codecs="flac"' },
  { container: 'mp4', codec: 'opus', mimeType: 'audio/mp4; codecs="opus"' },
  { container: 'mp4', codec: 'aac', mimeType: 'audio/mp4; codecs="mp4a.40.2"' },
  { container: 'mp4', codec: 'mp3', mimeType: 'audio/mp4; codecs="mp3"' },
  { container: 'mpeg', codec: 'mp3', mimeType: 'audio/mpeg' },
  { container: 'webm', codec: 'opus', mimeType: 'audio/webm; codecs="opus"' },
  { container: 'webm', codec: 'vorbis', mimeType: 'audio/webm; codecs="vorbis"' },
];

/** Files that browsers play by themselves, or some of them. */
const fileTypes: readonly string[] = [
  'audio/mpeg',
  'audio/flac',
  'audio/ogg',
  'audio/ogg; codecs="opus"',
  'audio/ogg; codecs="vorbis"',
  'audio/mp4',
  'audio/mp4; codecs="mp4a.40.2"',
  'audio/mp4; codecs="alac"',
  'audio/aac',
  'audio/webm',
  'audio/wav',
  'audio/aiff',
];

export function readAbilities(
  stream: Pick<StreamPlatform, 'isTypeSupported' | 'conditions'> | null,
  canPlay: (mimeType: string) => boolean,
): PlaybackAbilities {
  return {
    segments: segmentTypes
      .filter(({ mimeType }) => stream?.isTypeSupported(mimeType))
      .map(({ container, codec }) => ({ container, codec })),
    files: fileTypes.filter(canPlay),
    maxSampleRateHz: null,
    // More would be mixed behind the limiter, by the browser, to a loudness that nobody measured.
    maxChannels: 2,
    network: stream?.conditions().network ?? 'unmetered',
  };
}
