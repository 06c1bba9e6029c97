import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { S3Access } from './config.ts';
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
const originsOf = (s3: S3Access | null, mediaOrigin: string | null = null) =>
  toPlayOrigins({ http: { mediaOrigin }, s3 });

test('players may fetch from buckets where they are sent to them, and only there', () => {
  assert.deepEqual(originsOf(null), []);
  assert.deepEqual(originsOf({ ...access, isPlayedDirectly: false }), []);
  assert.deepEqual(originsOf(access), ['https://*.s3.eu-central-1.amazonaws.com']);
  assert.deepEqual(originsOf({ ...access, endpoint: 'http://s3.home:9000', isPathStyle: true }), [
    'http://s3.home:9000',
  ]);
  assert.deepEqual(originsOf({ ...access, endpoint: 'https://s3.example.org' }), ['https://*.s3.example.org']);
});

test('players may fetch from the origin of media', () => {
  assert.deepEqual(originsOf(null, 'https://media.example.org'), ['https://media.example.org']);
});
