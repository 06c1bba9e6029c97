export interface Format {
  number(value: number): string;
  percent(share: number): string;
  /** With its sign, unless it is 0: `+3`, `-1.5`. */
  signed(value: number): string;
  /** `3:07`, `1:02:09`: for clocks beside a track. */
  clock(durationMs: number): string;
  /** `3 minutes 7 seconds`: the same for a screen reader. */
  spokenClock(durationMs: number): string;
  /** `1 hr 12 min`, `48 min`: for albums and queues. */
  length(durationMs: number): string;
  bytes(sizeBytes: number): string;
  date(isoTimestamp: string): string;
  dateTime(isoTimestamp: string): string;
  time(isoTimestamp: string): string;
  /** `Monday, 3 March`: heads a day of the history. */
  day(isoTimestamp: string): string;
  /** A date such as `2026-03-03`, of the calendar alone: `3 Mar`, `Mar 2026`, and both written out. */
  calendar(isoDate: string, style: CalendarStyle): string;
  /** `3 minutes ago`, `yesterday`; the caller gives the present. */
  ago(isoTimestamp: string, nowMs: number): string;
  /** Name of a language by its tag: `German` for `de`. */
  language(tag: string): string;
  list(items: readonly string[]): string;
  compare(first: string, second: string): number;
}

export type CalendarStyle = 'day' | 'month' | 'longDay' | 'longMonth';
const calendarStyles: Record<CalendarStyle, Intl.DateTimeFormatOptions> = {
  day: { day: 'numeric', month: 'short' },
  month: { month: 'short', year: '2-digit' },
  longDay: { dateStyle: 'full' },
  longMonth: { month: 'long', year: 'numeric' },
};

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** Intl objects are slow to make (about 30 µs) and rows are many: each is made on first use and kept. */
function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

export function createFormat(locale: string): Format {
  const number = lazily(() => new Intl.NumberFormat(locale));
  const percent = lazily(() => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }));
  const signed = lazily(() => new Intl.NumberFormat(locale, { signDisplay: 'exceptZero', maximumFractionDigits: 1 }));
  const date = lazily(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }));
  const dateTime = lazily(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }));
  const time = lazily(() => new Intl.DateTimeFormat(locale, { timeStyle: 'short' }));
  const day = lazily(() => new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' }));
  const relative = lazily(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
  const languages = lazily(() => new Intl.DisplayNames(locale, { type: 'language' }));
  const list = lazily(() => new Intl.ListFormat(locale, { type: 'conjunction' }));
  const collator = lazily(() => new Intl.Collator(locale, { numeric: true, sensitivity: 'base' }));
  const units = createUnits(locale);
  return {
    number: (value) => number().format(value),
    percent: (share) => percent().format(share),
    signed: (value) => signed().format(value),
    clock,
    spokenClock: (durationMs) => spokenClock(durationMs, units),
    length: (durationMs) => albumLength(durationMs, units),
    bytes: (sizeBytes) => bytes(sizeBytes, units),
    date: (timestamp) => date().format(Date.parse(timestamp)),
    dateTime: (timestamp) => dateTime().format(Date.parse(timestamp)),
    time: (timestamp) => time().format(Date.parse(timestamp)),
    day: (timestamp) => day().format(Date.parse(timestamp)),
    calendar: createCalendar(locale),
    ago: (timestamp, nowMs) => ago(Date.parse(timestamp) - nowMs, relative()),
    language: (tag) => languageName(tag, languages()),
    list: (items) => list().format(items),
    compare: (first, second) => collator().compare(first, second),
  };
}

/** What is no tag is said as it stands. */
function languageName(tag: string, names: Intl.DisplayNames): string {
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

function createCalendar(locale: string): Format['calendar'] {
  const made = new Map<CalendarStyle, Intl.DateTimeFormat>();
  return (date, style) => {
    const format = made.get(style) ?? new Intl.DateTimeFormat(locale, { ...calendarStyles[style], timeZone: 'UTC' });
    made.set(style, format);
    return format.format(Date.parse(date));
  };
}

type Units = (value: number, unit: string, display: 'short' | 'long', fractionDigits?: number) => string;
function createUnits(locale: string): Units {
  const made = new Map<string, Intl.NumberFormat>();
  return (value, unit, display, fractionDigits = 0) => {
    const key = `${unit} ${display} ${fractionDigits}`;
    const options = { style: 'unit', unit, unitDisplay: display, maximumFractionDigits: fractionDigits } as const;
    const format = made.get(key) ?? new Intl.NumberFormat(locale, options);
    made.set(key, format);
    return format.format(value);
  };
}

export function clock(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

function spokenClock(durationMs: number, units: Units): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const parts = [
    hours > 0 && units(hours, 'hour', 'long'),
    minutes > 0 && units(minutes, 'minute', 'long'),
    units(seconds % 60, 'second', 'long'),
  ];
  return parts.filter(Boolean).join(' ');
}

function albumLength(durationMs: number, units: Units): string {
  if (durationMs < minuteMs) return units(Math.round(durationMs / 1000), 'second', 'short');
  const minutes = Math.round(durationMs / minuteMs);
  if (minutes < 60) return units(minutes, 'minute', 'short');
  const hours = Math.floor(minutes / 60);
  if (hours >= 100) return units(hours, 'hour', 'short');
  return `${units(hours, 'hour', 'short')} ${units(minutes % 60, 'minute', 'short')}`;
}

function bytes(sizeBytes: number, units: Units): string {
  const scale = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
  const step = sizeBytes < 1 ? 0 : Math.min(scale.length - 1, Math.floor(Math.log10(sizeBytes) / 3));
  // The short form of "bytes" is "byte".
  return units(sizeBytes / 1000 ** step, scale[step] ?? 'byte', step === 0 ? 'long' : 'short', step > 2 ? 1 : 0);
}

function ago(differenceMs: number, relative: Intl.RelativeTimeFormat): string {
  const distance = Math.abs(differenceMs);
  if (distance < hourMs) return relative.format(Math.round(differenceMs / minuteMs), 'minute');
  if (distance < dayMs) return relative.format(Math.round(differenceMs / hourMs), 'hour');
  if (distance < 30 * dayMs) return relative.format(Math.round(differenceMs / dayMs), 'day');
  if (distance < 365 * dayMs) return relative.format(Math.round(differenceMs / (30 * dayMs)), 'month');
  return relative.format(Math.round(differenceMs / (365 * dayMs)), 'year');
}
