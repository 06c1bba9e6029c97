import { cleanLine } from '../text/clean-text.ts';
import { buildLine, type LyricLine, type LyricPhrase, type LyricVoice } from './lyrics.ts';
import { joinWords, type TimedText } from './join-words.ts';
import { MOST_LINES, type ParsedLyrics } from './parsed-lyrics.ts';
import { attribute, elementsOf, findAll, findChild, localName, readXml, type XmlElement } from './read-xml.ts';
import { readTtmlClock, spansWithin, type Span, type TtmlClock } from './ttml-span.ts';

const MOST_VOICES = 32;
const MOST_TRANSLATIONS = 8;
const LANGUAGE = /^[a-z]{2,3}(?:-[a-z\d]{2,8}){0,3}$/i;
/** What spans say beside the words: the same words in another language, or how they are spoken. */
const BESIDE = new Set(['x-translation', 'x-roman', 'x-bg']);

interface Document {
  clock: TtmlClock;
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
    clock: readTtmlClock(root, body),
    translations: readTranslations(head),
    lines: [],
  };
  const song: Span = { startMs: null, endMs: null, originMs: 0 };
  // When the body begins says when the song does, but not when a line without times is sung.
  const whole = spansWithin(root, song, document.clock)(body);
  takeBlock(body, { ...whole, startMs: null }, { ...document, voiceId: null });
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

/**
 * `body` and `div`: blocks of lines. Those of text without times are parted by an empty line; where only the block says when
 * it is sung, its lines are sung then.
 */
function takeBlock(block: XmlElement, span: Span, context: Document & { voiceId: string | null }): void {
  const { lines } = context;
  const voiceId = attribute(block, 'agent') ?? context.voiceId;
  const toSpan = spansWithin(block, span, context.clock);
  const children = elementsOf(block).map((child) => ({ child, own: toSpan(child) }));
  const isTold = children.some(({ own }) => own.startMs !== null);
  for (const { child, own } of children) {
    if (lines.length >= MOST_LINES) return;
    const name = localName(child);
    if (name === 'div') {
      if (lines.length > 0 && own.startMs === null) lines.push(buildLine({ startMs: null, text: '' }));
      takeBlock(child, own, { ...context, voiceId });
    } else if (name === 'p') {
      const line = readLine(child, own, { ...context, voiceId });
      lines.push(line.startMs === null && !isTold ? { ...line, startMs: span.startMs, endMs: span.endMs } : line);
    }
  }
}

function readLine(p: XmlElement, span: Span, context: Document & { voiceId: string | null }): LyricLine {
  const phrase = readPhrase(p, span, context.clock);
  const key = attribute(p, 'key');
  const translations = [...readInlineTranslations(p), ...((key !== undefined && context.translations.get(key)) || [])];
  return buildLine({
    ...phrase,
    voiceId: attribute(p, 'agent') ?? context.voiceId,
    background: readBackground(p, span, context.clock),
    translations: translations.slice(0, MOST_TRANSLATIONS),
  });
}

function readPhrase(element: XmlElement, span: Span, clock: TtmlClock): LyricPhrase {
  const pieces: TimedText[] = [];
  const hasTimes = collectPieces(element, span, { clock, pieces });
  const startMs = span.startMs ?? (hasTimes ? (pieces[0]?.startMs ?? null) : null);
  const endMs = span.endMs ?? (hasTimes ? (pieces.at(-1)?.endMs ?? null) : null);
  if (hasTimes) return { startMs, endMs, ...joinWords(pieces, endMs) };
  return { startMs, endMs, text: cleanLine(pieces.map(({ text }) => text).join('')), words: null };
}

/** Text within spans that have no time, and between those that have, belongs to the word before. Returns whether any has a time. */
function collectPieces(element: XmlElement, span: Span, into: { clock: TtmlClock; pieces: TimedText[] }): boolean {
  const { clock, pieces } = into;
  const toSpan = spansWithin(element, span, clock);
  let hasTimes = false;
  for (const child of element.children) {
    const last = pieces.at(-1);
    if (typeof child === 'string' || localName(child) === 'br') {
      const text = typeof child === 'string' ? child : ' ';
      if (last === undefined) pieces.push({ startMs: span.startMs ?? 0, endMs: null, text });
      else last.text += text;
    } else if (localName(child) === 'span' && !BESIDE.has(attribute(child, 'role') ?? '')) {
      const own = toSpan(child);
      if (own.startMs === null) {
        hasTimes = collectPieces(child, span, into) || hasTimes;
        continue;
      }
      // The indentation before the first word is no word.
      if (pieces.length === 1 && last?.text.trim() === '') pieces.pop();
      const inner: TimedText[] = [];
      if (collectPieces(child, own, { clock, pieces: inner })) pieces.push(...inner);
      else pieces.push({ startMs: own.startMs, endMs: own.endMs, text: inner.map(({ text }) => text).join('') });
      hasTimes = true;
    }
  }
  return hasTimes;
}

/** What is sung behind: all such spans of the line in one. */
function readBackground(p: XmlElement, line: Span, clock: TtmlClock): LyricPhrase | null {
  const behind = elementsOf(p).filter((child) => attribute(child, 'role') === 'x-bg');
  if (behind.length === 0) return null;
  const toSpan = spansWithin(p, line, clock);
  const phrases = behind.map((child) => readPhrase(child, toSpan(child), clock));
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

function textOf(element: XmlElement): string {
  const gather = ({ children }: XmlElement): string =>
    children.map((child) => (typeof child === 'string' ? child : gather(child))).join('');
  return cleanLine(gather(element));
}

const toLanguage = (text: string | undefined): string | null =>
  text !== undefined && LANGUAGE.test(text) ? text : null;
