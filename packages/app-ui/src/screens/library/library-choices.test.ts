import { describe, expect, it } from 'vitest';
import { chooseSort, decades, isFiltered, readFilter, writeFilter } from './library-choices.ts';

describe('chooseSort', () => {
  it('starts names at A and years with the newest', () => {
    expect(chooseSort({ sort: 'title', order: 'asc' }, 'year')).toEqual({ sort: 'year', order: 'desc' });
    expect(chooseSort({ sort: 'year', order: 'desc' }, 'artist')).toEqual({ sort: 'artist', order: 'asc' });
  });

  it('turns the direction when the same sort is chosen again', () => {
    expect(chooseSort({ sort: 'year', order: 'desc' }, 'year')).toEqual({ sort: 'year', order: 'asc' });
  });
});

describe('decades', () => {
  it('runs from the current decade to the fifties, then everything before', () => {
    const list = decades(2026);
    expect(list[0]).toEqual({ fromYear: 2020, toYear: 2029 });
    expect(list.at(-2)).toEqual({ fromYear: 1950, toYear: 1959 });
    expect(list.at(-1)).toEqual({ fromYear: 0, toYear: 1949 });
  });
});

describe('filter in the address', () => {
  it('comes back as it was written', () => {
    const filter = { genreId: 'g7', fromYear: 0, toYear: 1949, isLossless: true };
    expect(readFilter(writeFilter(filter))).toEqual(filter);
  });

  it('leaves out what makes no sense', () => {
    const filter = readFilter('from=-3&to=soon&lossless=yes&genre=');
    expect(isFiltered(filter)).toBe(false);
    expect(writeFilter(filter)).toBeUndefined();
  });
});
