import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { foldForSearch, splitWords, toIndexWords, toQueryTerms } from './search-words.ts';

const termsOf = (query: string) =>
  toQueryTerms(splitWords(foldForSearch(query))).map(({ text, isPrefix }) => (isPrefix ? `${text}*` : text));

describe('the words of a text', () => {
  for (const [text, words] of [
    ['Sigur Rós', ['sigur', 'ros', 'sigurros']],
    ['AC/DC', ['ac', 'dc', 'acdc']],
    ['Born in the U.S.A.', ['born', 'in', 'the', 'u', 's', 'a', 'usa']],
    ["Rock'n'Roll Ain't Noise Pollution", ['rocknroll', 'aint', 'noise', 'pollution']],
    ['夜空', ['夜空', '空']],
    ['P!nk 夜', ['p', 'nk', '夜', 'pnk', 'pnk夜']],
    ['!!!', ['!!!']],
    ['', []],
  ] as const) {
    it(`"${text}" are ${words.join(', ') || 'none'}`, () => assert.deepEqual(toIndexWords(text).all, words));
  }

  it('in Hangul begin at syllables, so that a half-typed one is a prefix', () => {
    const [whole, last] = toIndexWords('봄날').all;
    assert.deepEqual(
      [whole, last],
      ['봄날', '날'].map((part) => part.normalize('NFD')),
    );
    assert.ok(whole?.startsWith('보'.normalize('NFD')));
  });

  it('that can be misspelt are whole words of an alphabet', () => {
    assert.deepEqual(toIndexWords('AC/DC at 99 夜空 Thunderstruck').spelled, ['thunderstruck']);
  });
});

describe('the terms of a query', () => {
  for (const [query, terms] of [
    ['love me', ['love', 'me*']],
    ['Björk', ['bjork*']],
    ['夜空', ['夜空*']],
    ['一二三四五六七八九十', ['一二三四五六七八*', '九十*']],
    ['*', ['**']],
    ['', []],
  ] as const) {
    it(`"${query}" are ${terms.join(' ') || 'none'}`, () => assert.deepEqual(termsOf(query), terms));
  }

  it('are bounded, however long the query', () => {
    assert.equal(termsOf('a '.repeat(100)).length, 12);
  });
});
