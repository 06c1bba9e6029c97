import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toContentType } from './media-type.ts';

test('Ogg names the codec inside', () => {
  assert.equal(toContentType({ mimeType: 'audio/ogg', codec: 'opus' }), 'audio/ogg; codecs=opus');
  assert.equal(toContentType({ mimeType: 'audio/ogg', codec: 'unknown' }), 'audio/ogg');
});

test('other types stand as the scan found them, and what it did not know is bytes', () => {
  assert.equal(toContentType({ mimeType: 'audio/mpeg', codec: 'mp3' }), 'audio/mpeg');
  assert.equal(toContentType({ mimeType: '', codec: 'unknown' }), 'application/octet-stream');
});
