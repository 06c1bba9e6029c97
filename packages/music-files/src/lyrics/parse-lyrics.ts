import { cleanText } from '../text/clean-text.ts';
import { parseLrc, parsePlainText } from './parse-lrc.ts';
import { parseSrt, looksLikeSubtitles } from './parse-srt.ts';
import { parseTtml, looksLikeTtml } from './parse-ttml.ts';
import type { ParsedLyrics } from './parsed-lyrics.ts';

/** Times of words make files long: a song's markup is many times its words. */
const LONGEST_SOURCE = 512 * 1024;
/** Bytes of anything but text hold about one in ten of these, whatever code they are read by, not counting zeros, with which taggers end texts. */
const NOT_WRITTEN = /[^\P{Cc}\0\t\n\r]|\ufffd/gu;
const MOST_NOT_WRITTEN = 1 / 20;

/** Reads lyrics in TTML, SubRip, LRC or plain text, known by their content. Returns null for text without words, and for what is no text. */
export function parseLyrics(text: string): ParsedLyrics | null {
  const clean = cleanText(text, LONGEST_SOURCE);
  if (clean === '' || !isWritten(text)) return null;
  if (looksLikeTtml(clean)) return parseTtml(clean);
  return (looksLikeSubtitles(clean) ? parseSrt(clean) : null) ?? parseLrc(clean) ?? parsePlainText(clean);
}

function isWritten(text: string): boolean {
  const length = text.length - (text.match(/\0/g)?.length ?? 0);
  return (text.match(NOT_WRITTEN)?.length ?? 0) <= length * MOST_NOT_WRITTEN;
}
