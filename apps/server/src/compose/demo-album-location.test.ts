import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toDemoAlbumLocation } from './demo-album-location.ts';

const locate = (kind: 'embedded' | 'server', uploads: string, cacheLocation: string) =>
  toDemoAlbumLocation({
    store: { kind } as Parameters<typeof toDemoAlbumLocation>[0]['store'],
    dataDirectory: '/data',
    uploads: { location: uploads } as Parameters<typeof toDemoAlbumLocation>[0]['uploads'],
    cacheLocation,
  });

test('one server keeps the demo album in its data folder, wherever uploads go', () => {
  assert.equal(locate('embedded', '/srv/uploads', '/data/cache'), '/data/demo-album');
});

test('several servers keep it beside the uploads that they share', () => {
  assert.equal(locate('server', '/shared/uploads', '/shared/cache'), '/shared/demo-album');
  assert.equal(locate('server', 's3://music/jetstream/uploads', '/data/cache'), 's3://music/jetstream/demo-album');
  assert.equal(locate('server', 's3://music/uploads', '/data/cache'), 's3://music/demo-album');
});

test('where uploads fill a bucket it lies beside the cache', () => {
  assert.equal(locate('server', 's3://uploads', 's3://cache/covers'), 's3://cache/demo-album');
  assert.equal(locate('server', 's3://uploads', 's3://cache'), '/data/demo-album');
});
