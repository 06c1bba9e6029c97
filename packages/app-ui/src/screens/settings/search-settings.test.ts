import { describe, expect, it } from 'vitest';
import { searchSettings } from './search-settings.ts';

const sections = [
  {
    title: 'Darstellung',
    settings: [
      { id: 'theme', words: ['Farben', 'Schwarz spart Strom'] },
      { id: 'language', words: ['Sprache'] },
    ],
  },
  { title: 'Konto', settings: [{ id: 'devices', words: ['Geräte', 'Wo du angemeldet bist'] }] },
];
const found = (query: string) =>
  searchSettings(sections, query, (text: string) => text).flatMap(({ settings }) => settings.map(({ id }) => id));

describe('searchSettings', () => {
  it('wants every word, in any order and in any part', () => {
    expect(found('strom schwarz')).toEqual(['theme']);
    expect(found('strom konto')).toEqual([]);
  });

  it('does not mind accents and capitals', () => {
    expect(found('gerate')).toEqual(['devices']);
    expect(found('GERÄTE')).toEqual(['devices']);
  });

  it('finds a whole section by its title', () => {
    expect(found('darstellung')).toEqual(['theme', 'language']);
  });
});
