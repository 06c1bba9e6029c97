import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { toArtistId } from '#models/catalogue-ids.ts';
import type { AlbumId, TrackId } from '#models/ids.ts';
import { connectSearchIndex } from '#repositories/sqlite/search/connect-search-index.ts';
import type { FollowingSearchIndex } from '#repositories/sqlite/search/following-search-index.ts';
import { deleteSearchIndexFile, toSearchIndexPath } from '#repositories/sqlite/search/search-index-file.ts';
import { SqliteDatabase } from '#repositories/sqlite/sqlite-database.ts';
import { addTracks, type TrackWish } from '#test/support/build-catalogue.ts';
import { eventually } from '#test/support/eventually.ts';
import { needsMongo, openMongoCatalogue } from '#test/support/open-test-mongo.ts';

const PROCESS = fileURLToPath(new URL('../support/search-index-process.ts', import.meta.url));
/** Three pages of tracks. */
const MANY = 600;
const NEVER_MS = 3_600_000;

const song = (id: string, title: string, artist = 'Nina'): TrackWish => ({
  id: id as TrackId,
  title,
  artistNames: [artist],
  albumTitle: `${title} Album`,
});

describe('a search index beside MongoDB', needsMongo, () => {
  let catalogue: Awaited<ReturnType<typeof openMongoCatalogue>>;
  let directories: string[] = [];
  let indexes: FollowingSearchIndex[] = [];
  let built: number[] = [];

  beforeEach(async () => {
    catalogue = await openMongoCatalogue();
    [directories, indexes, built] = [[], [], []];
  });
  afterEach(async () => {
    await Promise.all(indexes.map((index) => index.close()));
    await catalogue.close();
    for (const directory of directories) await rm(directory, { recursive: true });
  });

  async function createDirectory(): Promise<string> {
    const directory = await mkdtemp(join(tmpdir(), 'jetstream-search-'));
    directories.push(directory);
    return directory;
  }

  function start(directory: string, pollMs?: number): FollowingSearchIndex {
    const logger = {
      info: (facts: object, text: string) => {
        if (text === 'the search index is built' && 'items' in facts) built.push(Number(facts.items));
      },
      warn: () => undefined,
    };
    const { repositories } = catalogue;
    const { changes } = catalogue.catalogue;
    const index = connectSearchIndex({ directory, repositories, changes, logger, ...(pollMs && { pollMs }) });
    indexes.push(index);
    return index;
  }

  async function stop(index: FollowingSearchIndex): Promise<void> {
    indexes = indexes.filter((other) => other !== index);
    await index.close();
  }

  const finds = (index: FollowingSearchIndex, query: string, id: string) => async () =>
    (await index.search(query, 5)).tracks.includes(id as TrackId);
  const isBuilt = async () => built.length > 0;

  it('looks at once when it is told of a change', async () => {
    const index = start(await createDirectory(), NEVER_MS);
    await eventually('it is built', isBuilt);
    await addTracks(catalogue.repositories, [song('t1', 'Alpha')]);
    index.lookNow();
    await eventually('alpha is found', finds(index, 'alpha', 't1'));
  });

  it('follows what any server writes, and two of them come to hold the same', async () => {
    const [one, two] = [start(await createDirectory()), start(await createDirectory())];
    await addTracks(catalogue.repositories, [song('t1', 'Alpha'), song('t2', 'Beta')]);
    for (const index of [one, two]) await eventually('alpha is found', finds(index, 'alpha', 't1'));
    await addTracks(catalogue.repositories, [song('t1', 'Omega')]);
    await catalogue.repositories.tracks.updateMissing(['t2' as TrackId], 5);
    await catalogue.repositories.albums.updateFromTracks(['album-beta-album' as AlbumId]);
    for (const index of [one, two]) {
      await eventually('omega is found', finds(index, 'omega', 't1'));
      await eventually('beta is gone', async () => (await index.search('beta', 5)).tracks.length === 0);
      await eventually('beta is gone', async () => (await index.search('beta', 5)).albums.length === 0);
      assert.deepEqual((await index.search('alpha', 5)).tracks, []);
    }
    for (const query of ['nina', 'omega', 'nina omega', 'omgea'])
      assert.deepEqual(await one.search(query, 50), await two.search(query, 50));
  });

  it('goes on where it came to when it is killed while it is built', async () => {
    const directory = await createDirectory();
    await addTracks(
      catalogue.repositories,
      Array.from({ length: MANY }, (_, index) => ({ ...song(`t${index}`, `Song ${index}`), albumTitle: 'Much' })),
    );
    const child = spawn(process.execPath, [PROCESS, catalogue.url, directory, '3'], { stdio: 'inherit' });
    assert.deepEqual(await once(child, 'exit'), [null, 'SIGKILL']);
    await addTracks(catalogue.repositories, [song('t0', 'Renamed Meanwhile')]);
    const index = start(directory);
    await eventually('the index is built', isBuilt);
    assert.ok((built[0] ?? MANY) < MANY / 2, `it was read again: ${built}`);
    for (const number of [1, 250, 499, 599]) assert.ok(await finds(index, `song ${number}`, `t${number}`)());
    await eventually('renamed meanwhile is found', finds(index, 'renamed meanwhile', 't0'));
    assert.equal((await index.search('song', MANY * 2)).artists.length, 0);
    assert.deepEqual((await index.search('nina', 5)).artists, [toArtistId('Nina')]);
  });

  const harms: Readonly<Record<string, (directory: string) => Promise<void>>> = {
    'was deleted': async (directory) => deleteSearchIndexFile(directory),
    'is no database': (directory) => writeFile(toSearchIndexPath(directory), 'not a database '.repeat(999)),
    'is broken in the middle': async (directory) => {
      const path = toSearchIndexPath(directory);
      const { size } = await stat(path);
      const file = await open(path, 'r+');
      await file.write(Buffer.alloc(size - 8192, 0xa5), 0, size - 8192, 8192);
      await file.close();
    },
    'is of another version': async (directory) => {
      const database = new SqliteDatabase(toSearchIndexPath(directory));
      database.execute('PRAGMA user_version = 7; DROP TABLE search_words');
      database.close();
    },
  };
  for (const [harm, inflict] of Object.entries(harms)) {
    it(`is built anew when its file ${harm}`, async () => {
      const directory = await createDirectory();
      await addTracks(catalogue.repositories, [song('t1', 'Alpha')]);
      const first = start(directory);
      await eventually('alpha is found', finds(first, 'alpha', 't1'));
      await eventually('the index is built', isBuilt);
      await stop(first);
      await inflict(directory);
      built = [];
      const second = start(directory);
      await eventually('the index is built', isBuilt);
      assert.ok(await finds(second, 'alpha', 't1')());
    });
  }

  it('compares itself with the whole catalogue when changes were forgotten before it saw them', async () => {
    const directory = await createDirectory();
    await addTracks(catalogue.repositories, [song('t1', 'Alpha'), song('t2', 'Beta')]);
    const first = start(directory);
    await eventually('the index is built', isBuilt);
    await stop(first);
    await addTracks(catalogue.repositories, [song('t3', 'Gamma')]);
    await catalogue.repositories.tracks.updateMissing(['t2' as TrackId], 5);
    await catalogue.database.collection('catalogueChanges').deleteMany({});
    await addTracks(catalogue.repositories, [song('t4', 'Delta')]);
    await catalogue.database
      .collection<{ _id: string }>('catalogueChanges')
      .deleteOne({}, { sort: { _id: 1 } } as object);
    const second = start(directory);
    await eventually('gamma is found', finds(second, 'gamma', 't3'));
    await eventually('delta is found', finds(second, 'delta', 't4'));
    await eventually('beta is gone', async () => (await second.search('beta', 5)).tracks.length === 0);
    assert.ok(await finds(second, 'alpha', 't1')());
  });
});
