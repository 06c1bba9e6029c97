import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ArtistNaming } from './artist-naming.ts';
import { chooseArtistNaming } from './choose-artist-naming.ts';
import type { ArtistId } from './ids.ts';
import { toSortKey } from './sort-key.ts';

const naming = (name: string, sortName = name, musicBrainzArtistId: string | null = null): ArtistNaming => ({
  id: 'artist' as ArtistId,
  name,
  sortName,
  nameKey: toSortKey(sortName),
  musicBrainzArtistId,
});

describe('the spelling of an artist', () => {
  for (const [better, poorer] of [
    [naming('Björk'), naming('Bjork')],
    [naming('Nina Simone'), naming('NINA SIMONE')],
    [naming('Nina Simone'), naming('nina simone')],
    [naming('Nina Simone', 'Simone, Nina'), naming('Nina Simone')],
    [naming('AC-DC'), naming('AC/DC')],
  ] as const) {
    it(`is ${better.name} (${better.sortName}) rather than ${poorer.name}, in either order`, () => {
      assert.deepEqual(chooseArtistNaming(poorer, better), better);
      assert.deepEqual(chooseArtistNaming(better, poorer), better);
    });
  }

  it('joins what two files know', () => {
    const chosen = chooseArtistNaming(naming('Bjork', 'Gudmundsdottir, Bjork'), naming('Björk', 'Björk', 'mb-1'));
    assert.deepEqual(chosen, { ...naming('Björk', 'Gudmundsdottir, Bjork', 'mb-1') });
  });
});
