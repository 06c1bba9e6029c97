import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldText } from './fold-text.ts';

test('case, marks and punctuation do not matter', () => {
  assert.equal(foldText('Motörhead: “Ace of Spades”!'), 'motorhead ace of spades');
  assert.equal(foldText("Guns N' Roses"), 'guns n roses');
});

test('other scripts are kept', () => {
  assert.equal(foldText('久石譲'), '久石譲');
  assert.equal(foldText('ЗЕМФИРА'), 'земфира');
  assert.equal(foldText('이소라'), '이소라');
  assert.notEqual(foldText('がく'), foldText('かく'));
});
