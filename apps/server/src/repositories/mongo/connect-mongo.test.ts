import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectMongo } from './connect-mongo.ts';

const logger = { info: () => undefined, warn: () => undefined };

test('an address that the driver does not understand is refused with the reason, and without its password', async () => {
  const url = 'mongodb://ada:s3cret@127.0.0.1/music?unknown=1';
  await assert.rejects(connectMongo({ url, logger, nowMs: () => 0 }), (error: Error & { code?: string }) => {
    assert.equal(error.code, 'unavailable');
    assert.match(error.message, /option unknown is not supported.*JETSTREAM_MONGODB_URL/);
    assert.doesNotMatch(error.message, /s3cret/);
    return true;
  });
});
