import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { AlbumId, ArtistId, TrackId, UserId } from '#models/ids.ts';
import { connectSqliteStore } from '#repositories/sqlite/connect-sqlite-store.ts';
import { migrate, toDatabasePath } from '#repositories/sqlite/migrate.ts';
import { SqliteDatabase } from '#repositories/sqlite/sqlite-database.ts';

const MIGRATIONS = fileURLToPath(new URL('../../migrations/sqlite/', import.meta.url));
const isBeforeAnalytics = (path: string) => !path.endsWith('.sql') || /\/2026112209/.test(path);

test('plays of an older version keep their sums, and those that were not settled still wait', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'jetstream-migration-'));
  const older = join(directory, 'migrations');
  await cp(MIGRATIONS, older, { recursive: true, filter: isBeforeAnalytics });
  const database = new SqliteDatabase(toDatabasePath(directory));
  migrate(database, directory, older);
  const play = {
    userId: 'u1' as UserId,
    trackId: 't1' as TrackId,
    albumId: 'al1' as AlbumId,
    // Once as singer and once as player, as tags may have it.
    artistIds: ['ar1', 'ar1', 'ar2'] as ArtistId[],
    playedMs: 200_000,
    client: 'web',
  };
  for (const [id, playedAtMs, isSettled] of [
    ['one', Date.UTC(2026, 0, 31, 23), 1],
    ['two', Date.UTC(2026, 1, 1), 0],
  ] as const) {
    const document = JSON.stringify({ ...play, id, playedAtMs });
    database.run(
      'INSERT INTO plays VALUES (?, ?, ?, ?, ?, ?, ?)',
      id,
      play.userId,
      play.trackId,
      play.albumId,
      playedAtMs,
      isSettled,
      document,
    );
  }
  database.close();

  const store = await connectSqliteStore({ directory });
  try {
    const { plays } = store.repositories;
    const { items } = await plays.listPlays(play.userId, { limit: 5 });
    assert.deepEqual(items, [
      { ...play, id: 'two', playedAtMs: Date.UTC(2026, 1, 1) },
      { ...play, id: 'one', playedAtMs: Date.UTC(2026, 0, 31, 23) },
    ]);
    const sum = { playCount: 2, lastPlayedAtMs: Date.UTC(2026, 1, 1) };
    assert.deepEqual(await plays.countPlays(play.userId, 'track', play.trackId), sum);
    assert.deepEqual(await plays.countPlays(play.userId, 'artist', 'ar1' as ArtistId), sum);
    assert.deepEqual(
      (await plays.listUnsettled(5)).map(({ id }) => id),
      ['two'],
    );
    assert.equal(await plays.createPlay({ ...play, id: 'one', playedAtMs: 5 }), false);
  } finally {
    await store.close();
    await rm(directory, { recursive: true });
  }
});
