import { cleanLine } from '../text/clean-text.ts';
import { buildLine, type LyricLine, type LyricPhrase } from './lyrics.ts';
import { joinWords, type TimedText } from './join-words.ts';
import { MOST_LINES, type ParsedLyrics } from './parsed-lyrics.ts';

/** Minutes, seconds and their fraction; with hours only before a fraction behind a point, as some write it behind a colon. */
const STAMP = String.raw`\d{1,2}:\d{1,2}:\d{1,2}\.\d{1,3}|\d{1,3}:\d{1,2}(?:[.:]\d{1,3})?`;
const LINE_TIMES = new RegExp(String.raw`^\s*((?:\[(?:${STAMP})\]\s*)+)(.*)$`);
const LINE_TIME = new RegExp(String.raw`\[(${STAMP})\]`, 'g');
/** A line that only tells when its words are sung is sung with the first of them. */
const WORDS_ALONE = new RegExp(String.raw`^\s*(?:v\d{1,2}:\s*)?<(${STAMP})>`, 'i');
/** Word times, of the enhanced kind in angles, of others in brackets behind the first. */
const WORD_TIME = new RegExp(String.raw`[<[](${STAMP})[>\]]`);
const BACKGROUND = /^\s*\[bg:(.*)\]\s*$/i;
const VOICE = /^\s*(v\d{1,2}):\s*/i;
const OFFSET = /^[^\S\n]{0,20}\[offset:[^\S\n]{0,20}([+-]?\d{1,7})[^\S\n]{0,20}\]/im;
const LANGUAGE =
  /^[^\S\n]{0,20}\[(?:la|lang|language):[^\S\n]{0,20}([a-z]{2,3}(?:-[a-z\d]{2,8}){0,3})[^\S\n]{0,20}\]/im;
const HEADER = /^\s*\[(?:ar|al|ti|au|by|re|ve|length|la|lang|language|offset|tool|#)[^\]:]{0,500}:[^\]]{0,500}\]\s*$/i;

/** More than the words and times of any line, which is read anew for each of its repetitions. */
const LONGEST_CONTENT = 4_096;

/**
 * Reads LRC, also with times of words (`<mm:ss.xx>`, also where the line has none, or `[mm:ss.xx]` inside the line), voices (`v1:`) and what is sung behind
 * (`[bg:…]`). A positive offset shows lines earlier. Returns null where no line has both a time and words.
 */
export function parseLrc(text: string): ParsedLyrics | null {
  const shiftMs = -Number(OFFSET.exec(text)?.[1] ?? 0);
  const lines: LyricLine[] = [];
  let latest: LyricLine[] = [];
  for (const line of text.split('\n')) {
    const behind = BACKGROUND.exec(line)?.[1];
    if (behind !== undefined) for (const sung of latest) sung.background = readBackground(behind, shiftMs);
    const [times, words] = splitLine(line);
    if (times === undefined || words === undefined) continue;
    latest = readLines(times, words, shiftMs);
    lines.push(...latest);
    if (lines.length >= MOST_LINES) break;
  }
  if (!lines.some((line) => line.text !== '')) return null;
  const sorted = lines.slice(0, MOST_LINES).sort((a, b) => (a.startMs ?? 0) - (b.startMs ?? 0));
  endLastWords(sorted);
  const ids = new Set(sorted.flatMap(({ voiceId }) => voiceId ?? []));
  return {
    isTimed: true,
    language: LANGUAGE.exec(text)?.[1]?.toLowerCase() ?? null,
    voices: [...ids].sort().map((id) => ({ id, kind: 'person', name: null })),
    lines: sorted,
  };
}

/** Text without times, in which the lines of an LRC's head say nothing. Returns null for none at all. */
export function parsePlainText(text: string): ParsedLyrics | null {
  const lines = text
    .split('\n')
    .filter((line) => !HEADER.test(line))
    .slice(0, MOST_LINES)
    .map((line) => buildLine({ startMs: null, text: cleanLine(line) }));
  if (!lines.some((line) => line.text !== '')) return null;
  return { isTimed: false, language: LANGUAGE.exec(text)?.[1]?.toLowerCase() ?? null, voices: [], lines };
}

function splitLine(line: string): string[] {
  const first = WORDS_ALONE.exec(line)?.[1];
  return first === undefined ? (LINE_TIMES.exec(line)?.slice(1) ?? []) : [`[${first}]`, line];
}

/** Lines of one text, of which each further time is a repetition. */
function readLines(times: string, content: string, shiftMs: number): LyricLine[] {
  const voiceId = VOICE.exec(content)?.[1]?.toLowerCase() ?? null;
  const starts = [...times.matchAll(LINE_TIME)].slice(0, MOST_LINES).map((match) => toMs(match[1]));
  const first = starts[0] ?? 0;
  const sung = (voiceId === null ? content : content.replace(VOICE, '')).slice(0, LONGEST_CONTENT);
  return starts.map((start) =>
    buildLine({
      startMs: Math.max(0, start + shiftMs),
      voiceId,
      ...readWords(sung, first, start - first + shiftMs),
    }),
  );
}

function readWords(content: string, startMs: number, shiftMs: number): Pick<LyricPhrase, 'endMs' | 'text' | 'words'> {
  const pieces = splitAtTimes(content, startMs);
  for (const piece of pieces) piece.startMs = Math.max(0, piece.startMs + shiftMs);
  if (pieces.length === 1) return { endMs: null, text: cleanLine(pieces[0]?.text ?? ''), words: null };
  const last = pieces.at(-1);
  const endMs = last !== undefined && last.text.trim() === '' ? last.startMs : null;
  return { endMs, ...joinWords(pieces, endMs) };
}

/** The text before the first time belongs to the line's own. */
function splitAtTimes(content: string, startMs: number): TimedText[] {
  const parts = content.split(WORD_TIME);
  const pieces: TimedText[] = [];
  for (let at = 0; at < parts.length; at += 2)
    pieces.push({ startMs: at === 0 ? startMs : toMs(parts[at - 1]), endMs: null, text: parts[at] ?? '' });
  return pieces.length > 1 && pieces[0]?.text.trim() === '' ? pieces.slice(1) : pieces;
}

function readBackground(content: string, shiftMs: number): LyricPhrase | null {
  const phrase = readWords(content, 0, shiftMs);
  if (phrase.text === '') return null;
  return { startMs: phrase.words?.[0]?.startMs ?? null, ...phrase };
}

/** A last word without an end of its own stops when the next line begins. */
function endLastWords(lines: readonly LyricLine[]): void {
  for (const [at, line] of lines.entries()) {
    const last = line.words?.at(-1);
    const next = lines[at + 1]?.startMs ?? null;
    if (last !== undefined && line.endMs === null && next !== null && next > last.startMs)
      last.endMs = Math.min(last.endMs, next);
  }
}

function toMs(stamp = ''): number {
  const parts = stamp.split(/[:.]/);
  const [hours, minutes, seconds, fraction = ''] = parts.length === 4 ? parts : ['0', ...parts];
  return (
    Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1_000 + Number(fraction.padEnd(3, '0'))
  );
}
