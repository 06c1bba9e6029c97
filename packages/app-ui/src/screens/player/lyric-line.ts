import type { LyricLine, Lyrics } from '@jetstream/api-contract';
import { toBaseLanguage } from '@jetstream/music-files/languages';

interface Timed {
  startMs: number | null;
}

interface Line extends Timed {
  endMs: number | null;
}

/** Files that end each line where the next begins are often off by a little. */
const LEAST_OVERLAP_MS = 250;

/** The line or word sung at `positionMs`: the last one that has begun, or -1 before the first. Binary search: it runs at each frame. */
export function lastBegun(timed: readonly Timed[], positionMs: number): number {
  let low = 0;
  let high = timed.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((timed[middle]?.startMs ?? 0) <= positionMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Lines that begin together are sung together, as in lyrics that give each line in two languages; and one that goes on below the current. */
export function isSungWith(lines: readonly Line[], index: number, current: number): boolean {
  const [line, now] = [lines[index], lines[current]];
  if (index === current || !line || !now) return index === current;
  if (line.startMs === now.startMs) return true;
  return index < current && (line.endMs ?? 0) - (now.startMs ?? 0) >= LEAST_OVERLAP_MS;
}

/** The second voice answers from the other side; what several sing stands where the first does. */
export function isAnswering({ voices }: Lyrics, { voiceId }: LyricLine): boolean {
  const people = voices.filter(({ kind }) => kind === 'person');
  return voiceId !== null && people[1]?.id === voiceId;
}

/** A translation that does not say its language. */
export const UNNAMED_LANGUAGE = 'und';

const languageOf = (tag: string | null): string => tag ?? UNNAMED_LANGUAGE;

/** Languages that lines are translated into, as they come. */
export const translationLanguages = ({ lines }: Pick<Lyrics, 'lines'>): string[] => [
  ...new Set(lines.flatMap(({ translations }) => translations.map(({ language }) => languageOf(language)))),
];

/** The one that is shown unasked: the reader's, or the one that does not say what it is. Null for none. */
export function translationForReader(languages: readonly string[], reader: string): string | null {
  const own = languages.find((language) => toBaseLanguage(language) === toBaseLanguage(reader));
  return own ?? languages.find((language) => language === UNNAMED_LANGUAGE) ?? null;
}

export const translationOf = ({ translations }: LyricLine, chosen: string | null): string | null =>
  translations.find(({ language }) => languageOf(language) === chosen)?.text ?? null;
