import type { EmbeddedLyrics } from './choose-lyrics.ts';

/** Lyrics as `music-metadata` reads them from the tags of any container. */
interface LyricsTag {
  language?: string | undefined;
  text?: string | undefined;
  syncText?: readonly { timestamp?: number | undefined; text: string }[] | undefined;
}

/** ID3v2 writes `XXX`, or zeros, where no language is known. */
const LANGUAGE = /^(?!xxx)[a-z]{2,3}(?:-[a-z\d]{2,8})*$/i;

/** Text, or pieces with times where each of them has one. */
export function toEmbeddedLyrics(tags: readonly LyricsTag[]): EmbeddedLyrics[] {
  return tags.flatMap(({ language: tag = '', text, syncText = [] }) => {
    const language = LANGUAGE.test(tag) ? tag : null;
    const timedTexts = syncText.flatMap((piece) =>
      piece.timestamp === undefined ? [] : { startMs: piece.timestamp, text: piece.text },
    );
    const isTimed = syncText.length > 0 && timedTexts.length === syncText.length;
    if (isTimed) return { language, text: '', timedTexts };
    return text === undefined ? [] : { language, text, timedTexts: null };
  });
}
