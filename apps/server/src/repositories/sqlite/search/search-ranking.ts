import { type QueryTerm, splitWords, toBareName } from './search-words.ts';

export interface SearchEntry {
  rid: number;
  id: string;
  /** Folded. */
  name: string;
  weight: number;
}

/** How well a name fits, best first. Between the same kind of fit the weight decides, then the shorter name. */
export const fits = {
  isName: 6,
  beginsWithWords: 5,
  beginsWith: 4,
  containsPhrase: 3,
  containsWords: 2,
  isNameWithContext: 1,
  matches: 0,
} as const;

export type Fit = (typeof fits)[keyof typeof fits];

export interface RankedEntry extends SearchEntry {
  fit: Fit;
  /** Begins with the query, its article included: who types "the b" means The Beatles rather than Björk. */
  isAsTyped: boolean;
}

export interface RankedQuery {
  /** Folded. */
  text: string;
  terms: readonly QueryTerm[];
}

export function rankEntries(query: RankedQuery, entries: Iterable<SearchEntry>): RankedEntry[] {
  const asked = toAsked(query);
  const ranked: RankedEntry[] = [];
  for (const { rid, id, name, weight } of entries) {
    ranked.push({ rid, id, name, weight, fit: fitName(asked, name), isAsTyped: name.startsWith(query.text) });
  }
  return ranked.sort(compareEntries);
}

interface Asked {
  bare: string;
  joined: string;
  words: ReadonlySet<string>;
  terms: readonly QueryTerm[];
}

const toAsked = ({ text, terms }: RankedQuery): Asked => ({
  bare: toBareName(text),
  joined: toBareName(text).replaceAll(' ', ''),
  words: new Set(splitWords(text)),
  terms,
});

function fitName({ bare, joined, words, terms }: Asked, fullName: string): Fit {
  const name = toBareName(fullName);
  if (name === bare) return fits.isName;
  if (name.startsWith(joined[0] ?? '') && name.replaceAll(' ', '') === joined) return fits.isName;
  if (name.startsWith(bare)) return name[bare.length] === ' ' ? fits.beginsWithWords : fits.beginsWith;
  if (name.includes(` ${bare}`)) return fits.containsPhrase;
  const nameWords = splitWords(name);
  const hasTerm = ({ text, isPrefix }: QueryTerm) =>
    nameWords.some((word) => (isPrefix ? word.startsWith(text) : word === text));
  if (terms.every(hasTerm)) return fits.containsWords;
  return nameWords.every((word) => words.has(word)) ? fits.isNameWithContext : fits.matches;
}

function compareEntries(a: RankedEntry, b: RankedEntry): number {
  if (a.fit !== b.fit) return b.fit - a.fit;
  if (a.isAsTyped !== b.isAsTyped) return a.isAsTyped ? -1 : 1;
  if (a.weight !== b.weight) return b.weight - a.weight;
  if (a.name.length !== b.name.length) return a.name.length - b.name.length;
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.rid - b.rid;
}
