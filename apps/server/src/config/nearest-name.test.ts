import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearestName } from './nearest-name.ts';

const names = ['--music', '--port', '--host', '--help'];

test('slips of the finger are recognised', () => {
  for (const written of ['--prot', '--por', '--Port', '--ports', '--pprt'])
    assert.equal(nearestName(written, names), '--port', written);
});

test('what resembles nothing suggests nothing', () => {
  assert.equal(nearestName('--transcode', names), undefined);
  assert.equal(nearestName('x', ['y']), undefined);
});
