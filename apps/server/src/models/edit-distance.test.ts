import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countErrors } from './edit-distance.ts';

describe('typing errors', () => {
  for (const [typed, known, ofWord, ofPrefix] of [
    ['queen', 'queen', 0, 0],
    ['quene', 'queen', 1, 1],
    ['xueen', 'queen', 1, 1],
    ['quen', 'queen', 1, 1],
    ['queeen', 'queen', 1, 1],
    ['queep', 'queen', 1, 1],
    ['beetl', 'beatles', 3, 1],
    ['ca', 'abc', 3, 1],
    ['', 'ab', 2, 0],
    ['ab', '', 2, 2],
  ] as const) {
    it(`from "${typed}" to "${known}" are ${ofWord}, to a beginning of it ${ofPrefix}`, () => {
      assert.deepEqual(countErrors(typed, known, 5), { ofWord, ofPrefix });
    });
  }

  it('are counted no further than one too many', () => {
    assert.deepEqual(countErrors('abcdef', 'uvwxyz', 2), { ofWord: 3, ofPrefix: 3 });
    assert.deepEqual(countErrors('metal', 'metallurgical', 1), { ofWord: 2, ofPrefix: 0 });
  });
});
