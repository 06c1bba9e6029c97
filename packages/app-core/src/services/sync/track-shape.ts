import type { Track } from '@jetstream/api-contract';
import { isFlag, isNumber, isText, listOf, orNull, recordOf } from '../storage/shapes.ts';

/** The contract's schema in small: checking ten thousand tracks may not be felt, and the schema's library stays out of the first load. */
export const isTrack = recordOf<Track>({
  id: isText,
  title: isText,
  artistCredit: isText,
  artists: listOf(recordOf<Track['artists'][number]>({ id: isText, name: isText })),
  albumId: orNull(isText),
  albumTitle: orNull(isText),
  discNumber: orNull(isNumber),
  trackNumber: orNull(isNumber),
  durationMs: isNumber,
  year: orNull(isNumber),
  genres: listOf(isText),
  cover: orNull(
    recordOf<NonNullable<Track['cover']>>({
      id: isText,
      placeholder: orNull(isText),
      accent: orNull(recordOf<{ light: string; dark: string }>({ light: isText, dark: isText })),
    }),
  ),
  format: recordOf<Track['format']>({
    container: isText,
    codec: isText,
    mimeType: isText,
    isLossless: isFlag,
    bitrateKbps: orNull(isNumber),
    sampleRateHz: orNull(isNumber),
    bitDepth: orNull(isNumber),
    channels: orNull(isNumber),
  }),
  sizeBytes: isNumber,
  isMissing: isFlag,
  hasLyrics: isFlag,
  addedAt: isText,
  annotation: recordOf<Track['annotation']>({
    starredAt: orNull(isText),
    rating: isNumber,
    playCount: isNumber,
    lastPlayedAt: orNull(isText),
  }),
});
