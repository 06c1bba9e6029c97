import { cleanLine, cleanText, LONGEST_LINE } from '../text/clean-text.ts';
import { buildLine, type LyricLine } from './lyrics.ts';
import { joinWords, type TimedText } from './join-words.ts';
import { MOST_LINES, type ParsedLyrics } from './parsed-lyrics.ts';
import { decodeEntities } from './read-xml.ts';

const STAMP = String.raw`(?:\d{1,3}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?`;
const CUE = new RegExp(String.raw`^[^\S\n]*(${STAMP})[^\S\n]*-->[^\S\n]*(${STAMP})`);
const WORD_TIME = new RegExp(`<(${STAMP})>`);
/** HTML and the like, and the positions of `{\an8}`. */
const MARKUP = /<\/?[a-z][^<>]{0,200}>|\{\\[^{}]{0,100}\}/gi;

interface Cue {
  startMs: number;
  endMs: number;
  rows: string[];
}

export const looksLikeSubtitles = (text: string): boolean => text.split('\n', 50).some((line) => CUE.test(line));

/** Reads SubRip, and WebVTT with its times of words. Returns null without a cue that has words. */
export function parseSrt(text: string): ParsedLyrics | null {
  const lines: LyricLine[] = [];
  for (const cue of splitCues(text.split('\n'))) {
    const line = readCue(cue);
    if (line.text !== '' && lines.push(line) >= MOST_LINES) break;
  }
  if (lines.length === 0) return null;
  lines.sort((a, b) => (a.startMs ?? 0) - (b.startMs ?? 0));
  return { isTimed: true, language: null, voices: [], lines };
}

function* splitCues(rows: readonly string[]): Generator<Cue> {
  let cue: Cue | null = null;
  for (const row of rows) {
    const [, start, end] = CUE.exec(row) ?? [];
    if (start !== undefined && end !== undefined) {
      // Where no blank row parts two cues, the last row before the next is its number.
      if (cue !== null && /^\s*\d+\s*$/.test(cue.rows.at(-1) ?? '')) cue.rows.pop();
      if (cue !== null) yield cue;
      cue = { startMs: toMs(start), endMs: toMs(end), rows: [] };
    } else if (row.trim() !== '') cue?.rows.push(row);
    else if (cue !== null) {
      yield cue;
      cue = null;
    }
  }
  if (cue !== null) yield cue;
}

function readCue({ rows, startMs, endMs: cueEndMs }: Cue): LyricLine {
  const endMs = cueEndMs > startMs ? cueEndMs : null;
  const parts = rows.join('\n').split(WORD_TIME);
  const clean = parts.map((part, at) => (at % 2 === 1 ? part : decodeEntities(part.replace(MARKUP, ''))));
  if (clean.length === 1) return buildLine({ startMs, endMs, text: cleanRows(clean[0] ?? '') });
  const pieces: TimedText[] = [];
  for (let at = 0; at < clean.length; at += 2)
    pieces.push({ startMs: at === 0 ? startMs : toMs(clean[at - 1] ?? ''), endMs: null, text: clean[at] ?? '' });
  return buildLine({ startMs, endMs, ...joinWords(pieces, endMs) });
}

/** Rows stay apart; all of them are no longer than a line. */
function cleanRows(text: string): string {
  const rows = text.split('\n').map((row) => cleanLine(row));
  return cleanText(rows.filter((row) => row !== '').join('\n'), LONGEST_LINE);
}

function toMs(stamp: string): number {
  const [clock = '', fraction = ''] = stamp.split(/[.,]/);
  const seconds = clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return seconds * 1_000 + Number(fraction.padEnd(3, '0'));
}
