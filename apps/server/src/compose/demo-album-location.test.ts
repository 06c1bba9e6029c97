import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toDemoAlbumLocation } from './demo-album-location.ts';

const locate = (kind: 'embedded' | 'servers', location: string, isShared = true) =>
  toDemoAlbumLocation({
    store: { kind } as Parameters<typeof toDemoAlbumLocation>[0]['store'],
    dataDirectory: '/data',
    uploads: { location, isShared } as Parameters<typeof toDemoAlbumLocation>[0]['uploads'],
  });

test('one server keeps the demo album in its data folder, wherever uploads go', () => {
  assert.equal(locate('embedded', '/srv/uploads'), '/data/demo-album');
});

test('several servers keep it beside the uploads that they share', () => {
  assert.equal(locate('servers', '/shared/uploads'), '/shared/demo-album');
  assert.equal(locate('servers', 's3://music/jetstream/uploads'), 's3://music/jetstream/demo-album');
  assert.equal(locate('servers', 's3://music/uploads'), 's3://music/demo-album');
});

test('they have no place for it where they share none, or uploads fill a bucket', () => {
  assert.equal(locate('servers', '/data/uploads', false), undefined);
  assert.equal(locate('servers', 's3://uploads'), undefined);
});
