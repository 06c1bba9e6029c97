import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RecordDigest, toCanonicalJson } from './record-digest.ts';

const checksumOf = (...records: unknown[]) => {
  const digest = new RecordDigest();
  for (const record of records) digest.add(record);
  return digest.checksum;
};

test('equal records have one text, whatever the order of their fields and whatever is not set', () => {
  const text = '{"a":[1,{"x":null}],"b":"é\\""}';
  assert.equal(toCanonicalJson({ b: 'é"', a: [1, { x: null }] }), text);
  assert.equal(toCanonicalJson({ a: [1, { y: undefined, x: null }], c: undefined, b: 'é"' }), text);
});

test('the sum does not depend on the order of records, but on each of them and on how often it is there', () => {
  const [a, b] = [{ id: 'a' }, { id: 'b' }];
  assert.equal(checksumOf(a, b), checksumOf(b, a));
  assert.notEqual(checksumOf(a, b), checksumOf(a));
  assert.notEqual(checksumOf(a, b), checksumOf(a, a, b));
  assert.notEqual(checksumOf(a, b), checksumOf(a, { id: 'B' }));
  assert.match(checksumOf(), /^0{64}$/);
});
