import assert from 'node:assert/strict';
import { it } from 'node:test';
import { splitArtists, splitGenres, splitPerformer } from './split-names.ts';

it('splits one artist field where several people are surely meant, and nowhere else', () => {
  assert.deepEqual(splitArtists(['A feat. B']), ['A', 'B']);
  assert.deepEqual(splitArtists(['A (ft. B)']), ['A', 'B']);
  assert.deepEqual(splitArtists(['A; B / C']), ['A', 'B', 'C']);
  for (const name of ['AC/DC', 'Simon & Garfunkel', 'Earth, Wind & Fire', 'Little Feat', 'The Featherweights']) {
    assert.deepEqual(splitArtists([name]), [name]);
  }
});

it('takes several values as they are', () => {
  assert.deepEqual(splitArtists(['A; B', ' C ', 'C', '']), ['A; B', 'C']);
});

it('splits genres, and reads the instrument of a performer', () => {
  assert.deepEqual(splitGenres(['Rock; Pop', 'Hip-Hop/Rap', 'Rock']), ['Rock', 'Pop', 'Hip-Hop', 'Rap']);
  assert.deepEqual(splitPerformer('Ann Lee (electric guitar)'), { name: 'Ann Lee', instrument: 'electric guitar' });
  assert.deepEqual(splitPerformer('Ann Lee'), { name: 'Ann Lee', instrument: null });
});
