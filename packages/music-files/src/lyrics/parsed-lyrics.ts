import type { Lyrics } from './lyrics.ts';

/** What a text says, wherever it was found. */
export type ParsedLyrics = Omit<Lyrics, 'source' | 'fileName' | 'translationFiles'>;

export const MOST_LINES = 5_000;
