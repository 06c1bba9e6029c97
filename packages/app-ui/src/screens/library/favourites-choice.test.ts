import { expect, it } from 'vitest';
import { readFavourites, writeFavourites } from './favourites-choice.ts';

it('keeps the choice of favourites in the address, and the usual one out of it', () => {
  expect(readFavourites(writeFavourites({ kind: 'artists', list: 'rated' }))).toEqual({
    kind: 'artists',
    list: 'rated',
  });
  expect(writeFavourites({ kind: 'songs', list: 'starred' })).toBeUndefined();
  expect(readFavourites('kind=playlists&list=best')).toEqual({ kind: 'songs', list: 'starred' });
});
