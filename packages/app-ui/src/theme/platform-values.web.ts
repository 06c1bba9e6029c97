import type { ColorRole, Palette } from './palette.ts';
import { cssVariable } from './theme-css.ts';

const roles: readonly ColorRole[] = [
  'canvas',
  'surface',
  'raised',
  'hairline',
  'text',
  'muted',
  'accent',
  'onAccent',
  'danger',
  'success',
  'focus',
  'tint',
  'scrim',
];
const variables = Object.fromEntries(roles.map((role) => [role, cssVariable(role)])) as Record<ColorRole, string>;

export const colorsOf = (_scheme: string): Palette => variables;
/** In rem, so that the browser's text size is respected. */
export const scaledSize = (size: number): number | string => `${size / 16}rem`;
export const fontFamily = 'inherit';
