import { palettes, type Palette, type Scheme } from './palette.ts';

export const colorsOf = (scheme: Scheme): Palette => palettes[scheme];
/** React Native scales numbers by the system's text size itself. */
export const scaledSize = (size: number): number | string => size;
export const fontFamily = 'System';
