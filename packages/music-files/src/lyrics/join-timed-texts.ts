import { cleanLine } from '../text/clean-text.ts';
import { buildLine, type LyricLine } from './lyrics.ts';
import { joinWords, type TimedText } from './join-words.ts';
import type { ParsedLyrics } from './parsed-lyrics.ts';

/** Text as a container times it: a line, or a syllable where line breaks are inside. */
export type TimedTexts = readonly Pick<TimedText, 'startMs' | 'text'>[];

/** Lines, or syllables of lines where some text begins or ends with a line break. Returns null where there are no words. */
export function joinTimedTexts(texts: TimedTexts): ParsedLyrics | null {
  const isBySyllable = texts.some(
    ({ text }, at) => (at > 0 && /^[\r\n]/.test(text)) || (at < texts.length - 1 && /[^\r\n][\r\n]+$/.test(text)),
  );
  const lines = isBySyllable
    ? joinSyllables(texts)
    : texts.map(({ startMs, text }) => buildLine({ startMs, text: cleanLine(text) }));
  if (!lines.some((line) => line.text !== '')) return null;
  return { isTimed: true, language: null, voices: [], lines };
}

function joinSyllables(texts: TimedTexts): LyricLine[] {
  const groups: TimedText[][] = [];
  let isEnded = true;
  for (const { startMs, text } of texts) {
    if (isEnded || /^[\r\n]/.test(text)) groups.push([]);
    groups.at(-1)?.push({ startMs, endMs: null, text });
    isEnded = /[^\r\n][\r\n]+$/.test(text);
  }
  return groups.map((pieces, at) =>
    buildLine({ startMs: pieces[0]?.startMs ?? 0, ...joinWords(pieces, groups[at + 1]?.[0]?.startMs ?? null) }),
  );
}
