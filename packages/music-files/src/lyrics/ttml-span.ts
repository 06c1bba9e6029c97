import { attribute, elementsOf, localName, type XmlElement } from './read-xml.ts';
import { parseTtmlTime, readTtmlRates, type TtmlRates } from './ttml-time.ts';

/** A stretch of time. */
export interface Span {
  /** Null: not said. */
  startMs: number | null;
  endMs: number | null;
  /** From where the times within it count, where they count from what is around. */
  originMs: number;
}

/** What times count from: the begin of what is around, or the start of the song. */
type Reference = 'parent' | 'song';
/** Blocks hold blocks and lines, lines hold words. */
type Level = 'blocks' | 'lines';

/** How a document tells times. */
export interface TtmlClock extends Readonly<Record<Level, Reference>> {
  rates: TtmlRates;
}

/** What an element says itself. */
interface OwnTimes {
  beginMs: number | undefined;
  lengthMs: number | null;
}

/** Rounding, and words that begin a little before their line, are no sign. */
const EARLY_MS = 250;

/**
 * TTML counts from the begin of what is around (W3C TTML 1, 10.2 and 10.4). Apple Music and its editors count all from the
 * start of the song, and so do others who do not say so: theirs is a document where some children would begin only when
 * their parent is over, and none begins before the number that its parent says.
 */
export function readTtmlClock(root: XmlElement, body: XmlElement): TtmlClock {
  const rates = readTtmlRates((name) => attribute(root, name));
  if (isOfApple(root)) return { rates, blocks: 'song', lines: 'song' };
  const signs = { blocks: new Set<Reference>(), lines: new Set<Reference>() };
  gatherSigns(body, readOwn(body, rates), { rates, signs });
  const decide = (level: Level): Reference =>
    signs[level].has('song') && !signs[level].has('parent') ? 'song' : 'parent';
  return { rates, blocks: decide('blocks'), lines: decide('lines') };
}

const isOfApple = ({ attributes }: XmlElement): boolean =>
  [...attributes].some(([name, value]) => name.includes('itunes') || value.includes('music.apple.com'));

function gatherSigns(
  element: XmlElement,
  around: OwnTimes | null,
  into: { rates: TtmlRates; signs: Record<Level, Set<Reference>> },
): void {
  const level = levelOf(element);
  for (const child of elementsOf(element)) {
    const own = readOwn(child, into.rates);
    const sign = isSequence(element) ? null : toSign(own?.beginMs, around, level);
    if (sign !== null) into.signs[level].add(sign);
    gatherSigns(child, own ?? around, into);
  }
}

function toSign(beginMs: number | undefined, around: OwnTimes | null, level: Level): Reference | null {
  if (beginMs === undefined || around?.beginMs === undefined || around.beginMs <= EARLY_MS) return null;
  if (beginMs < around.beginMs - EARLY_MS) return 'parent';
  // Few lines wait for their first word as long as the song was under way before them.
  if (around.lengthMs === null) return level === 'lines' ? 'song' : null;
  return beginMs >= around.lengthMs ? 'song' : null;
}

/** Tells the spans of the children of an element: they are asked for one after the other. */
export function spansWithin(element: XmlElement, around: Span, clock: TtmlClock): (child: XmlElement) => Span {
  // A sequence says itself that each counts from the end of the one before.
  const isRelative =
    isSequence(element) || clock[levelOf(element)] === 'parent' || hasEarlyChild(element, around, clock.rates);
  let originMs = isRelative ? around.originMs : 0;
  return (child) => {
    const own = readOwn(child, clock.rates);
    // TTML has what says no begin begin with what is around; what counts from the start of the song says it where it means it.
    const beginMs = own?.beginMs ?? (own !== null && isRelative ? 0 : undefined);
    if (own === null || beginMs === undefined) return { startMs: null, endMs: null, originMs };
    const startMs = originMs + beginMs;
    let endMs = own.lengthMs === null ? null : startMs + own.lengthMs;
    if (isRelative && endMs !== null && around.endMs !== null && around.endMs > startMs)
      endMs = Math.min(endMs, around.endMs);
    if (isRelative && isSequence(element)) originMs = endMs ?? startMs;
    return { startMs, endMs, originMs: startMs };
  };
}

/** Where a child would begin before its parent, times can only count from that, whatever the rest of the document does. */
function hasEarlyChild(element: XmlElement, { startMs }: Span, rates: TtmlRates): boolean {
  if (startMs === null) return false;
  return elementsOf(element).some((child) => (readOwn(child, rates)?.beginMs ?? startMs) < startMs - EARLY_MS);
}

/** Null where an element says no time. */
function readOwn(element: XmlElement, rates: TtmlRates): OwnTimes | null {
  const [begin, end, duration] = ['begin', 'end', 'dur'].map((name) => parseTtmlTime(attribute(element, name), rates));
  if (begin === undefined && end === undefined && duration === undefined) return null;
  const lengths = [duration, end === undefined ? undefined : end - (begin ?? 0)].flatMap((ms) => ms ?? []);
  const lengthMs = Math.min(...lengths.filter((ms) => ms >= 0));
  return { beginMs: begin, lengthMs: Number.isFinite(lengthMs) ? lengthMs : null };
}

const levelOf = (element: XmlElement): Level =>
  ['tt', 'body', 'div'].includes(localName(element)) ? 'blocks' : 'lines';

const isSequence = (element: XmlElement): boolean => attribute(element, 'timeContainer') === 'seq';
