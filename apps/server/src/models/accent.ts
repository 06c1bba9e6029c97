import { contrastOf, toHex, toOklch, type Oklch } from './colour.ts';

/** One hue, readable on both canvases. */
export interface Accent {
  light: string;
  dark: string;
}

export const LIGHT_CANVAS = '#fbfbfa';
export const DARK_CANVAS = '#0e0f12';
/** WCAG 2.2, success criterion 1.4.3, for text of normal size. */
export const ACCENT_CONTRAST = 4.5;

const HUE_BINS = 36;
/** Below it a colour reads as grey. */
const LEAST_CHROMA = 0.04;
/** Colour on less of the picture than this is a detail, not its character. */
const LEAST_SHARE = 0.01;
const LIGHTNESS_STEP = 0.01;

/**
 * The colour that a picture is remembered by: the hue bin with the most chroma over its area, counted together with
 * its neighbours so that a hue on the border of two bins is not halved. Null for pictures without colour.
 * `pixels` are sRGB, 3 bytes each.
 */
export function findAccent(pixels: Uint8Array): Accent | null {
  const bins = Array.from({ length: HUE_BINS }, () => ({ weight: 0, count: 0, lightness: 0, x: 0, y: 0 }));
  for (let at = 0; at + 2 < pixels.length; at += 3) {
    const { lightness, chroma, hue } = toOklch(pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0);
    const bin = bins[binOf(hue)];
    if (!bin || chroma < LEAST_CHROMA) continue;
    // Near black and near white the eye sees little of a hue.
    const weight = chroma * (1 - Math.abs(2 * lightness - 1) ** 3);
    bin.weight += weight;
    bin.count += 1;
    bin.lightness += lightness * weight;
    bin.x += chroma * Math.cos(hue) * weight;
    bin.y += chroma * Math.sin(hue) * weight;
  }
  const groups = bins.map((bin, index) => {
    const members = [bins[(index + HUE_BINS - 1) % HUE_BINS], bin, bins[(index + 1) % HUE_BINS]].flatMap(
      (one) => one ?? [],
    );
    const sum = (pick: (one: typeof bin) => number) => members.reduce((total, one) => total + pick(one), 0);
    return { weight: sum((b) => b.weight), count: sum((b) => b.count), of: sum };
  });
  const best = groups.reduce((a, b) => (b.weight > a.weight ? b : a));
  if (best.weight === 0 || best.count < (pixels.length / 3) * LEAST_SHARE) return null;
  const [x, y] = [best.of((b) => b.x) / best.weight, best.of((b) => b.y) / best.weight];
  const colour = {
    lightness: best.of((b) => b.lightness) / best.weight,
    chroma: Math.hypot(x, y),
    hue: Math.atan2(y, x),
  };
  return { light: toReadable(colour, LIGHT_CANVAS, -1), dark: toReadable(colour, DARK_CANVAS, 1) };
}

/** Goes darker or lighter from the colour until it can be read; black and white, where it would end, can. */
function toReadable(colour: Oklch, canvas: string, direction: 1 | -1): string {
  let { lightness } = colour;
  for (;;) {
    const hex = toHex({ ...colour, lightness });
    if (contrastOf(hex, canvas) >= ACCENT_CONTRAST || lightness < 0 || lightness > 1) return hex;
    lightness += direction * LIGHTNESS_STEP;
  }
}

const binOf = (hue: number): number => Math.floor(((hue / (2 * Math.PI) + 1) % 1) * HUE_BINS) % HUE_BINS;
