import assert from 'node:assert/strict';
import { it } from 'node:test';
import { buildWav } from '#test/support/build-wav.ts';
import { openTestBucket, startBucketServer } from '#test/support/open-test-bucket.ts';
import { describeRedis, TEST_REDIS_URL } from '#test/support/test-redis.ts';
import { createTus, idOf, locationOf, sha256, whenTakenIn } from '#test/support/tus.ts';
import { startTwoServers } from '#test/support/two-servers.ts';

describeRedis('two servers that receive one upload', () => {
  it('take turns, and pieces sent to both at once are received once', async (context) => {
    const { servers, stop } = await startTwoServers(TEST_REDIS_URL);
    context.after(stop);
    const [one, two] = servers;
    const ada = await one.setUp();
    const [tusOne, tusTwo] = [createTus(one, ada), createTus(two, ada)];
    const bytes = new Uint8Array(buildWav(4000));
    const location = locationOf(await tusOne.create(bytes.length, { sha256: sha256(bytes) }));
    const third = Math.floor(bytes.length / 3);
    assert.equal((await tusTwo.send(location, 0, bytes.slice(0, third))).status, 204);
    const both = await Promise.all(
      [tusOne, tusTwo].map((tus) => tus.send(location, third, bytes.slice(third, 2 * third))),
    );
    assert.deepEqual(both.map(({ status }) => status).sort(), [204, 409]);
    assert.equal((await tusTwo.head(location)).headers.get('upload-offset'), String(2 * third));
    assert.equal((await tusOne.send(location, 2 * third, bytes.slice(2 * third))).status, 204);
    await whenTakenIn(one);
    const upload = await ada.client.call('getUpload', { params: { uploadId: idOf(location) } });
    assert.deepEqual([upload.state, upload.rejection], ['done', null]);
  });

  it('bring files of one name to a bucket, and each finds a place of its own', async (context) => {
    const service = await startBucketServer();
    const bucket = await openTestBucket(service);
    const { servers, stop } = await startTwoServers(TEST_REDIS_URL, {
      s3AccessKey: 'key',
      s3SecretKey: 'secret',
      s3Endpoint: service.connection.endpoint,
      s3PathStyle: true,
      uploads: bucket.location,
    });
    context.after(async () => {
      await stop();
      await bucket.close();
      await service.stop();
    });
    const ada = await servers[0].setUp();
    const sent = await Promise.all(
      [0, 1, 2, 3, 4, 5].map(async (index) => {
        const bytes = new Uint8Array(buildWav(1000 + index));
        const server = servers[index % 2] ?? servers[0];
        const answer = await createTus(server, ada).create(bytes.length, { filename: 'Same.wav' }, bytes);
        assert.equal(answer.status, 201);
        return sha256(bytes);
      }),
    );
    for (const server of servers) await whenTakenIn(server);
    const { items } = await ada.client.call('listUploads');
    assert.deepEqual([...new Set(items.map(({ state }) => state))], ['done']);
    const store = bucket.openStore();
    const { files } = await store.listFiles(bucket.location, { limit: 100, isDeep: true });
    const kept = await Promise.all(files.map(async ({ location }) => sha256(await store.readFile(location, 1e6))));
    assert.deepEqual(kept.toSorted(), sent.toSorted());
  });
});
