import { buildLine, type LyricLine, type Lyrics } from '@jetstream/music-files';

export { buildLine, type Lyrics };

/** As stores and backups hold them: former versions knew only `startMs` and `text` of a line. */
export type StoredLyrics = Pick<Lyrics, 'isTimed' | 'language' | 'source'> &
  Partial<Omit<Lyrics, 'lines'>> & { lines: (Pick<LyricLine, 'startMs' | 'text'> & Partial<LyricLine>)[] };

export const completeLyrics = (stored: StoredLyrics): Lyrics => ({
  ...stored,
  fileName: stored.fileName ?? null,
  translationFiles: stored.translationFiles ?? [],
  voices: stored.voices ?? [],
  lines: stored.lines.map((line) => buildLine(line)),
});
