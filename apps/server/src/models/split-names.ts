import { cleanLine } from '@jetstream/music-files';

/**
 * Separators that hardly occur inside one name. A bare slash, `&` and `,` are left alone: AC/DC, Simon & Garfunkel
 * and Earth, Wind & Fire are one artist each.
 */
const ARTIST_SEPARATOR = /\s*;\s*|\s+\/\s+|\s+[([]?(?:feat\.?|ft\.?|featuring)\s+/i;
const GENRE_SEPARATOR = /\s*[;/\\]\s*/;
const MOST_NAMES = 64;

/** The artists that a field names. Several values are taken as they are; a single one is split with care. */
export function splitArtists(values: readonly string[]): string[] {
  const names = values.map(cleanLine).filter((name) => name !== '');
  const [only] = names;
  if (names.length !== 1 || only === undefined) return unique(names);
  const parts = only.split(ARTIST_SEPARATOR).map((part) => part.trim());
  const found = parts.filter((part) => part !== '');
  // The bracket of "(feat. X)" was opened before the separator.
  const isSplit = found.length > 1;
  return unique(isSplit ? found.map((part, at) => (at > 0 ? closeBracket(part) : part)) : found);
}

export function splitGenres(values: readonly string[]): string[] {
  return unique(values.flatMap((value) => cleanLine(value).split(GENRE_SEPARATOR)).filter((name) => name !== ''));
}

/** `Name (instrument)`, as Vorbis comments write performers. */
export function splitPerformer(value: string): { name: string; instrument: string | null } {
  const match = /^(.*\S)\s*\(([^()]+)\)$/.exec(cleanLine(value));
  return { name: match?.[1] ?? cleanLine(value), instrument: match?.[2] ?? null };
}

/** Several values as one credit. */
export const joinNames = (names: readonly string[]): string => names.join(', ');

function closeBracket(name: string): string {
  return /[)\]]$/.test(name) && !/[([]/.test(name) ? name.slice(0, -1).trimEnd() : name;
}

const unique = (names: readonly string[]): string[] =>
  names.length < 2 ? [...names] : [...new Set(names)].slice(0, MOST_NAMES);
