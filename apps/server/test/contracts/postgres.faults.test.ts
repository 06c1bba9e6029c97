import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { DomainError } from '#models/errors.ts';
import type { AlbumId, ArtistId, TrackId, UserId } from '#models/ids.ts';
import type { Play } from '#models/play.ts';
import { connectPostgresStore, type PostgresStore } from '#repositories/postgres/connect-postgres-store.ts';
import { createStoreGuard } from '#repositories/guard-store.ts';
import {
  connectTestPostgres,
  createTestSchema,
  describePostgres,
  type TestSchema,
} from '#test/support/test-postgres.ts';
import { startPostgres } from '../../../../tools/services/postgres.ts';

const JUNE_2031_MS = Date.UTC(2031, 5, 15);
const userId = 'u1' as UserId;
const buildPlay = (id: string, overrides: Partial<Play> = {}): Play => ({
  id,
  userId,
  trackId: 't1' as TrackId,
  albumId: 'al1' as AlbumId,
  artistIds: ['ar1' as ArtistId],
  playedAtMs: JUNE_2031_MS,
  playedMs: 60_000,
  client: 'test',
  ...overrides,
});
const isUnavailable = (error: unknown) =>
  error instanceof DomainError && error.code === 'unavailable' && error.retryAfterSeconds !== undefined;

describePostgres('plays in PostgreSQL', () => {
  let schema: TestSchema;
  let opened: PostgresStore[];
  const open = async (): Promise<PostgresStore> => {
    const store = await connectTestPostgres(schema.url, `server${opened.length}`);
    opened.push(store);
    return store;
  };
  const listPartitions = async () =>
    (
      await schema.query<{ name: string; rows: number }>(
        `SELECT tableoid::regclass::text AS name, count(*)::int AS rows FROM plays GROUP BY 1 ORDER BY 1`,
      )
    ).map(({ name, rows }) => `${name.replace(/^.*\./, '')} ${rows}`);

  beforeEach(async () => {
    opened = [];
    schema = await createTestSchema();
  });
  afterEach(async () => {
    await Promise.all(opened.map((store) => store.close()));
    await schema.drop();
  });

  it('are stored once and summed up once, by however many servers they come', async () => {
    const servers = await Promise.all([open(), open(), open()]);
    const ids = Array.from({ length: 300 }, () => randomUUID());
    const answers = await Promise.all(
      servers.flatMap(({ repositories: { plays } }, server) =>
        // In different orders, at the same time.
        (server === 1 ? ids.toReversed() : ids).map((id) => plays.createPlay(buildPlay(id))),
      ),
    );
    assert.equal(answers.filter((isNew) => isNew).length, ids.length);
    const plays = servers[0]?.repositories.plays;
    assert.deepEqual(await plays?.countPlays(userId, 'artist', 'ar1' as ArtistId), {
      playCount: ids.length,
      lastPlayedAtMs: JUNE_2031_MS,
    });
    assert.equal((await plays?.listPlays(userId, { limit: 1 }))?.total, ids.length);
    const [day] = await schema.query<{ plays: string }>('SELECT plays FROM listening_days');
    assert.equal(Number(day?.plays), ids.length);
  });

  it('lie in the partition of their month, which late ones make as well', async () => {
    const { repositories } = await open();
    await repositories.plays.createPlay(buildPlay('now'));
    await repositories.plays.createPlay(buildPlay('late', { playedAtMs: Date.UTC(2004, 1, 29, 23, 59, 59, 999) }));
    await repositories.plays.createPlay(buildPlay('next', { playedAtMs: Date.UTC(2004, 2, 1) }));
    assert.deepEqual(await listPartitions(), ['plays_200402 1', 'plays_200403 1', 'plays_203106 1']);
  });

  it('wait in the default partition while theirs cannot be made, and move to it with the next of the month', async () => {
    const { repositories } = await open();
    // A name that is taken.
    await schema.query('CREATE VIEW plays_203106 AS SELECT 1');
    await schema.query('CREATE TABLE plays_203107 (nothing int)');
    await repositories.plays.createPlay(buildPlay('early'));
    assert.deepEqual(await listPartitions(), ['plays_default 1']);
    await schema.query('DROP VIEW plays_203106');
    const other = await open();
    await other.repositories.plays.createPlay(buildPlay('later'));
    assert.deepEqual(await listPartitions(), ['plays_203106 2']);
  });

  it('leave with their month, and their sums stay', async () => {
    const { repositories } = await open();
    await repositories.plays.createPlay(buildPlay('old', { playedAtMs: Date.UTC(2031, 3, 30) }));
    await repositories.plays.createPlay(buildPlay('new'));
    assert.equal(await repositories.plays.deletePlaysBefore(Date.UTC(2031, 4, 1)), false);
    assert.deepEqual(await listPartitions(), ['plays_203106 1']);
    assert.equal((await repositories.plays.countPlays(userId, 'track', 't1' as TrackId)).playCount, 2);
    assert.equal((await schema.query('SELECT 1 FROM play_keys')).length, 1);
  });

  it('are refused in a database that a newer version has used', async () => {
    await open();
    await schema.query("INSERT INTO migrations (name) VALUES ('209901010000-future')");
    await assert.rejects(open(), (error) => error instanceof DomainError && error.code === 'unsupported');
  });
});

