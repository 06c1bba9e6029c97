import { cleanLine } from '../text/clean-text.ts';
import { buildLine, type LyricLine, type LyricPhrase, type LyricVoice } from './lyrics.ts';
import { joinWords, type TimedText } from './join-words.ts';
import { MOST_LINES, type ParsedLyrics } from './parsed-lyrics.ts';
import { readXml, type XmlElement } from './read-xml.ts';
import { parseTtmlTime, readTtmlRates, type TtmlRates } from './ttml-time.ts';

const MOST_VOICES = 32;
const MOST_TRANSLATIONS = 8;
const LANGUAGE = /^[a-z]{2,3}(?:-[a-z\d]{2,8}){0,3}$/i;
/** What spans say beside the words: the same words in another language, or how they are spoken. */
const BESIDE = new Set(['x-translation', 'x-roman', 'x-bg']);

/** A stretch of time; a file may leave out either end. */
interface Span {
  startMs: number | null;
  endMs: number | null;
}

interface Document {
  rates: TtmlRates;
  /** Translations of the head, by the key of the line that they are for. */
  translations: ReadonlyMap<string, LyricLine['translations']>;
  lines: LyricLine[];
}

export const looksLikeTtml = (text: string): boolean => /<(?:\w{1,20}:)?tt[\s>]/.test(text.slice(0, 2_000));

/**
 * Reads TTML as Apple Music and its editors write it (times of words in spans, `ttm:agent`, `x-bg`, translations in the head
 * or in the line), and plain W3C TTML. Returns null where it has no words.
 */
export function parseTtml(text: string): ParsedLyrics | null {
  const root = readXml(text);
  if (root === null || localName(root) !== 'tt') return null;
  const [head, body] = [findChild(root, 'head'), findChild(root, 'body')];
  if (body === undefined) return null;
  const document: Document = {
    rates: readTtmlRates((name) => attribute(root, name)),
    translations: readTranslations(head),
    lines: [],
  };
  takeBlock(body, { startMs: 0, endMs: null }, { ...document, voiceId: null });
  const { lines } = document;
  if (!lines.some((line) => line.text !== '')) return null;
  const isTimed = lines.some((line) => line.startMs !== null && line.text !== '');
  return {
    isTimed,
    language: toLanguage(attribute(root, 'lang')),
    voices: readVoices(head, lines),
    lines: isTimed ? sortByTime(lines) : lines,
  };
}

/** A line that says no time follows the one before it. */
function sortByTime(lines: readonly LyricLine[]): LyricLine[] {
  const timed: LyricLine[] = [];
  for (const line of lines)
    if (line.text !== '') timed.push({ ...line, startMs: line.startMs ?? timed.at(-1)?.startMs ?? 0 });
  return timed.sort((a, b) => (a.startMs ?? 0) - (b.startMs ?? 0));
}

/** `body` and `div`: blocks of lines. Those of text without times are parted by an empty line. */
function takeBlock(block: XmlElement, span: Span, context: Document & { voiceId: string | null }): void {
  const children = elementsOf(block);
  const base = toBase(children, span, context.rates);
  const voiceId = attribute(block, 'agent') ?? context.voiceId;
  for (const child of children) {
    if (context.lines.length >= MOST_LINES) return;
    const childSpan = readSpan(child, base, context.rates);
    const name = localName(child);
    if (name === 'div') {
      if (context.lines.length > 0 && childSpan.startMs === null)
        context.lines.push(buildLine({ startMs: null, text: '' }));
      takeBlock(child, { startMs: childSpan.startMs ?? base, endMs: childSpan.endMs }, { ...context, voiceId });
    } else if (name === 'p') context.lines.push(readLine(child, childSpan, { ...context, voiceId }));
  }
}

function readLine(p: XmlElement, span: Span, context: Document & { voiceId: string | null }): LyricLine {
  const phrase = readPhrase(p, span, context.rates);
  const key = attribute(p, 'key');
  const translations = [...readInlineTranslations(p), ...((key !== undefined && context.translations.get(key)) || [])];
  return buildLine({
    ...phrase,
    voiceId: attribute(p, 'agent') ?? context.voiceId,
    background: readBackground(p, phrase, context.rates),
    translations: translations.slice(0, MOST_TRANSLATIONS),
  });
}

function readPhrase(element: XmlElement, span: Span, rates: TtmlRates): LyricPhrase {
  const pieces: TimedText[] = [];
  const hasTimes = collectPieces(element, span, { rates, pieces });
  const startMs = span.startMs ?? (hasTimes ? (pieces[0]?.startMs ?? null) : null);
  const endMs = span.endMs ?? (hasTimes ? (pieces.at(-1)?.endMs ?? null) : null);
  if (hasTimes) return { startMs, endMs, ...joinWords(pieces, endMs) };
  return { startMs, endMs, text: cleanLine(pieces.map(({ text }) => text).join('')), words: null };
}

/** Text within spans that have no time, and between those that have, belongs to the word before. Returns whether any has a time. */
function collectPieces(element: XmlElement, span: Span, into: { rates: TtmlRates; pieces: TimedText[] }): boolean {
  const { rates, pieces } = into;
  const base = toBase(elementsOf(element), span, rates);
  let hasTimes = false;
  for (const child of element.children) {
    const last = pieces.at(-1);
    if (typeof child === 'string' || localName(child) === 'br') {
      const text = typeof child === 'string' ? child : ' ';
      if (last === undefined) pieces.push({ startMs: span.startMs ?? 0, endMs: null, text });
      else last.text += text;
    } else if (localName(child) === 'span' && !BESIDE.has(attribute(child, 'role') ?? '')) {
      const own = readSpan(child, base, rates);
      if (own.startMs === null) {
        hasTimes = collectPieces(child, span, into) || hasTimes;
        continue;
      }
      // The indentation before the first word is no word.
      if (pieces.length === 1 && last?.text.trim() === '') pieces.pop();
      const inner: TimedText[] = [];
      if (collectPieces(child, own, { rates, pieces: inner })) pieces.push(...inner);
      else pieces.push({ startMs: own.startMs, endMs: own.endMs, text: inner.map(({ text }) => text).join('') });
      hasTimes = true;
    }
  }
  return hasTimes;
}

