import type { Format } from './format.ts';
import { useLocale, type TextFunction } from './locale.tsx';

/** `text('player.play')`, `text('library.songCount', { count })`. */
export const useText = (): TextFunction => useLocale().text;
/** Numbers, dates and durations as the language writes them. */
export const useFormat = (): Format => useLocale().format;
