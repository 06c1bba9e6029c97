import type { EmbeddedLyrics } from './audio-reading.ts';
import { cleanLine } from './clean-text.ts';
import { parseLyrics } from './parse-lrc.ts';
import type { Lyrics } from './track.ts';

/** Timed lyrics win over untimed ones, and among equals the file beside over what is inside. */
export function chooseLyrics(embedded: readonly EmbeddedLyrics[], lrcText: string | null): Lyrics | null {
  const beside = lrcText === null ? null : parseLyrics(lrcText);
  const candidates: Lyrics[] = beside === null ? [] : [{ ...beside, language: null, source: 'file' }];
  for (const found of embedded) {
    const lyrics = toLyrics(found);
    if (lyrics !== null) candidates.push(lyrics);
  }
  return candidates.find((lyrics) => lyrics.isTimed) ?? candidates[0] ?? null;
}

function toLyrics({ language, text, timedLines }: EmbeddedLyrics): Lyrics | null {
  const source = 'embedded';
  if (timedLines !== null) {
    const lines = timedLines.map(({ startMs, text: words }) => ({ startMs, text: cleanLine(words) }));
    return lines.some((line) => line.text !== '') ? { isTimed: true, language, source, lines } : null;
  }
  const parsed = parseLyrics(text);
  return parsed === null ? null : { ...parsed, language, source };
}
