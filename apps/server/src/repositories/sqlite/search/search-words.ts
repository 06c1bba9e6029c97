import { foldText } from '#models/sort-key.ts';

/** Scripts written without spaces, and Hangul, whose words take endings: found by any part, not by words. */
const UNSPACED_RUN =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]+/gu;
const HANGUL_SYLLABLE = /[\uac00-\ud7a3]/g;
/** Later letters of a syllable in decomposed Hangul: no part begins there. */
const INSIDE_SYLLABLE = /^[\u1160-\u11ff]/;
const CONTROL = /[\p{Cc}\p{Cs}]/gu;
const LEADING_ARTICLE = /^(?:the|an?) (?=\S)/;

const LONGEST_PART = 8;
const LONGEST_WORD = 40;
const MOST_WORDS_JOINED = 3;
const LONGEST_JOINED = 16;
const SHORTEST_CORRECTED = 3;
const LONGEST_CORRECTED = 24;
const MOST_QUERY_WORDS = 12;

/** A word of a query. A prefix stands for every word that begins with it. */
export interface QueryTerm {
  text: string;
  isPrefix: boolean;
}

export function foldForSearch(text: string): string {
  return foldText(text.replace(CONTROL, ' '))
    .replace(/ς/g, 'σ') // Greek writes its s differently at the end of a word, which a half-typed word has not reached.
    .replace(HANGUL_SYLLABLE, (syllable) => syllable.normalize('NFD')) // A half-typed syllable is a prefix of its letters.
    .replace(/\s+/g, ' ');
}

/** The folded name without its article, by which names are compared. */
export const toBareName = (folded: string): string => folded.replace(LEADING_ARTICLE, '');

export const splitWords = (folded: string): string[] => folded.split(' ').filter((word) => word !== '');

/** The words under which text is indexed; `spelled` are those that a typing error may be corrected to. */
export function toIndexWords(text: string): { all: string[]; spelled: string[] } {
  const words = splitWords(foldForSearch(text)).map((word) => word.slice(0, LONGEST_WORD));
  const all = new Set([...words.flatMap(toParts), ...joinedWords(text, words)]);
  return { all: [...all], spelled: words.filter((word) => word.length <= LONGEST_CORRECTED && isCorrectable(word)) };
}

/** "AC/DC" is also found as "acdc", "U.S.A." as "usa", and a short name as one word: "daftpunk". */
function joinedWords(text: string, words: readonly string[]): string[] {
  const chunks = text.split(/\s+/).map((chunk) => splitWords(foldForSearch(chunk)));
  const joined = chunks.filter((chunk) => chunk.length > 1).map((chunk) => chunk.join(''));
  const whole = words.join('');
  if (words.length > 1 && words.length <= MOST_WORDS_JOINED && whole.length <= LONGEST_JOINED) joined.push(whole);
  return joined.map((word) => word.slice(0, LONGEST_WORD));
}

function toParts(word: string): string[] {
  const runs = word.match(UNSPACED_RUN);
  if (!runs) return [word];
  const spaced = word.split(UNSPACED_RUN).filter((rest) => rest !== '');
  return [...spaced, ...runs.flatMap(toSuffixes)];
}

/** Any part of a run begins one of its suffixes, so that looking for a part is looking for a prefix. */
function toSuffixes(run: string): string[] {
  const letters = [...run];
  return letters.flatMap((letter, start) =>
    INSIDE_SYLLABLE.test(letter) ? [] : letters.slice(start, start + LONGEST_PART).join(''),
  );
}

/** The terms that must all match. The last word may still be growing. */
export function toQueryTerms(words: readonly string[]): QueryTerm[] {
  const shown = words.slice(0, MOST_QUERY_WORDS);
  return shown.flatMap((word, index) => toTerms(word.slice(0, LONGEST_WORD), index === shown.length - 1));
}

function toTerms(word: string, isLast: boolean): QueryTerm[] {
  const runs = word.match(UNSPACED_RUN);
  if (!runs) return [{ text: word, isPrefix: isLast }];
  const spaced = word.split(UNSPACED_RUN).filter((rest) => rest !== '');
  return [
    ...spaced.map((text) => ({ text, isPrefix: isLast && word.endsWith(text) })),
    ...runs.flatMap(cutRun).map((text) => ({ text, isPrefix: true })),
  ];
}

/** Pieces as long as the index keeps, each beginning where a syllable does. */
function cutRun(run: string): string[] {
  const pieces: string[] = [];
  let letters = [...run];
  while (letters.length > LONGEST_PART) {
    let end = LONGEST_PART;
    while (end > 1 && INSIDE_SYLLABLE.test(letters[end] ?? '')) end--;
    pieces.push(letters.slice(0, end).join(''));
    letters = letters.slice(end);
  }
  return [...pieces, letters.join('')];
}

/** Spelling is a matter of letters of an alphabet. */
export const isCorrectable = (word: string): boolean =>
  word.length >= SHORTEST_CORRECTED && /^\p{L}+$/u.test(word) && !word.match(UNSPACED_RUN);
