import { countErrors } from '#models/edit-distance.ts';
import type { SqliteDatabase } from '../sqlite-database.ts';

const ONE_ERROR_FROM = 4;
const TWO_ERRORS_FROM = 8;
const MOST_PROPOSALS = 12;

interface Proposal {
  word: string;
  /** Fewer is nearer: errors first, then whether the first letter and the length were right. */
  distance: number;
}

/**
 * Knows every indexed word and proposes the nearest ones. They are read on the first mistyped query, and later only
 * those that came since; an array of letter sets lets most of them be passed over without a comparison.
 */
export class Spelling {
  readonly #database: SqliteDatabase;
  readonly #words: string[] = [];
  readonly #letters: number[] = [];
  #lastRid = 0;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  /** Nearest first; words without an item any more are left out. */
  propose(word: string, isPrefix: boolean, limit: number): string[] {
    const allowed = word.length >= TWO_ERRORS_FROM ? 2 : word.length >= ONE_ERROR_FROM ? 1 : 0;
    if (allowed === 0) return [];
    this.#readNewWords();
    const nearest = this.#findNear(word, isPrefix, allowed).sort((a, b) => a.distance - b.distance);
    return nearest
      .slice(0, MOST_PROPOSALS)
      .map((proposal) => ({ ...proposal, items: this.#countItems(proposal.word) }))
      .filter(({ items }) => items > 0)
      .sort((a, b) => a.distance - b.distance || b.items - a.items)
      .slice(0, limit)
      .map((proposal) => proposal.word);
  }

  has(word: string, isPrefix: boolean): boolean {
    const found = isPrefix
      ? this.#database.get('SELECT 1 FROM search_words WHERE word >= ? AND word < ?', word, `${word}\u{10ffff}`)
      : this.#database.get('SELECT 1 FROM search_words WHERE word = ?', word);
    return found !== undefined;
  }

  #findNear(word: string, isPrefix: boolean, allowed: number): Proposal[] {
    const asked = toLetterSet(word);
    const proposals: Proposal[] = [];
    for (let index = 0; index < this.#letters.length; index++) {
      // Each asked letter that a word lacks costs an error at least.
      if (countBits(asked & ~(this.#letters[index] ?? 0)) > allowed) continue;
      const known = this.#words[index] ?? '';
      if (known.length < word.length - allowed || (!isPrefix && known.length > word.length + allowed)) continue;
      const errors = countErrors(word, known, allowed);
      const begun = isPrefix ? errors.ofPrefix : errors.ofWord;
      if (begun > allowed) continue;
      const isWhole = errors.ofWord === begun;
      proposals.push({ word: known, distance: begun * 4 + (isWhole ? 0 : 1) + (known[0] === word[0] ? 0 : 2) });
    }
    return proposals;
  }

  #readNewWords(): void {
    const rows = this.#database.all<{ rid: number; word: string }>(
      'SELECT rid, word FROM search_words WHERE rid > ? ORDER BY rid',
      this.#lastRid,
    );
    for (const { rid, word } of rows) {
      this.#words.push(word);
      this.#letters.push(toLetterSet(word));
      this.#lastRid = rid;
    }
  }

  #countItems(word: string): number {
    const row = this.#database.get<{ items: number }>(
      `SELECT coalesce((SELECT doc FROM search_artist_terms WHERE term = ?1), 0) * 10
            + coalesce((SELECT doc FROM search_album_terms WHERE term = ?1), 0) * 5
            + coalesce((SELECT doc FROM search_track_terms WHERE term = ?1), 0) AS items`,
      word,
    );
    return row?.items ?? 0;
  }
}

/** 32 bits; letters may share one, which only lets a word through to the comparison. */
function toLetterSet(word: string): number {
  let letters = 0;
  for (let index = 0; index < word.length; index++) letters |= 1 << (word.charCodeAt(index) & 31);
  return letters;
}

function countBits(bits: number): number {
  let rest = bits - ((bits >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
