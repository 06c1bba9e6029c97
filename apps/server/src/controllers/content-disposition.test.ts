import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toInlineDisposition } from './content-disposition.ts';

test('a plain name stands as it is', () => {
  assert.equal(toInlineDisposition('01 - Song.mp3'), 'inline; filename="01 - Song.mp3"');
});

test('other scripts come in UTF-8 beside a plain stand-in', () => {
  assert.equal(
    toInlineDisposition("Björk's ♪.flac"),
    `inline; filename="Bj_rk's _.flac"; filename*=UTF-8''Bj%C3%B6rk%27s%20%E2%99%AA.flac`,
  );
});

test('a name cannot break out of the header', () => {
  const header = toInlineDisposition('a"; x=\r\nSet-Cookie: b=%41\\.mp3');
  assert.doesNotMatch(header, /[\r\n]/);
  assert.match(header, /^inline; filename="a_; x=__Set-Cookie: b=_41_\.mp3"; filename\*=UTF-8''a%22/);
});

test('half a surrogate pair does not fail the answer', () => {
  assert.match(toInlineDisposition('\ud800.mp3'), /%EF%BF%BD\.mp3$/);
});
