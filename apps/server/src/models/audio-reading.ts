import type { EmbeddedLyrics } from '@jetstream/music-files';
import type { AudioFormat } from './track.ts';

/** What tags can say, by one name whatever the container calls it. */
export type TagField =
  | 'title'
  | 'titleSort'
  | 'artist'
  | 'artists'
  | 'artistSort'
  | 'album'
  | 'albumArtist'
  | 'albumArtists'
  | 'albumArtistSort'
  | 'compilation'
  | 'discNumber'
  | 'discTitle'
  | 'trackNumber'
  | 'date'
  | 'releaseDate'
  | 'originalDate'
  | 'genre'
  | 'composer'
  | 'composerSort'
  | 'lyricist'
  | 'conductor'
  | 'performer'
  | 'remixer'
  | 'producer'
  | 'arranger'
  | 'engineer'
  | 'mixer'
  | 'writer'
  | 'bpm'
  | 'comment'
  | 'trackGain'
  | 'trackPeak'
  | 'albumGain'
  | 'albumPeak'
  | 'r128TrackGain'
  | 'r128AlbumGain'
  | 'musicBrainzRecordingId'
  | 'musicBrainzReleaseId'
  | 'musicBrainzArtistId'
  | 'musicBrainzAlbumArtistId';

export type TagFields = Partial<Record<TagField, string[]>>;

/** What was read from one audio file. Text is as found, not yet cleaned. */
export interface AudioReading {
  tags: TagFields;
  lyrics: EmbeddedLyrics[];
  /** Id of the best embedded picture: the front cover, else the first. */
  embeddedCoverId: string | null;
  format: AudioFormat;
  durationMs: number;
  audioKey: string | null;
  /** The file ends clearly before what it says of itself. */
  isCutOff: boolean;
}
