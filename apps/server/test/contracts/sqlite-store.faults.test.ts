import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { TrackId, UserId } from '#models/ids.ts';
import type { Store } from '#repositories/repositories.ts';
import { connectSqliteStore } from '#repositories/sqlite/connect-sqlite-store.ts';
import { migrate, toDatabasePath } from '#repositories/sqlite/migrate.ts';
import { SqliteDatabase } from '#repositories/sqlite/sqlite-database.ts';
import { addTracks, buildTrack } from '#test/support/build-catalogue.ts';

const WRITING_PROCESS = fileURLToPath(new URL('../support/write-until-killed.ts', import.meta.url));
const WRITES_BEFORE_KILL = 60;

describe('the embedded store', () => {
  let directory = '';
  let opened: Store[] = [];
  const open = async (): Promise<Store> => {
    const store = await connectSqliteStore({ directory });
    opened.push(store);
    return store;
  };
  beforeEach(async () => {
    opened = [];
    directory = await mkdtemp(join(tmpdir(), 'jetstream-store-'));
  });
  afterEach(async () => {
    await Promise.all(opened.map((store) => store.close()));
    await rm(directory, { recursive: true });
  });

  it('keeps every acknowledged write when its process is killed in the middle of others', async () => {
    const child = spawn(process.execPath, [WRITING_PROCESS, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
    const acknowledged: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged.push(line);
      if (acknowledged.length === WRITES_BEFORE_KILL) child.kill('SIGKILL');
    }
    assert.ok(acknowledged.length >= WRITES_BEFORE_KILL);
    const store = await open();
    const { tracks, plays } = store.repositories;
    for (const line of acknowledged) {
      const [kind, id = ''] = line.split(' ');
      if (kind === 'track') assert.equal((await tracks.findTrack(id as TrackId))?.id, id);
    }
    const kept = new Set(
      (await plays.listPlays('u1' as UserId, { limit: 10_000 })).items.map(({ id }) => `play ${id}`),
    );
    const lost = acknowledged.filter((line) => line.startsWith('play') && !kept.has(line));
    assert.deepEqual(lost, []);
  });

  it('takes into the search index what a killed process had saved only', async () => {
    const first = await open();
    await first.repositories.tracks.saveTracks([
      { track: buildTrack({ id: 't1' as TrackId, title: 'Unfinished Business' }), lyrics: null },
    ]);
    assert.deepEqual((await first.repositories.searchIndex.search('unfinished', 5)).tracks, []);
    await first.close();
    const second = await open();
    // An empty change goes to the writer behind the leftovers.
    await second.repositories.searchIndex.updateFromCatalogue({
      trackIds: ['t1' as TrackId],
      albumIds: [],
      artistIds: [],
      genreIds: [],
    });
    assert.deepEqual((await second.repositories.searchIndex.search('unfinished', 5)).tracks, ['t1']);
  });

  it('opens for two at once: one makes the schema, the other waits', async () => {
    const stores = await Promise.all([1, 2, 3].map(open));
    for (const store of stores) await store.checkReady();
  });

  it('refuses a data folder of a newer version and leaves it as it is', async () => {
    await (await open()).close();
    const database = new SqliteDatabase(toDatabasePath(directory));
    database.run('INSERT INTO migrations VALUES (?)', '999901010000-from-the-future');
    database.close();
    await assert.rejects(connectSqliteStore({ directory }), { name: 'DomainError', code: 'unsupported' });
  });

  it('refuses a file that is no database with a message for the person who starts it', async () => {
    await writeFile(toDatabasePath(directory), 'not a database '.repeat(999));
    await assert.rejects(connectSqliteStore({ directory }), { name: 'DomainError', code: 'unavailable' });
  });

  it('copies an existing database before it migrates it', async () => {
    const database = new SqliteDatabase(toDatabasePath(directory));
    database.execute('PRAGMA journal_mode = WAL');
    const migrations = new URL('../support/migrations/', import.meta.url);
    migrate(database, directory, fileURLToPath(new URL('first/', migrations)));
    database.run('INSERT INTO songs VALUES (?)', 'kept');
    migrate(database, directory, fileURLToPath(new URL('second/', migrations)));
    assert.deepEqual(
      database.get('SELECT title, year FROM songs'),
      Object.assign(Object.create(null), { title: 'kept', year: 0 }),
    );
    database.close();
    const backup = (await readdir(directory)).find((name) => name.endsWith('.backup'));
    assert.equal(backup, 'jetstream.db.202601010000-songs.backup');
    const copy = new SqliteDatabase(join(directory, backup), { isReadOnly: true });
    assert.equal(copy.get<{ title: string }>('SELECT * FROM songs')?.title, 'kept');
    copy.close();
  });

  it('leaves the schema as it was when a migration fails', () => {
    const database = new SqliteDatabase(toDatabasePath(directory));
    const migrations = new URL('../support/migrations/', import.meta.url);
    migrate(database, directory, fileURLToPath(new URL('first/', migrations)));
    assert.throws(() => migrate(database, directory, fileURLToPath(new URL('failing/', migrations))), /no such table/);
    assert.equal(database.all('SELECT * FROM migrations').length, 1);
    migrate(database, directory, fileURLToPath(new URL('second/', migrations)));
    database.close();
  });

  it('brings errors across the threads as what they were', async () => {
    const store = await open();
    const cursor = 'garbage';
    const faulty = store.repositories.tracks.listTracks({ sort: 'title', order: 'asc' }, { limit: 1, cursor });
    const fields = [
      { path: 'query/cursor', message: 'This cursor does not belong to this list. Start from the first page.' },
    ];
    await assert.rejects(faulty, { name: 'DomainError', code: 'validation', fields });
    const bug = store.repositories.tracks.listTracksById(null as unknown as TrackId[]);
    await assert.rejects(
      bug,
      (error: Error) => error.name === 'TypeError' && /sqlite-track-repository/.test(error.stack ?? ''),
    );
    await store.close();
  });

  it('answers what was asked before it was closed', async () => {
    const store = await open();
    const writes = addTracks(store.repositories, [{ id: 't1' as TrackId }]);
    await writes;
    const read = store.repositories.tracks.findTrack('t1' as TrackId);
    await store.close();
    assert.equal((await read)?.id, 't1');
    await assert.rejects(store.repositories.tracks.findTrack('t1' as TrackId), { code: 'unavailable' });
  });
});
