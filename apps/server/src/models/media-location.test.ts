import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinLocation, normalizeBucketLocation, schemeOf, toBucketPlace } from './media-location.ts';

test('a location is of the disk unless it names a bucket', () => {
  assert.equal(schemeOf('/music'), 'file');
  assert.equal(schemeOf('/s3:/music'), 'file');
  assert.equal(schemeOf('s3://music'), 's3');
});

test('a place in a bucket has one spelling', () => {
  assert.deepEqual(toBucketPlace('s3://music'), { bucket: 'music', key: '' });
  assert.deepEqual(toBucketPlace('s3://music/a b/c.mp3'), { bucket: 'music', key: 'a b/c.mp3' });
  assert.equal(normalizeBucketLocation('s3://music/'), 's3://music');
  assert.equal(normalizeBucketLocation('s3://music/folder//'), 's3://music/folder');
});

test('what no bucket can be called is refused', () => {
  for (const location of ['s3://', 's3:///folder', 's3://Ab', 's3://a', 's3://-music', 's3://mu sic/x'])
    assert.throws(() => toBucketPlace(location), { code: 'validation' }, location);
});

test('paths are joined as they are, whatever they hold', () => {
  assert.equal(joinLocation('s3://music', 'a/../b.mp3'), 's3://music/a/../b.mp3');
  assert.equal(joinLocation('s3://music/x', ''), 's3://music/x');
  assert.equal(joinLocation('/', 'a'), '/a');
});
