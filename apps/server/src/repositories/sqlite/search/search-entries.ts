import type { AlbumId, ArtistId, GenreId, TrackId } from '#models/ids.ts';
import type { SearchHits } from '#repositories/search-index.ts';
import type { SqliteDatabase } from '../sqlite-database.ts';
import type { SearchKind } from './search-changes.ts';
import type { SearchDocument } from './search-documents.ts';
import { fits, type RankedEntry, type RankedQuery, rankEntries, type SearchEntry } from './search-ranking.ts';
import { foldForSearch, isCorrectable, type QueryTerm, splitWords, toBareName, toQueryTerms } from './search-words.ts';
import { SearchWriter, searchTables } from './search-writer.ts';
import { Spelling } from './spelling.ts';

/** How many candidates are looked at: enough for the best to be among them, few enough for a keystroke. */
const bounds = {
  artist: { named: 4000, matching: 300 },
  album: { named: 1000, matching: 200 },
  track: { named: 500, matching: 200 },
  genre: { named: 500, matching: 100 },
} as const satisfies Record<SearchKind, { named: number; matching: number }>;
/** Of the names that begin with the query, the heaviest. */
const MOST_NAMES = 60;

const LAST_CHARACTER = '\u{10ffff}';
const PROPOSALS_PER_WORD = 3;
const MOST_CORRECTIONS_TRIED = 6;

type Ranked = Record<SearchKind, RankedEntry[]>;

/** The tables of the index, wherever what is found by them comes from. */
export class SearchEntries {
  readonly #database: SqliteDatabase;
  readonly #writer: SearchWriter;
  readonly #spelling: Spelling;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#writer = new SearchWriter(database);
    this.#spelling = new Spelling(database);
  }

  search(query: string, limit: number): SearchHits {
    const words = splitWords(foldForSearch(query));
    const ranked = this.#rank(words, limit);
    if (hasHits(ranked) || words.length === 0) return toHits(ranked, null);
    for (const corrected of this.#correct(words)) {
      const found = this.#rank(corrected, limit);
      if (hasHits(found)) return toHits(found, corrected.join(' '));
    }
    return toHits(ranked, null);
  }

  /** Inside a transaction of the caller. Of `ids`, those without a document are not found any more. */
  save(kind: SearchKind, ids: readonly string[], documents: readonly SearchDocument[]): void {
    this.#writer.save(kind, ids, documents);
  }

  #rank(words: readonly string[], limit: number): Ranked {
    const text = words.join(' ');
    const query: RankedQuery = { text, terms: toQueryTerms(splitWords(toBareName(text))) };
    const rank = (kind: SearchKind) =>
      query.terms.length === 0 ? [] : rankEntries(query, this.#listCandidates(kind, query, limit)).slice(0, limit);
    return { track: rank('track'), album: rank('album'), artist: rank('artist'), genre: rank('genre') };
  }

  /** From the best fit to the loosest, until there are enough. */
  #listCandidates(kind: SearchKind, query: RankedQuery, limit: number): Iterable<SearchEntry> {
    const found = new Map<number, SearchEntry>();
    const add = (entries: SearchEntry[]) => {
      for (const entry of entries) found.set(entry.rid, entry);
    };
    add(this.#listByName(kind, toBareName(query.text)));
    const isEnough = () => found.size >= Math.max(limit, MOST_NAMES);
    // Artists are few, and "rem" must find R.E.M. among the many that begin with it.
    if (!isEnough() || kind === 'artist') add(this.#listMatching(kind, `name : (${toMatch(query.terms)})`));
    if (!isEnough()) add(this.#listMatching(kind, toMatch(query.terms)));
    return found.values();
  }

  #listByName(kind: SearchKind, name: string): SearchEntry[] {
    return this.#database.all<SearchEntry>(
      `SELECT entry.rid, item_id AS id, folded_name AS name, entry.weight
       FROM (SELECT rid, bare_name = ?1 AS is_name, weight, length(bare_name) AS size
             FROM (SELECT rid, bare_name, weight FROM search_entries
                   WHERE kind = ?2 AND bare_name >= ?1 AND bare_name < ?3 ORDER BY bare_name LIMIT ${bounds[kind].named})
             ORDER BY is_name DESC, weight DESC, size LIMIT ${MOST_NAMES}) AS best
       CROSS JOIN search_entries AS entry ON entry.rid = best.rid`,
      name,
      kind,
      `${name}${LAST_CHARACTER}`,
    );
  }

  /** Not ordered by rank, so that SQLite stops at the limit instead of weighing thousands of matches. */
  #listMatching(kind: SearchKind, match: string): SearchEntry[] {
    const table = searchTables[kind];
    return this.#database.all<SearchEntry>(
      `SELECT rid, item_id AS id, folded_name AS name, weight
       FROM ${table} CROSS JOIN search_entries ON rid = ${table}.rowid
       WHERE ${table} MATCH ? LIMIT ${bounds[kind].matching}`,
      match,
    );
  }

  /** The query with its unknown words replaced, likeliest first. */
  #correct(words: readonly string[]): string[][] {
    let corrections: string[][] = [[]];
    for (const [index, word] of words.entries()) {
      const choices = this.#listChoices(word, index === words.length - 1);
      corrections = choices.flatMap((choice) => corrections.map((correction) => [...correction, choice]));
      corrections = corrections.slice(0, MOST_CORRECTIONS_TRIED);
    }
    return corrections.filter((correction) => correction.some((word, index) => word !== words[index]));
  }

  #listChoices(word: string, isLast: boolean): string[] {
    if (!isCorrectable(word) || this.#spelling.has(word, isLast)) return [word];
    const proposals = this.#spelling.propose(word, isLast, PROPOSALS_PER_WORD);
    return proposals.length > 0 ? proposals : [word];
  }
}

/** Words quoted, so that nothing a person types is an operator; or all of them written as one word. */
function toMatch(terms: readonly QueryTerm[]): string {
  const all = terms.map(toQuoted).join(' ');
  if (terms.length === 1) return all;
  const joined = toQuoted({ text: terms.map(({ text }) => text).join(''), isPrefix: true });
  return `(${all}) OR (${joined})`;
}

const toQuoted = ({ text, isPrefix }: QueryTerm) => `"${text.replaceAll('"', '""')}"${isPrefix ? '*' : ''}`;

const hasHits = (ranked: Ranked): boolean => Object.values(ranked).some((entries) => entries.length > 0);

const toHits = (ranked: Ranked, correctedQuery: string | null): SearchHits => ({
  tracks: ranked.track.map(({ id }) => id as TrackId),
  albums: ranked.album.map(({ id }) => id as AlbumId),
  artists: ranked.artist.map(({ id }) => id as ArtistId),
  genres: ranked.genre.map(({ id }) => id as GenreId),
  top: chooseTop(ranked),
  correctedQuery,
});

/** The best fit over all kinds; of equal ones the artist, then the album. */
function chooseTop(ranked: Ranked): SearchHits['top'] {
  const kinds = ['artist', 'album', 'track'] as const;
  const bests = kinds.flatMap((kind) => ranked[kind].slice(0, 1).map(({ id, fit }) => ({ kind, id, fit })));
  const best = bests.reduce<(typeof bests)[number] | undefined>(
    (winner, next) => (winner && winner.fit >= next.fit ? winner : next),
    undefined,
  );
  return best && best.fit >= fits.matches ? { kind: best.kind, id: best.id } : null;
}
