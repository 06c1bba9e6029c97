import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { AlbumId, UserId } from '#models/ids.ts';
import { defaultUserSettings } from '#models/user.ts';
import { MongoAnnotationRepository } from '#repositories/mongo/mongo-annotation-repository.ts';
import { MongoUserRepository } from '#repositories/mongo/mongo-user-repository.ts';
import { buildUser } from '#test/support/build-user.ts';
import { needsMongo, openTestMongo } from '#test/support/open-test-mongo.ts';

const PROCESS = fileURLToPath(new URL('../support/mongo-process.ts', import.meta.url));
/** More than any of the works writes. */
const MOST_WRITES = 20;

const [from, to] = ['from', 'to'] as [AlbumId, AlbumId];

describe('a process killed in front of each write in MongoDB', needsMongo, () => {
  let test: Awaited<ReturnType<typeof openTestMongo>>;
  let users: MongoUserRepository;
  let annotations: MongoAnnotationRepository;
  const reopen = async () => {
    test = await openTestMongo();
    users = new MongoUserRepository(test.database);
    annotations = new MongoAnnotationRepository(test.database);
  };
  beforeEach(reopen);
  afterEach(() => test.close());

  /** False when the process came to its end before that write. */
  async function dieBeforeWrite(work: string, write: number): Promise<boolean> {
    const child = spawn(process.execPath, [PROCESS, test.url, work, String(write)], { stdio: 'inherit' });
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    assert.ok(signal === 'SIGKILL' || code === 0, `${work} ended with ${code ?? signal}`);
    return signal === 'SIGKILL';
  }

  /** Each point of death, each on a database of its own. Returns how many there were. */
  async function forEachDeath(work: string, prepare: () => Promise<void>, check: () => Promise<void>): Promise<number> {
    for (let write = 1; write <= MOST_WRITES; write++) {
      await prepare();
      const isKilled = await dieBeforeWrite(work, write);
      await check();
      if (!isKilled) return write - 1;
      await test.close();
      await reopen();
    }
    return assert.fail('it never came to its end');
  }

  it('leaves one first user: the one it decided on, or the next who asks', async () => {
    const deaths = await forEachDeath(
      'createFirstUser',
      async () => undefined,
      async () => {
        const isSetUp = (await users.countUsers()) > 0;
        const outcomes = await Promise.allSettled(['a', 'b'].map((name) => users.createFirstUser(buildUser(name))));
        const created = outcomes.filter(({ status }) => status === 'fulfilled').length;
        assert.equal(created, isSetUp ? 0 : 1);
        const names = (await users.listUsers()).map(({ name }) => name);
        assert.equal(names.length, 1);
        assert.equal(names[0] === 'killed', isSetUp);
        const claims = await test.database
          .collection('setup')
          .find({ user: { $exists: true } })
          .toArray();
        assert.deepEqual(claims, [], 'a password hash was left behind');
      },
    );
    assert.ok(deaths >= 3, String(deaths));
  });

  it('leaves a user who can be deleted again, and nothing afterwards', async () => {
    const ana = buildUser('ana');
    const deaths = await forEachDeath(
      'deleteUser',
      async () => {
        await users.createUser(ana);
        await users.saveSettings(ana.id, defaultUserSettings);
      },
      async () => {
        const settings = await users.findSettings(ana.id);
        if (settings) assert.ok(await users.findUser(ana.id), 'settings without their user');
        await users.deleteUser(ana.id);
        for (const name of ['users', 'settings'])
          assert.equal(await test.database.collection(name).countDocuments(), 0, name);
      },
    );
    assert.equal(deaths, 3);
  });

  it('loses and doubles nothing of what moves from album to album', async () => {
    const listeners = ['one', 'two'] as UserId[];
    const deaths = await forEachDeath(
      'moveAnnotations',
      async () => {
        for (const userId of listeners) {
          await annotations.updateStar(userId, 'album', from, 10);
          await annotations.updatePlays(userId, 'album', from, 3, 90);
        }
        await annotations.updateRating('one' as UserId, 'album', to, 2);
        await annotations.updatePlays('one' as UserId, 'album', to, 4, 80);
      },
      async () => {
        for (let turn = 0; turn < 2; turn++) await annotations.moveAnnotations('album', from, to);
        for (const userId of listeners) {
          assert.equal(await annotations.findAnnotation(userId, 'album', from), undefined);
          const moved = await annotations.findAnnotation(userId, 'album', to);
          assert.deepEqual(
            [moved?.starredAtMs, moved?.rating, moved?.playCount, moved?.lastPlayedAtMs],
            userId === 'one' ? [10, 2, 7, 90] : [10, 0, 3, 90],
          );
        }
      },
    );
    assert.equal(deaths, 10);
  });
});
