import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from './secrets.ts';
import { toPlayOrigins } from './play-origins.ts';

const access = {
  endpoint: null,
  region: 'eu-central-1',
  accessKeyId: 'id',
  secretAccessKey: new Secret('secret'),
  isPathStyle: false,
  isPlayedDirectly: true,
};

test('players may fetch from buckets where they are sent to them, and only there', () => {
  assert.deepEqual(toPlayOrigins(null), []);
  assert.deepEqual(toPlayOrigins({ ...access, isPlayedDirectly: false }), []);
  assert.deepEqual(toPlayOrigins(access), ['https://*.s3.eu-central-1.amazonaws.com']);
  assert.deepEqual(toPlayOrigins({ ...access, endpoint: 'http://s3.home:9000', isPathStyle: true }), [
    'http://s3.home:9000',
  ]);
  assert.deepEqual(toPlayOrigins({ ...access, endpoint: 'https://s3.example.org' }), ['https://*.s3.example.org']);
});
