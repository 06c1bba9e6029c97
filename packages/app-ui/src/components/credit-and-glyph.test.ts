import { describe, expect, it } from 'vitest';
import { creditParts } from './ArtistLinks.tsx';
import { glyphOf, hueOf } from './cover-glyph.ts';

describe('an artist credit', () => {
  it('links the names and keeps the words between them', () => {
    const artists = [
      { id: '1', name: 'Mara' },
      { id: '2', name: 'Orion' },
    ];
    expect(creditParts('Mara feat. Orion & friends', artists)).toEqual([
      { text: 'Mara', artistId: '1' },
      { text: ' feat. ' },
      { text: 'Orion', artistId: '2' },
      { text: ' & friends' },
    ]);
  });
  it('stays whole where the names differ from it', () => {
    expect(creditParts('Various', [{ id: '1', name: 'Mara' }])).toEqual([{ text: 'Various' }]);
    expect(creditParts('', [])).toEqual([]);
  });
});

describe('the stand-in for a cover', () => {
  it('takes whole letters of any script', () => {
    expect(glyphOf('slow light')).toBe('SL');
    expect(glyphOf('夜の東京')).toBe('夜');
    expect(glyphOf('…')).toBe('♪');
    expect(glyphOf('𝔸lpha')).toBe('𝔸');
  });
  it('always has the same hue for a title', () => {
    expect(hueOf('Coda')).toBe(hueOf('Coda'));
    expect(hueOf('Coda')).toBeLessThan(360);
  });
});
