import { cleanLine } from '@jetstream/music-files';

const HIGHEST_NUMBER = 99_999;

/** The number before a total: `3`, `03/12`, `3 of 12`; `A1` (a vinyl side) gives none. */
export function parsePosition(text: string | undefined): number | null {
  const match = /^\s*(\d{1,6})/.exec(text ?? '');
  const value = Number(match?.[1] ?? 0);
  return value > 0 && value <= HIGHEST_NUMBER ? value : null;
}

/** A date as far as it is known: `2001`, `2001-05` or `2001-05-30`. Takes ISO 8601 with times, dots, slashes and bare digits. */
export function parseDate(text: string | undefined): string | null {
  const match =
    /^\s*(\d{4})(?:[-./]?(\d{2})(?:[-./]?(\d{2}))?)?(?!\d)/.exec(text ?? '') ?? /\b(\d{4})\s*$/.exec(text ?? '');
  const year = Number(match?.[1] ?? 0);
  if (match === null || year < 1000) return null;
  const [, yearText = '', month, day] = match;
  if (month === undefined || Number(month) < 1 || Number(month) > 12) return yearText;
  if (day === undefined || Number(day) < 1 || Number(day) > 31) return `${yearText}-${month}`;
  return `${yearText}-${month}-${day}`;
}

export const parseYear = (date: string | null): number | null => (date === null ? null : Number(date.slice(0, 4)));

/** `-7.25 dB` or `+3`; null for what cannot be a gain. */
export function parseGainDb(text: string | undefined): number | null {
  const value = parseDecimal(text);
  return value !== null && Math.abs(value) <= 100 ? value : null;
}

export function parsePeak(text: string | undefined): number | null {
  const value = parseDecimal(text);
  return value !== null && value >= 0 && value <= 100 ? value : null;
}

export function parseBpm(text: string | undefined): number | null {
  const value = parseDecimal(text);
  return value !== null && value > 0 && value < 1_000 ? Math.round(value * 100) / 100 : null;
}

export const parseFlag = (text: string | undefined): boolean => /^\s*(?:1|true|yes)\s*$/i.test(text ?? '');

const MUSICBRAINZ_ID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;

/** The UUIDs in a field, which some taggers join into one value. */
export function parseMusicBrainzIds(values: readonly string[] | undefined): string[] {
  if (values === undefined || values.length === 0) return [];
  return [...new Set(values.flatMap((value) => value.toLowerCase().match(MUSICBRAINZ_ID) ?? []))].slice(0, 64);
}

function parseDecimal(text: string | undefined): number | null {
  const match = /^\s*([+-]?\d{1,9}(?:[.,]\d{1,12})?)/.exec(cleanLine(text ?? ''));
  const value = Number(match?.[1]?.replace(',', '.') ?? Number.NaN);
  return Number.isFinite(value) ? value : null;
}
