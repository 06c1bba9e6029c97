import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isReadAlike, toMediaAddress } from './media-hand-over.ts';

test('an address within NGINX decodes to the path, whatever the file is called', () => {
  const paths = ['/srv/music/a.flac', '/m/100% "why?" #1 & ;.mp3', '/m/Björk/♪ \\ %2e%2e.opus', '/m/line\nend\r.ogg'];
  for (const path of paths) {
    const address = toMediaAddress(path);
    assert.match(address, /^\/_media\/[\x21-\x7e]+$/);
    assert.doesNotMatch(address, /[?#"\\]/);
    assert.equal(decodeURIComponent(address), `/_media${path}`);
  }
});

test('only requests that every server reads alike are handed over', () => {
  for (const range of [undefined, 'bytes=0-', 'bytes=5-9', 'bytes=-100'])
    assert.ok(isReadAlike(range === undefined ? {} : { range }), String(range));
  for (const range of [
    'bytes=0-1,3-4',
    'bytes= 0-1',
    'Bytes=0-1',
    'seconds=0-1',
    'bytes=9-2',
    'bytes=0-99999999999999999999',
  ])
    assert.ok(!isReadAlike({ range }), range);
  assert.ok(isReadAlike({ range: 'bytes=0-1', 'if-range': '"tag"' }));
  assert.ok(!isReadAlike({ range: 'bytes=0-1', 'if-range': 'Fri, 02 Jan 2026 03:04:05 GMT' }));
  assert.ok(!isReadAlike({ 'if-match': '"tag"' }));
});
