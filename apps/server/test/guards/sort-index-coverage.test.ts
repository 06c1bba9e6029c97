import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { ScanId, TrackId, UploadId, UserId } from '#models/ids.ts';
import type { Page, PageRequest } from '#models/page.ts';
import { queueScan, type Scan, type ScanFailure } from '#models/scan.ts';
import { CatalogueState } from '#repositories/sqlite/catalogue-state.ts';
import { createSqliteRepositories } from '#repositories/sqlite/create-sqlite-repositories.ts';
import { migrate, toDatabasePath } from '#repositories/sqlite/migrate.ts';
import { openSqliteAnalytics } from '#repositories/sqlite/open-sqlite-analytics.ts';
import { SqliteDatabase, type SqlValue } from '#repositories/sqlite/sqlite-database.ts';
import { addTracks, LIBRARY_ID } from '#test/support/build-catalogue.ts';
import { buildUpload } from '#test/support/build-upload.ts';

/** Asks SQLite how it would answer each list, for the statements that the repositories really send. */
class ExplainingDatabase extends SqliteDatabase {
  readonly steps: string[] = [];

  override all<Row>(sql: string, ...values: SqlValue[]): Row[] {
    if (/^\s*select\b.*\border by\b/is.test(sql)) {
      const plan = super.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values);
      this.steps.push(...plan.map(({ detail }) => detail));
    }
    return super.all<Row>(sql, ...values);
  }
}

const directory = mkdtempSync(join(tmpdir(), 'jetstream-guard-'));
const database = new ExplainingDatabase(toDatabasePath(directory));
migrate(database, directory);
const onThread = createSqliteRepositories(database, new CatalogueState(database));
const repositories = { ...onThread, ...openSqliteAnalytics(onThread.analytics).repositories };
const { tracks, albums, artists, genres, annotations, plays, scans, uploads } = repositories;
const userId = 'u1' as UserId;

type List = (page: PageRequest) => Promise<Page<unknown>>;

function* listEveryList(): Generator<[string, List]> {
  for (const order of ['asc', 'desc'] as const) {
    for (const sort of ['title', 'artist', 'album', 'year', 'added', 'duration'] as const) {
      yield [`tracks by ${sort} ${order}`, (page) => tracks.listTracks({ sort, order }, page)];
    }
    for (const sort of ['title', 'artist', 'year', 'added'] as const) {
      yield [`albums by ${sort} ${order}`, (page) => albums.listAlbums({ sort, order }, page)];
    }
    for (const sort of ['name', 'albums', 'tracks'] as const) {
      for (const isAlbumArtist of [undefined, true]) {
        const name = `${isAlbumArtist ? 'album artists' : 'artists'} by ${sort} ${order}`;
        yield [name, (page) => artists.listArtists({ sort, order, isAlbumArtist }, page)];
      }
    }
  }
  for (const list of ['starred', 'rated', 'most-played', 'recently-played'] as const) {
    yield [`${list} tracks`, (page) => annotations.listPersonal(userId, 'track', list, page)];
  }
  yield ['genres', (page) => genres.listGenres(page)];
  yield ['plays', (page) => plays.listPlays(userId, page)];
  yield ['uploads', (page) => uploads.listUploads(userId, page)];
  yield ['scans', (page) => scans.listScans(page)];
  yield ['failures', (page) => scans.listFailures(undefined, page)];
}

/** Two of everything, so that every list has a second page. */
async function addTwoOfEach(): Promise<void> {
  for (const name of ['One', 'Two']) {
    const id = name as TrackId;
    await addTracks(repositories, [{ id, albumTitle: name, artistNames: [name], genreNames: [name] }]);
    await annotations.updateStar(userId, 'track', id, 1);
    await annotations.updateRating(userId, 'track', id, 5);
    await annotations.updatePlays(userId, 'track', id, 1, 1);
    const play = { id: name, userId, trackId: id, albumId: null, artistIds: [] };
    await plays.createPlay({ ...play, playedAtMs: 1, playedMs: 1, client: 'test' });
    await uploads.createUpload(buildUpload({ id: name as UploadId, userId }), Number.MAX_SAFE_INTEGER);
    await scans.saveScan({ ...finishedScan, id: name as ScanId });
    await scans.saveFailures([{ ...failure, path: name }]);
  }
}

const finishedScan: Omit<Scan, 'id'> = {
  ...queueScan('' as ScanId, null, false),
  state: 'completed',
  phase: 'done',
  filesTotal: 0,
};

const failure: ScanFailure = {
  id: 'failure',
  libraryId: LIBRARY_ID,
  path: '',
  reason: 'damaged',
  sizeBytes: 1,
  modifiedAtMs: 1,
  failedAtMs: 1,
};

describe('every list is a walk along an index', () => {
  before(addTwoOfEach);
  after(() => {
    database.close();
    rmSync(directory, { recursive: true });
  });

  for (const [name, list] of listEveryList()) {
    it(`${name}: from the start and from a cursor`, async () => {
      database.steps.length = 0;
      const { nextCursor } = await list({ limit: 1 });
      assert.ok(nextCursor, 'one page was all');
      await list({ limit: 1, cursor: nextCursor });
      assert.ok(database.steps.length >= 2, 'no plans were seen');
      for (const step of database.steps) {
        assert.doesNotMatch(step, /USE TEMP B-TREE/);
        assert.match(step, /USING (?:COVERING )?INDEX|PRIMARY KEY|^SCAN scans$/);
      }
    });
  }

  it('the shuffle sorts keys alone, without opening an album', async () => {
    database.steps.length = 0;
    await albums.listAlbums({ sort: 'random', order: 'asc', seed: 1 }, { limit: 50 });
    assert.ok(
      database.steps.some((step) => /USING (?:COVERING )?INDEX albums_by_random/.test(step)),
      String(database.steps),
    );
  });
});
