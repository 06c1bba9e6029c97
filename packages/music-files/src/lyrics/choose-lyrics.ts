import type { Lyrics } from './lyrics.ts';
import { addTranslation } from './add-translations.ts';
import { joinTimedTexts, type TimedTexts } from './join-timed-texts.ts';
import { parseLyrics } from './parse-lyrics.ts';

/** Lyrics inside a file: text of any kind that lyrics come in, or pieces that the container has timed. */
export interface EmbeddedLyrics {
  language: string | null;
  text: string;
  timedTexts: TimedTexts | null;
}

/** A lyrics file beside the music; `language` where its name tells one (`name.de.ttml`). */
export interface LyricsText {
  fileName: string;
  language: string | null;
  text: string;
}

/**
 * Chooses one of all lyrics of a track: those with times of words win over those with times of lines, and these over text;
 * among equals the files beside, in the order given, over what is inside. The others are its translations, where they are in another language.
 */
export function chooseLyrics(embedded: readonly EmbeddedLyrics[], beside: readonly LyricsText[]): Lyrics | null {
  const all = [...beside.map(fromFile), ...embedded.map(fromTags)].filter((lyrics) => lyrics !== null);
  const [first] = all;
  if (first === undefined) return null;
  const best = all.reduce((chosen, lyrics) => (rank(lyrics) > rank(chosen) ? lyrics : chosen), first);
  return all.reduce((merged, lyrics) => (lyrics === best ? merged : addTranslation(merged, lyrics)), best);
}

function rank({ isTimed, lines }: Lyrics): number {
  return lines.some(({ words }) => words !== null) ? 2 : Number(isTimed);
}

function fromFile({ fileName, language, text }: LyricsText): Lyrics | null {
  const parsed = parseLyrics(text);
  return parsed === null
    ? null
    : { ...parsed, language: parsed.language ?? language, source: 'file', fileName, translationFiles: [] };
}

function fromTags({ language, text, timedTexts }: EmbeddedLyrics): Lyrics | null {
  const parsed = timedTexts === null ? parseLyrics(text) : joinTimedTexts(timedTexts);
  return parsed === null
    ? null
    : { ...parsed, language: parsed.language ?? language, source: 'embedded', fileName: null, translationFiles: [] };
}
