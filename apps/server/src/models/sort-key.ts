import { foldText } from '@jetstream/music-files';

/** Services and stores, which may not import that package, compare names as apps do. */
export { foldText };

const LEADING_ARTICLE = /^(?:the|an?)\s+(?=\S)/;
const DIGITS = /\d+/g;
const DIGIT_WIDTH = 8;
/** Enough to tell titles apart, and few enough that cursors made of keys fit into an address. */
const LONGEST_KEY = 200;

/**
 * Folds text so that comparing keys byte by byte gives the order a person expects: no case, marks or punctuation,
 * English leading articles dropped, numbers by value. The same key serves every store, whatever its collation.
 */
export function toSortKey(text: string): string {
  const folded = foldText(text);
  const bare = folded.replace(LEADING_ARTICLE, '');
  const key = bare.replace(DIGITS, (digits) => digits.padStart(DIGIT_WIDTH, '0'));
  // The cut may halve a surrogate pair, which no store keeps as it is.
  return key.length > LONGEST_KEY ? key.slice(0, LONGEST_KEY).toWellFormed() : key;
}

/** The heading a key stands under in an A-Z list: a letter, or `#` for digits and symbols. */
export function toInitial(sortKey: string): string {
  const first = String.fromCodePoint(sortKey.codePointAt(0) ?? 35);
  return /\p{L}/u.test(first) ? first.toUpperCase() : '#';
}
