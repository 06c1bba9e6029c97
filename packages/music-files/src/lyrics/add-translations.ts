import { toBaseLanguage } from '../languages.ts';
import type { LyricLine, Lyrics } from './lyrics.ts';
import { foldText } from '../text/fold-text.ts';

/** Who times the same line twice seldom means the same tenth of a second. */
const MOST_APART_MS = 700;
/** With fewer lines in common it is another version of the song. */
const LEAST_SHARE = 0.6;
/** Names and la-la-la are the same in both languages; with more it is the same words again. */
const MOST_EQUAL_SHARE = 0.5;

/**
 * Puts the lines of the same song in another language below its own as translations: those that begin at the same time, or
 * line by line where there are no times. Returns the lyrics as they were when it is no translation of them.
 */
export function addTranslation(lyrics: Lyrics, other: Lyrics): Lyrics {
  const { language } = other;
  if (language === null || other.lines.length === 0 || isSpoken(lyrics, language)) return lyrics;
  const sung = lyrics.lines.filter(({ text }) => text !== '');
  const said = other.lines.filter(({ text }) => text !== '');
  const pairs = lyrics.isTimed && other.isTimed ? pairByTime(sung, said) : pairByPlace(sung, said);
  if (pairs.size < Math.max(sung.length, said.length) * LEAST_SHARE || isSameWords(pairs)) return lyrics;
  const lines = lyrics.lines.map((line) => {
    const text = pairs.get(line);
    return text === undefined ? line : { ...line, translations: [...line.translations, { language, text }] };
  });
  const { source, fileName } = other;
  const translationFiles = [...lyrics.translationFiles, ...(source === 'file' && fileName !== null ? [fileName] : [])];
  return { ...lyrics, lines, translationFiles };
}

/** Also as a translation that is there already. Dialects of a language are one. */
function isSpoken(lyrics: Lyrics, language: string): boolean {
  const known = [
    lyrics.language,
    ...lyrics.lines.flatMap(({ translations }) => translations.map((one) => one.language)),
  ];
  return known.some((tag) => tag !== null && toBaseLanguage(tag) === toBaseLanguage(language));
}

/** Tells what languages do not: most lyrics say none. */
function isSameWords(pairs: ReadonlyMap<LyricLine, string>): boolean {
  const equal = [...pairs].filter(([line, text]) => foldText(line.text) === foldText(text));
  return equal.length > pairs.size * MOST_EQUAL_SHARE;
}

function pairByTime(sung: readonly LyricLine[], said: readonly LyricLine[]): Map<LyricLine, string> {
  const pairs = new Map<LyricLine, string>();
  let at = 0;
  for (const { startMs, text } of said) {
    if (startMs === null) continue;
    const apart = (index: number): number => Math.abs((sung[index]?.startMs ?? Infinity) - startMs);
    while (at + 1 < sung.length && apart(at + 1) < apart(at)) at += 1;
    const line = sung[at];
    if (line && apart(at) <= MOST_APART_MS && !pairs.has(line)) pairs.set(line, text);
  }
  return pairs;
}

const pairByPlace = (sung: readonly LyricLine[], said: readonly LyricLine[]): Map<LyricLine, string> =>
  sung.length === said.length ? new Map(sung.map((line, index) => [line, said[index]?.text ?? ''])) : new Map();
