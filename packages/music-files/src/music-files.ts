export { chooseLyrics, type EmbeddedLyrics, type LyricsText } from './lyrics/choose-lyrics.ts';
export type { TimedTexts } from './lyrics/join-timed-texts.ts';
export {
  buildLine,
  type LyricLine,
  type LyricPhrase,
  type LyricVoice,
  type LyricWord,
  type Lyrics,
} from './lyrics/lyrics.ts';
export { toEmbeddedLyrics } from './lyrics/to-embedded-lyrics.ts';
export { parseLyrics } from './lyrics/parse-lyrics.ts';
export { parseR128GainDb } from './tags/r128-gain.ts';
export { cleanLine, cleanText } from './text/clean-text.ts';
export { decodeEightBit, decodeText, decodeUtf16 } from './text/decode-text.ts';
export { foldText } from './text/fold-text.ts';
