import { createContext, use, useMemo, type ReactNode } from 'react';
import { useWindowDimensions } from 'react-native';
import type { Palette, Scheme } from './palette.ts';
import { colorsOf, fontFamily, scaledSize } from './platform-values.ts';
import { layoutOf, type LayoutKind } from './layout-kind.ts';
import { useSystemPreferences } from './system-preferences.ts';
import { lineHeight, motion, radius, space, weight } from './tokens.ts';

export type ThemeChoice = 'system' | Scheme;

export interface Theme {
  scheme: Scheme;
  colors: Palette;
  space: typeof space;
  radius: typeof radius;
  weight: typeof weight;
  lineHeight: typeof lineHeight;
  motion: typeof motion;
  fontFamily: string;
  /** A type size or anything that must grow with the text. */
  scaled: (size: number) => number | string;
}
export interface Appearance {
  theme: Theme;
  choice: ThemeChoice;
  layout: LayoutKind;
  isReducedMotion: boolean;
  isDense: boolean;
  /** 1 normally, 2 when the reader asked for text of twice the size: multiply fixed heights by it. */
  textScale: number;
}

const themes = new Map<Scheme, Theme>();
function themeOf(scheme: Scheme): Theme {
  const known = themes.get(scheme);
  if (known) return known;
  const theme: Theme = {
    scheme,
    colors: colorsOf(scheme),
    space,
    radius,
    weight,
    lineHeight,
    motion,
    fontFamily,
    scaled: scaledSize,
  };
  themes.set(scheme, theme);
  return theme;
}

const AppearanceContext = createContext<Appearance>({
  theme: themeOf('dark'),
  choice: 'system',
  layout: 'desktop',
  isReducedMotion: false,
  isDense: false,
  textScale: 1,
});

export interface ThemeProviderProps {
  choice: ThemeChoice;
  isReducedMotion: boolean;
  isDense: boolean;
  children: ReactNode;
}

export function ThemeProvider({ choice, isReducedMotion, isDense, children }: ThemeProviderProps) {
  const system = useSystemPreferences();
  // Twice the text needs the arrangement of half the width.
  const layout = layoutOf(useWindowDimensions().width / system.textScale);
  const appearance = useMemo<Appearance>(
    () => ({
      theme: themeOf(choice === 'system' ? system.scheme : choice),
      choice,
      layout,
      isReducedMotion: isReducedMotion || system.isReducedMotion,
      isDense,
      textScale: system.textScale,
    }),
    [choice, layout, isReducedMotion, isDense, system],
  );
  return <AppearanceContext value={appearance}>{children}</AppearanceContext>;
}

export const useAppearance = (): Appearance => use(AppearanceContext);
export const useTheme = (): Theme => use(AppearanceContext).theme;