/** What is sung behind: all such spans of the line in one. */
function readBackground(p: XmlElement, line: Span, rates: TtmlRates): LyricPhrase | null {
  const behind = elementsOf(p).filter((child) => attribute(child, 'role') === 'x-bg');
  if (behind.length === 0) return null;
  const base = toBase(elementsOf(p), line, rates);
  const phrases = behind.map((child) => readPhrase(child, readSpan(child, base, rates), rates));
  const words = phrases.every((phrase) => phrase.words !== null)
    ? phrases.flatMap((phrase, at) =>
        (phrase.words ?? []).map((word, index, all) =>
          index === all.length - 1 && at < phrases.length - 1 ? { ...word, text: `${word.text} ` } : word,
        ),
      )
    : null;
  const text = phrases.map((phrase) => phrase.text).join(' ');
  if (text.trim() === '') return null;
  return { startMs: phrases[0]?.startMs ?? line.startMs, endMs: phrases.at(-1)?.endMs ?? line.endMs, text, words };
}

function readInlineTranslations(p: XmlElement): LyricLine['translations'] {
  return elementsOf(p)
    .filter((child) => attribute(child, 'role') === 'x-translation')
    .map((child) => ({ language: toLanguage(attribute(child, 'lang')), text: textOf(child) }))
    .filter(({ text }) => text !== '');
}

function readTranslations(head: XmlElement | undefined): Document['translations'] {
  const byKey = new Map<string, LyricLine['translations']>();
  for (const translation of head === undefined ? [] : findAll(head, 'translation'))
    for (const line of elementsOf(translation)) {
      const [key, text] = [attribute(line, 'for'), textOf(line)];
      if (key === undefined || text === '') continue;
      const lines = byKey.get(key) ?? [];
      lines.push({ language: toLanguage(attribute(translation, 'lang')), text });
      byKey.set(key, lines);
    }
  return byKey;
}

function readVoices(head: XmlElement | undefined, lines: LyricLine[]): LyricVoice[] {
  const voices = new Map<string, LyricVoice>();
  for (const agent of head === undefined ? [] : findAll(head, 'agent')) {
    const id = attribute(agent, 'id');
    const kind = attribute(agent, 'type');
    const name = findChild(agent, 'name');
    if (id === undefined || voices.size >= MOST_VOICES) continue;
    voices.set(id, {
      id,
      kind: kind === 'person' || kind === 'group' ? kind : 'other',
      name: (name && textOf(name)) || null,
    });
  }
  for (const line of lines) if (line.voiceId !== null && !voices.has(line.voiceId)) line.voiceId = null;
  return [...voices.values()];
}

/**
 * TTML counts times from the start of what is around; those who write lyrics count all from the start of the song. Where a
 * child would begin before its parent, it can only be the former.
 */
function toBase(children: readonly XmlElement[], parent: Span, rates: TtmlRates): number {
  const { startMs } = parent;
  if (startMs === null || startMs === 0) return 0;
  const isRelative = children.some((child) => {
    const begin = parseTtmlTime(attribute(child, 'begin'), rates);
    return begin !== undefined && begin < startMs - EARLY_MS;
  });
  return isRelative ? startMs : 0;
}

/** Rounding, and words that begin a little before their line, are no sign. */
const EARLY_MS = 250;

function readSpan(element: XmlElement, baseMs: number, rates: TtmlRates): Span {
  const begin = parseTtmlTime(attribute(element, 'begin'), rates);
  const end = parseTtmlTime(attribute(element, 'end'), rates);
  const duration = parseTtmlTime(attribute(element, 'dur'), rates);
  if (begin === undefined) return { startMs: null, endMs: null };
  const startMs = baseMs + begin;
  const endMs = end === undefined ? (duration === undefined ? null : startMs + duration) : baseMs + end;
  return { startMs, endMs: endMs !== null && endMs < startMs ? null : endMs };
}

const localName = ({ name }: XmlElement): string => name.slice(name.indexOf(':') + 1);

/** By its local name: files are not agreed on prefixes, and no name is in two namespaces. */
function attribute({ attributes }: XmlElement, name: string): string | undefined {
  for (const [key, value] of attributes) if (key === name || key.endsWith(`:${name}`)) return value;
  return undefined;
}

const elementsOf = ({ children }: XmlElement): XmlElement[] =>
  children.filter((child): child is XmlElement => typeof child !== 'string');

const findChild = (element: XmlElement, name: string): XmlElement | undefined =>
  elementsOf(element).find((child) => localName(child) === name);

function findAll(element: XmlElement, name: string): XmlElement[] {
  return elementsOf(element).flatMap((child) => (localName(child) === name ? [child] : findAll(child, name)));
}

function textOf(element: XmlElement): string {
  const gather = ({ children }: XmlElement): string =>
    children.map((child) => (typeof child === 'string' ? child : gather(child))).join('');
  return cleanLine(gather(element));
}

const toLanguage = (text: string | undefined): string | null =>
  text !== undefined && LANGUAGE.test(text) ? text : null;
