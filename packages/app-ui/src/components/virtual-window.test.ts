import { describe, expect, it } from 'vitest';
import { cellAfterKey, gridOf, scrollForRow, windowOf } from './virtual-window.ts';
import { rowsOf } from './VirtualList.tsx';

const page = { viewportPx: 800, rowHeightPx: 56, rowCount: 100_000, overscan: 8 };

describe('the window of a long list', () => {
  it('holds only what fits and the overscan, wherever the page is scrolled', () => {
    for (const scrolledPx of [-5000, 0, 28, 2_000_000, 5_599_500, 9_000_000]) {
      const { first, end } = windowOf({ ...page, scrolledPx });
      expect(end - first).toBeLessThanOrEqual(Math.ceil(800 / 56) + 1 + 16);
      expect(first).toBeGreaterThanOrEqual(0);
      expect(end).toBeLessThanOrEqual(100_000);
    }
  });

  it('covers every pixel that is seen', () => {
    const { first, end } = windowOf({ ...page, scrolledPx: 56 * 500 + 10 });
    expect(first).toBe(492);
    expect(end * 56).toBeGreaterThanOrEqual(56 * 500 + 10 + 800);
  });

  it('is empty for no rows', () => {
    expect(windowOf({ ...page, rowCount: 0, scrolledPx: 0 })).toEqual({ first: 0, end: 0 });
  });

  it('keeps the row with the focus when it is scrolled away', () => {
    expect(rowsOf(10, 13, 2)).toEqual([2, 10, 11, 12]);
    expect(rowsOf(10, 13, 40)).toEqual([10, 11, 12, 40]);
    expect(rowsOf(10, 13, 11)).toEqual([10, 11, 12]);
  });
});

describe('scrolling to a row', () => {
  it('moves as little as needed', () => {
    const now = { scrolledPx: 560, viewportPx: 560, rowHeightPx: 56 };
    expect(scrollForRow(12, now, 'nearest')).toBe(560);
    expect(scrollForRow(5, now, 'nearest')).toBe(280);
    expect(scrollForRow(30, now, 'nearest')).toBe(31 * 56 - 560);
  });
});

describe('keys in lists and grids', () => {
  const list = { count: 100, columns: 1, pageRows: 10, isRtl: false };
  const grid = { count: 10, columns: 4, pageRows: 2, isRtl: false };
  it('stop at the ends of a list', () => {
    expect(cellAfterKey('ArrowDown', 99, list)).toBeUndefined();
    expect(cellAfterKey('ArrowUp', 0, list)).toBeUndefined();
    expect(cellAfterKey('PageDown', 95, list)).toBe(99);
    expect(cellAfterKey('End', 3, list)).toBe(99);
  });
  it('leave sideways arrows of a list alone, for whoever else wants them', () => {
    expect(cellAfterKey('ArrowRight', 3, list)).toBeUndefined();
  });
  it('reach the shorter last row of a grid', () => {
    expect(cellAfterKey('ArrowDown', 7, grid)).toBe(9);
    expect(cellAfterKey('ArrowDown', 9, grid)).toBeUndefined();
  });
  it('turn round where writing runs from the right', () => {
    expect(cellAfterKey('ArrowLeft', 3, { ...grid, isRtl: true })).toBe(4);
  });
});

describe('a grid', () => {
  it('fills the width with as many cards as fit', () => {
    expect(gridOf(1000, 168, 24)).toEqual({ columns: 5, cellWidthPx: 180.8 });
    expect(gridOf(100, 168, 24).columns).toBe(1);
  });
});
