import { cleanText } from './clean-text.ts';
import type { LyricLine } from './track.ts';

const TIME_TAGS = /^\s*((?:\[\d{1,3}:\d{1,2}(?:[.:]\d{1,3})?\]\s*)+)(.*)$/;
const TIME_TAG = /\[(\d{1,3}):(\d{1,2})(?:[.:](\d{1,3}))?\]/g;
const WORD_TIME = /<\d{1,3}:\d{1,2}(?:[.:]\d{1,3})?>/g;
const OFFSET = /^\s*\[offset:\s*([+-]?\d{1,7})\s*\]/im;
const HEADER = /^\s*\[(?:ar|al|ti|au|by|re|ve|length|la|offset|tool|#)[^\]]*:[^\]]*\]\s*$/i;
const MOST_LINES = 5_000;

export interface ParsedLyrics {
  isTimed: boolean;
  lines: LyricLine[];
}

/**
 * Reads lyrics in LRC, also the enhanced kind (its word times are dropped), or plain text. Returns null for text without words.
 * A positive offset shows lines earlier, as LRC has it.
 */
export function parseLyrics(text: string): ParsedLyrics | null {
  const clean = cleanText(text);
  if (clean === '') return null;
  const timed = parseTimedLines(clean);
  if (timed.length > 0) return { isTimed: true, lines: timed };
  const lines = clean
    .split('\n')
    .filter((line) => !HEADER.test(line))
    .slice(0, MOST_LINES);
  const plain = lines.map((line) => ({ startMs: null, text: line.trim() }));
  return plain.some((line) => line.text !== '') ? { isTimed: false, lines: plain } : null;
}

function parseTimedLines(text: string): LyricLine[] {
  const offsetMs = Number(OFFSET.exec(text)?.[1] ?? 0);
  const lines: LyricLine[] = [];
  for (const line of text.split('\n')) {
    const [, tags, words] = TIME_TAGS.exec(line) ?? [];
    if (tags === undefined || words === undefined) continue;
    const sung = words.replace(WORD_TIME, '').replace(/\s+/g, ' ').trim();
    for (const match of tags.matchAll(TIME_TAG)) {
      lines.push({ startMs: Math.max(0, toMs(match[1], match[2], match[3]) - offsetMs), text: sung });
      if (lines.length >= MOST_LINES) return sortByTime(lines);
    }
  }
  return lines.some((line) => line.text !== '') ? sortByTime(lines) : [];
}

function toMs(minutes = '0', seconds = '0', fraction = ''): number {
  return Number(minutes) * 60_000 + Number(seconds) * 1_000 + Number(fraction.padEnd(3, '0'));
}

const sortByTime = (lines: LyricLine[]): LyricLine[] => lines.sort((a, b) => (a.startMs ?? 0) - (b.startMs ?? 0));
