import { cleanText } from '../text/clean-text.ts';
import { parseLrc, parsePlainText } from './parse-lrc.ts';
import { parseSrt, looksLikeSubtitles } from './parse-srt.ts';
import { parseTtml, looksLikeTtml } from './parse-ttml.ts';
import type { ParsedLyrics } from './parsed-lyrics.ts';

/** Times of words make files long: a song's markup is many times its words. */
const LONGEST_SOURCE = 512 * 1024;

/** Reads lyrics in TTML, SubRip, LRC or plain text, known by their content. Returns null for text without words. */
export function parseLyrics(text: string): ParsedLyrics | null {
  const clean = cleanText(text, LONGEST_SOURCE);
  if (clean === '') return null;
  if (looksLikeTtml(clean)) return parseTtml(clean);
  return (looksLikeSubtitles(clean) ? parseSrt(clean) : null) ?? parseLrc(clean) ?? parsePlainText(clean);
}
