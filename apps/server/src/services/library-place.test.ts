import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainFolderState, isInside, nameOfPlace, parentOfPlace, toLibraryPlace } from './library-place.ts';

test('a place has one spelling, on disk and in a bucket', () => {
  assert.equal(toLibraryPlace('/music/../music/'), '/music');
  assert.equal(toLibraryPlace('s3://music/a/'), 's3://music/a');
  for (const path of ['music', 's3:/music', 's3://', 's3://No_Bucket/x'])
    assert.throws(() => toLibraryPlace(path), { code: 'validation' }, path);
});

test('a place is called by its last folder, and a whole bucket by its name', () => {
  assert.equal(nameOfPlace('/srv/Music'), 'Music');
  assert.equal(nameOfPlace('/'), '/');
  assert.equal(nameOfPlace('s3://songs/a/Jazz'), 'Jazz');
  assert.equal(nameOfPlace('s3://songs'), 'songs');
});

test('above a bucket there is nothing', () => {
  assert.equal(parentOfPlace('s3://songs/a/b'), 's3://songs/a');
  assert.equal(parentOfPlace('s3://songs/a'), 's3://songs');
  assert.equal(parentOfPlace('s3://songs'), null);
  assert.equal(parentOfPlace('/music'), '/');
  assert.equal(parentOfPlace('/'), null);
});

test('folders of a bucket lie in each other by whole names', () => {
  assert.ok(isInside('s3://songs/a', 's3://songs'));
  assert.ok(isInside('/music/a', '/'));
  assert.ok(!isInside('s3://songs/ab', 's3://songs/a'));
  assert.ok(!isInside('s3://songs-2', 's3://songs'));
});

test('a fault names what was chosen', () => {
  assert.match(explainFolderState('s3://songs', 'missing'), /bucket/);
  assert.match(explainFolderState('/music', 'missing'), /folder/);
});
