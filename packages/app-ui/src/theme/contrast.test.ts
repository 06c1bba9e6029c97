import { describe, expect, it } from 'vitest';
import { contrastRatio } from './contrast.ts';
import { onArtwork, palettes, type ColorRole, type Scheme } from './palette.ts';
import { themeCss } from './theme-css.ts';

const schemes: readonly Scheme[] = ['light', 'dark', 'black'];
const grounds: readonly ColorRole[] = ['canvas', 'surface', 'raised'];
const inks: readonly ColorRole[] = ['text', 'muted', 'accent', 'danger', 'success'];

describe('colours of a scheme', () => {
  it('measures black on white as WCAG does', () => {
    expect(contrastRatio('#000000', '#FFFFFF')).toBeCloseTo(21, 5);
    expect(contrastRatio('#777777', '#FFFFFF')).toBeCloseTo(4.48, 2);
  });

  it.each(schemes)('reads at 4.5:1 or better on every ground in %s', (scheme) => {
    const palette = palettes[scheme];
    const weak = grounds.flatMap((ground) =>
      inks
        .map((ink) => ({ pair: `${ink} on ${ground}`, ratio: contrastRatio(palette[ink], palette[ground]) }))
        .filter(({ ratio }) => ratio < 4.5),
    );
    expect(weak).toEqual([]);
    expect(contrastRatio(palette.onAccent, palette.accent)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(schemes)('shows the focus at 3:1 or better in %s', (scheme) => {
    const palette = palettes[scheme];
    for (const ground of grounds) expect(contrastRatio(palette.focus, palette[ground])).toBeGreaterThanOrEqual(3);
  });

  it('reads on an accent of artwork that has 4.5:1 to the canvas', () => {
    for (const scheme of schemes) {
      const accent = scheme === 'light' ? '#767068' : '#787878';
      if (contrastRatio(accent, palettes[scheme].canvas) < 4.5) continue;
      expect(contrastRatio(onArtwork[scheme], accent)).toBeGreaterThanOrEqual(4.4);
    }
  });

  it('writes every role of every scheme into the style sheet', () => {
    const css = themeCss();
    for (const scheme of schemes) for (const value of Object.values(palettes[scheme])) expect(css).toContain(value);
    expect(css).toContain('prefers-color-scheme:dark');
  });
});
