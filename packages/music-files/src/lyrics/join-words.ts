import type { LyricWord } from './lyrics.ts';

/** A piece of a line as a file has it: its spaces are as found. */
export interface TimedText {
  startMs: number;
  /** Null: until the next one. */
  endMs: number | null;
  text: string;
}

/** How long a word is taken to last when neither its end nor what follows is known. */
const LAST_WORD_MS = 2_000;
const LONGEST_LINE = 500;
const MOST_WORDS = 200;
const BLANK = /[\p{Cc}\u2028\u2029\ufeff\s]+/gu;

/**
 * Makes words of pieces: single spaces, which end the word before them, and no word that starts before the former one. A
 * piece without text only tells where the former ends. `words` is null when the pieces time nothing inside the line.
 */
export function joinWords(
  pieces: readonly TimedText[],
  endMs: number | null,
): { text: string; words: LyricWord[] | null } {
  const words: (TimedText & { endMs: number | null })[] = [];
  let length = 0;
  for (const piece of pieces) {
    const last = words.at(-1);
    let text = piece.text.toWellFormed().replace(BLANK, ' ');
    if (last !== undefined && last.endMs === null) last.endMs = piece.startMs;
    if (text.startsWith(' ')) {
      if (last !== undefined && !last.text.endsWith(' ')) last.text += ' ';
      text = text.slice(1);
    }
    if (text === '') continue;
    if (words.length >= MOST_WORDS || length + text.length > LONGEST_LINE) break;
    length += text.length;
    words.push({ ...piece, text, startMs: Math.max(piece.startMs, last?.startMs ?? 0) });
  }
  const last = words.at(-1);
  if (last === undefined) return { text: '', words: null };
  last.text = last.text.trimEnd();
  const timed = words.map((word) => ({
    startMs: word.startMs,
    endMs: Math.max(word.startMs, word.endMs ?? endMs ?? word.startMs + LAST_WORD_MS),
    text: word.text,
  }));
  const text = words.map((word) => word.text).join('');
  return { text, words: timed.length === 1 && text.includes(' ') ? null : timed };
}
