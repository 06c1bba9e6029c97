export { extensionOf, isAudioName } from './names/audio-names.ts';
export { LARGEST_COMPANION_BYTES, rankCover, stemOf } from './names/companion-names.ts';
export { isLyricsName, LyricsFiles, type LyricsFile } from './names/lyrics-files.ts';