describePostgres('a PostgreSQL that is killed and started again', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'jetstream-postgres-'));
    await chmod(directory, 0o711);
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('keeps every acknowledged play once; what is refused meanwhile is stored when it is sent again', async (t) => {
    let service = await startPostgres({ directory: join(directory, 'data') });
    const logger = { info: () => undefined, warn: () => undefined };
    const store = await connectPostgresStore({
      url: service.url,
      instanceId: 'test',
      logger,
      storeGuard: createStoreGuard({ name: 'postgresql', timeoutMs: 5000, logger, retryAfterMs: 50 }),
      createId: randomUUID,
    });
    const { plays } = store.repositories;
    const [KILL_AT, START_AT, SENT] = [400, 900, 3000];
    const acknowledged = new Set<string>();
    const refused: string[] = [];
    try {
      await repeatUntilBack(() => store.checkReady());
      const send = async (id: string) => {
        try {
          await plays.createPlay(buildPlay(id));
          acknowledged.add(id);
        } catch (error) {
          assert.ok(isUnavailable(error), String(error));
          refused.push(id);
          // As a client does, which does not knock without a pause.
          await setTimeout(20);
        }
      };
      const { port } = service;
      const events: Promise<unknown>[] = [];
      for (let count = 0; count < SENT; count += 20) {
        if (count === KILL_AT) events.push(service.stop('SIGKILL'));
        if (count === START_AT) {
          await Promise.all(events);
          service = await startPostgres({ directory: join(directory, 'data'), port });
        }
        await Promise.all(Array.from({ length: 20 }, (_, index) => send(`p${count + index}`)));
      }
      const found = async () => {
        const { items, total } = await plays.listPlays(userId, { limit: SENT + 1 });
        assert.equal(items.length, total);
        return items.map(({ id }) => id);
      };
      const counts = { sent: SENT, acknowledged: acknowledged.size, refused: refused.length };
      const kept = await repeatUntilBack(found);
      t.diagnostic(JSON.stringify({ ...counts, found: kept.length }));
      assert.ok(refused.length > 0, 'nothing was refused: PostgreSQL was not away');
      assert.deepEqual(
        [...acknowledged].filter((id) => !kept.includes(id)),
        [],
      );
      assert.equal(new Set(kept).size, kept.length);
      // As the outbox of a client does.
      await Promise.all(refused.splice(0).map(send));
      assert.deepEqual(refused, []);
      assert.equal((await found()).length, SENT);
      assert.equal((await plays.countPlays(userId, 'track', 't1' as TrackId)).playCount, SENT);
    } finally {
      await store.close();
      await service.stop();
    }
  });
});

/** The guard lets one call try before it lets all through. */
async function repeatUntilBack<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === 100 || !isUnavailable(error)) throw error;
      await setTimeout(50);
    }
  }
}
