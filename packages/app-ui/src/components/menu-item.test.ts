import { describe, expect, it } from 'vitest';
import { menuIndexAfterKey, placeMenu, type MenuItem } from './menu-item.ts';

const nothing = () => undefined;
const items: MenuItem[] = [
  { id: 'play', label: 'Play', onSelect: nothing },
  { kind: 'separator', id: 'line' },
  { id: 'rate', label: 'Rate', isDisabled: true, onSelect: nothing },
  { id: 'album', label: 'Go to album', onSelect: nothing },
  { id: 'artist', label: 'Go to artist', onSelect: nothing },
];

describe('the keys of a menu', () => {
  it('pass separators and what is disabled', () => {
    expect(menuIndexAfterKey(items, 0, 'ArrowDown')).toBe(3);
    expect(menuIndexAfterKey(items, 3, 'ArrowUp')).toBe(0);
  });
  it('go round the ends', () => {
    expect(menuIndexAfterKey(items, 4, 'ArrowDown')).toBe(0);
    expect(menuIndexAfterKey(items, 0, 'ArrowUp')).toBe(4);
  });
  it('jump to the next item that begins with the letter', () => {
    expect(menuIndexAfterKey(items, 0, 'g')).toBe(3);
    expect(menuIndexAfterKey(items, 3, 'g')).toBe(4);
    expect(menuIndexAfterKey(items, 4, 'x')).toBeUndefined();
  });
});

describe('the place of a menu', () => {
  const viewport = { width: 400, height: 600 };
  const menu = { width: 200, height: 300 };
  it('is under its button, and above where there is no room below', () => {
    expect(placeMenu({ x: 20, y: 100, width: 32, height: 32 }, menu, viewport)).toEqual({ top: 136, left: 20 });
    expect(placeMenu({ x: 20, y: 500, width: 32, height: 32 }, menu, viewport).top).toBe(196);
  });
  it('stays on the screen at every corner', () => {
    for (const [x, y] of [
      [0, 0],
      [399, 599],
      [399, 0],
      [0, 599],
    ] as const) {
      const place = placeMenu({ x, y, width: 0, height: 0 }, menu, viewport);
      expect(place.left).toBeGreaterThanOrEqual(8);
      expect(place.left + 200).toBeLessThanOrEqual(392);
      expect(place.top).toBeGreaterThanOrEqual(8);
      expect(place.top + 300).toBeLessThanOrEqual(592);
    }
  });
});
