import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toInitial, toSortKey } from './sort-key.ts';

const inOrder = (titles: string[]) => [...titles].sort((a, b) => (toSortKey(a) < toSortKey(b) ? -1 : 1));

test('case, marks and punctuation do not matter', () => {
  assert.equal(toSortKey('Björk'), toSortKey('BJORK'));
});

test('a leading article does not count, unless it is the whole title', () => {
  assert.deepEqual(inOrder(['The Cure', 'Air', 'The Beatles', 'An Angel']), [
    'Air',
    'An Angel',
    'The Beatles',
    'The Cure',
  ]);
  assert.equal(toSortKey('The Beatles'), 'beatles');
  assert.equal(toSortKey('The'), 'the');
  assert.equal(toSortKey('Theory'), 'theory');
});

test('numbers stand in order of value', () => {
  assert.deepEqual(inOrder(['Track 10', 'Track 9', 'Track 100']), ['Track 9', 'Track 10', 'Track 100']);
});

test('titles of symbols alone stay apart', () => {
  assert.notEqual(toSortKey('!!!'), toSortKey('★'));
});

test('the initial is a letter, or # for digits and symbols', () => {
  assert.equal(toInitial(toSortKey('Ólafur')), 'O');
  assert.equal(toInitial(toSortKey('99 Luftballons')), '#');
  assert.equal(toInitial(toSortKey('!!!')), '#');
  assert.equal(toInitial(toSortKey('Земфира')), 'З');
  assert.equal(toInitial(''), '#');
});

test('a key is short enough for an address, whatever a title is', () => {
  for (const title of ['交響曲'.repeat(200), '1 '.repeat(250), '🎵'.repeat(250), `a${'😀'.repeat(200)}`]) {
    const key = toSortKey(title);
    assert.ok(key.length <= 200 && key.isWellFormed(), title.slice(0, 10));
  }
});
