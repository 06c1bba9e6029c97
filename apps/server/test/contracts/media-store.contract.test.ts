import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { DiskMediaStore } from '#gateways/disk-media-store.ts';
import { openS3MediaStore } from '#gateways/s3/open-s3-media-store.ts';
import {
  findBucketServer,
  openTestBucket,
  startBucketServer,
  type BucketServer,
} from '#test/support/open-test-bucket.ts';
import { describeMediaStore } from './media-store-contract.ts';

describeMediaStore('on disk', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'jetstream-media-'));
  return { store: new DiskMediaStore(), folder, close: () => rm(folder, { recursive: true }) };
});

for (const style of ['path', 'host'] as const)
  describeBuckets(`in a bucket, ${style} style`, () => startBucketServer(style));

const strict = findBucketServer();
if (strict) {
  describeBuckets('in a bucket of a server with strict signatures', async () => strict);
  it('a wrong secret is told as what it is, and does not keep others from their buckets', async () => {
    const bucket = await openTestBucket(strict);
    const connection = { ...strict.connection, secretAccessKey: 'wrong' };
    const store = openS3MediaStore({ connection, nowMs: () => Date.now() });
    for (let attempt = 0; attempt < 8; attempt++) assert.equal(await store.findFault(bucket.location), 'forbidden');
    await assert.rejects(store.openFile(`${bucket.location}/x`), { code: 'unavailable', message: /not allowed/ });
    assert.equal(await bucket.openStore().findFault(bucket.location), undefined);
    assert.equal(await bucket.openStore().findFault(`${bucket.location}-2`), 'missing');
    await bucket.close();
  });
} else {
  it('in a bucket of a server with strict signatures', (t) => {
    t.skip('JETSTREAM_TEST_S3_URL names none');
  });
}

function describeBuckets(name: string, start: () => Promise<BucketServer>): void {
  describe(name, () => {
    let server: BucketServer | undefined;
    before(async () => {
      server = await start();
    });
    after(() => server?.stop());
    describeMediaStore(name, async () => {
      if (!server) throw new Error('The server is started before the first test only');
      const bucket = await openTestBucket(server);
      return { store: bucket.openStore(), folder: `${bucket.location}/some folder`, close: () => bucket.close() };
    });
  });
}
