import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pino } from 'pino';
import { Secret } from '#config/secrets.ts';
import { openRecordReader } from '#server/compose/open-record-reader.ts';
import type { Config } from '#config/config.ts';
import type { RecordSums } from '#services/moving/record-digest.ts';
import { sumRecords } from '#services/moving/record-transfer.ts';
import { TestClock } from '#test/support/test-clock.ts';
import { createMongoUrl, mongodbUrl, openTestMongo } from '#test/support/open-test-mongo.ts';
import { createTestSchema, TEST_POSTGRES_URL } from '#test/support/test-postgres.ts';
import { createTestPrefix, TEST_REDIS_URL } from '#test/support/test-redis.ts';
import { fillStore } from './fill-store.ts';
import { runJetstream, startJetstream } from './jetstream-process.ts';

const skip =
  [mongodbUrl, TEST_POSTGRES_URL, TEST_REDIS_URL].includes('') &&
  'needs JETSTREAM_TEST_MONGODB_URL, JETSTREAM_TEST_POSTGRES_URL and JETSTREAM_TEST_REDIS_URL';

async function sumsOf(store: Config['store']): Promise<RecordSums> {
  const options = { isSnapshot: false, logger: pino({ level: 'silent' }), clock: new TestClock() };
  const reader = await openRecordReader({ store }, options);
  const sums = await sumRecords(reader, () => undefined);
  await reader.close();
  return sums;
}

describe('moving between the embedded store and the servers', { skip }, () => {
  it('copies everything up and down again, also when it is killed in the middle', async (context) => {
    const folder = await mkdtemp(join(tmpdir(), 'jetstream-migrate-'));
    const schema = await createTestSchema();
    const urls = { mongodbUrl: createMongoUrl(), postgresUrl: schema.url, redisUrl: TEST_REDIS_URL };
    context.after(async () => {
      await (await openTestMongo(urls.mongodbUrl)).close();
      await schema.drop();
      await rm(folder, { recursive: true, force: true });
    });
    const [first, back, servers] = [join(folder, 'first'), join(folder, 'back'), join(folder, 'servers.json')];
    await writeFile(servers, JSON.stringify({ ...urls, redisPrefix: createTestPrefix() }));
    await fillStore(first);
    const before = await sumsOf({ kind: 'embedded', directory: first });

    const up = ['migrate', '--from', 'embedded', '--to', servers, '--data', first];
    const killed = startJetstream(up);
    await killed.waitFor('folders: copied');
    await killed.kill();
    const resumed = await runJetstream(up);
    assert.equal(resumed.code, 0, resumed.output);
    assert.match(resumed.output, /Going on where the last try ended/);
    const { redisUrl, ...databases } = urls;
    const there: Config['store'] = {
      kind: 'servers',
      mongodbUrl: new Secret(databases.mongodbUrl),
      postgresUrl: new Secret(databases.postgresUrl),
      redisUrl: new Secret(redisUrl),
      redisPrefix: 'unused',
    };
    assert.deepEqual(await sumsOf(there), before);
    const again = await runJetstream(up);
    assert.equal(again.code, 1);
    assert.match(again.output, /The target is not empty/);

    const down = await runJetstream(['migrate', '--from', servers, '--to', 'embedded', '--data', back]);
    assert.equal(down.code, 0, down.output);
    assert.deepEqual(await sumsOf({ kind: 'embedded', directory: back }), before);
    const file = join(folder, 'all.backup');
    const backup = await runJetstream(['backup', file, '--config', servers, '--data', join(folder, 'unused')]);
    assert.equal(backup.code, 0, backup.output);
    const restored = await runJetstream(['restore', file, '--data', join(folder, 'restored')]);
    assert.equal(restored.code, 0, restored.output);
    assert.deepEqual(await sumsOf({ kind: 'embedded', directory: join(folder, 'restored') }), before);
  });
});
