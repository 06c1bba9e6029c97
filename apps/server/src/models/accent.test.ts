import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACCENT_CONTRAST, DARK_CANVAS, findAccent, LIGHT_CANVAS } from './accent.ts';
import { contrastOf, toHex, toOklch } from './colour.ts';

const fill = (count: number, ...rgb: [number, number, number]): number[] =>
  Array.from({ length: count }, () => rgb).flat();

/** Mulberry32: the same pictures in every run. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const hueOf = (hex: string): number => {
  const byte = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  return (toOklch(byte(1), byte(3), byte(5)).hue * 180) / Math.PI;
};
const hueDistance = (a: number, b: number): number => Math.abs(((a - b + 540) % 360) - 180);

test('every accent can be read on both canvases, whatever the picture', () => {
  const random = createRandom(7);
  for (let picture = 0; picture < 300; picture++) {
    const [r, g, b] = [random() * 255, random() * 255, random() * 255];
    const spread = random() * 255;
    const near = (value: number) => Math.max(0, Math.min(255, Math.round(value + (random() - 0.5) * spread)));
    const pixels = Uint8Array.from(Array.from({ length: 256 }, () => [near(r), near(g), near(b)]).flat());
    const accent = findAccent(pixels);
    if (accent === null) continue;
    assert.match(accent.light, /^#[0-9a-f]{6}$/);
    assert.ok(contrastOf(accent.light, LIGHT_CANVAS) >= ACCENT_CONTRAST, `${accent.light} on light`);
    assert.ok(contrastOf(accent.dark, DARK_CANVAS) >= ACCENT_CONTRAST, `${accent.dark} on dark`);
  }
});

test('a picture in grey has no accent, even with a tint or a coloured speck', () => {
  assert.equal(findAccent(Uint8Array.from([...fill(500, 20, 20, 20), ...fill(500, 230, 230, 230)])), null);
  assert.equal(findAccent(Uint8Array.from(fill(1000, 128, 130, 126))), null);
  assert.equal(findAccent(Uint8Array.from([...fill(998, 90, 90, 90), ...fill(2, 255, 0, 0)])), null);
  assert.equal(findAccent(new Uint8Array(0)), null);
});

test('a vivid part outweighs a larger dull one', () => {
  const accent = findAccent(Uint8Array.from([...fill(700, 120, 110, 100), ...fill(300, 220, 40, 60)]));
  assert.ok(accent);
  assert.ok(hueDistance(hueOf(accent.light), hueOf('#dc283c')) < 15, accent.light);
});

test('of two vivid colours the one with more area wins', () => {
  const accent = findAccent(Uint8Array.from([...fill(700, 30, 90, 220), ...fill(300, 220, 90, 30)]));
  assert.ok(accent);
  assert.ok(hueDistance(hueOf(accent.dark), hueOf('#1e5adc')) < 15, accent.dark);
});

test('a colour that is readable already is kept as it is', () => {
  const accent = findAccent(Uint8Array.from(fill(1000, 200, 30, 60)));
  assert.equal(accent?.light, '#c81e3c');
});

test('OKLCH goes to sRGB and back without loss inside the gamut', () => {
  for (const hex of ['#000000', '#ffffff', '#ff0000', '#00ff00', '#0000ff', '#7b3fa0', '#12aa9c']) {
    const byte = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
    assert.equal(toHex(toOklch(byte(1), byte(3), byte(5))), hex);
  }
});

test('OKLab agrees with the values that its author published', () => {
  // From the table in Ottosson's article: XYZ white and sRGB red.
  const white = toOklch(255, 255, 255);
  assert.ok(Math.abs(white.lightness - 1) < 1e-3 && white.chroma < 1e-3);
  const red = toOklch(255, 0, 0);
  assert.ok(Math.abs(red.lightness - 0.628) < 1e-3 && Math.abs(red.chroma - 0.2577) < 1e-3);
});

test('contrast of black and white is 21', () => {
  assert.ok(Math.abs(contrastOf('#000000', '#ffffff') - 21) < 1e-9);
});
