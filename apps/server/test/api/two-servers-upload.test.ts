import assert from 'node:assert/strict';
import { it } from 'node:test';
import { buildWav } from '#test/support/build-wav.ts';
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
});
