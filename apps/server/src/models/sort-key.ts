const LEADING_ARTICLE = /^(?:the|an?)\s+(?=\S)/;
// All but the kana voicing marks, which make other letters of their base, not the same letter with an accent.
const MARKS = /[\p{Mn}--[\u3099\u309A]]/gv;
const DIGITS = /\d+/g;
const DIGIT_WIDTH = 8;
/** Enough to tell titles apart, and few enough that cursors made of keys fit into an address. */
const LONGEST_KEY = 200;
const PLAIN_ASCII = /^\p{ASCII}*$/u;

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

/** Folds text for comparing and searching: no case, marks, or punctuation; runs of other characters become one space. */
export function foldText(text: string): string {
  // Most text of most libraries: a quarter of the work, and scans fold ten texts a track.
  if (PLAIN_ASCII.test(text)) return foldAscii(text);
  const plain = text
    .normalize('NFKD')
    .replace(MARKS, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/æ/g, 'ae')
    .replace(/œ/g, 'oe')
    .replace(/ø/g, 'o')
    .replace(/ł/g, 'l')
    .replace(/đ/g, 'd')
    .replace(/['’`]/g, '');
  const words = plain.replace(/[^\p{L}\p{N}\p{Mc}]+/gu, ' ').trim();
  // A title of symbols alone ("!!!", "★") keeps them: dropping all would make it equal to every other such title.
  return words === '' ? plain.trim() : words;
}

function foldAscii(text: string): string {
  const plain = text.toLowerCase().replace(/['`]/g, '');
  const words = plain.replace(/[^a-z0-9]+/g, ' ').trim();
  return words === '' ? plain.trim() : words;
}

/** The heading a key stands under in an A-Z list: a letter, or `#` for digits and symbols. */
export function toInitial(sortKey: string): string {
  const first = String.fromCodePoint(sortKey.codePointAt(0) ?? 35);
  return /\p{L}/u.test(first) ? first.toUpperCase() : '#';
}
