import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type CommandStartedEvent, type Db, type Document, MongoClient } from 'mongodb';
import { pino } from 'pino';
import { toArtistId, toFolderId } from '#models/catalogue-ids.ts';
import type { AlbumId, CoverId, ScanId, SoundId, TrackId, UserId } from '#models/ids.ts';
import type { PageRequest } from '#models/page.ts';
import { queueScan, type ScanFailure } from '#models/scan.ts';
import { toDatabaseName } from '#repositories/mongo/connect-mongo.ts';
import { createMongoPeople } from '#repositories/mongo/create-mongo-people.ts';
import { createMongoCatalogueRepositories } from '#repositories/mongo/create-mongo-repositories.ts';
import { listMongoMigrations, migrateMongo } from '#repositories/mongo/migrate-mongo.ts';
import { MongoCatalogue } from '#repositories/mongo/mongo-catalogue.ts';
import type { MongoIndex } from '#repositories/mongo/mongo-migration.ts';
import { addTracks, LIBRARY_ID } from '#test/support/build-catalogue.ts';
import { createMongoUrl, needsMongo } from '#test/support/open-test-mongo.ts';

type Repositories = ReturnType<typeof createMongoCatalogueRepositories> & ReturnType<typeof createMongoPeople>;
type List = (repositories: Repositories, page: PageRequest) => Promise<unknown>;

/** A question with an order, as the driver sends it. */
interface SortedFind {
  find: string;
  filter: Document;
  sort: Record<string, 1 | -1>;
}

const nowMs = () => Date.now();
const USER_ID = 'u1' as UserId;

function* listEveryList(): Generator<[string, List]> {
  for (const order of ['asc', 'desc'] as const) {
    for (const sort of ['title', 'artist', 'album', 'year', 'added', 'duration'] as const) {
      yield [`tracks by ${sort} ${order}`, ({ tracks }, page) => tracks.listTracks({ sort, order }, page)];
      yield [`anchors of tracks by ${sort} ${order}`, ({ tracks }) => tracks.listTrackAnchors({ sort, order }, 1)];
    }
    for (const sort of ['title', 'artist', 'year', 'added'] as const) {
      yield [`albums by ${sort} ${order}`, ({ albums }, page) => albums.listAlbums({ sort, order }, page)];
    }
    for (const sort of ['name', 'albums', 'tracks'] as const) {
      for (const isAlbumArtist of [undefined, true]) {
        const name = `${isAlbumArtist ? 'album artists' : 'artists'} by ${sort} ${order}`;
        yield [name, ({ artists }, page) => artists.listArtists({ sort, order, isAlbumArtist }, page)];
      }
    }
  }
  for (const list of ['starred', 'rated', 'most-played', 'recently-played'] as const) {
    yield [`${list} tracks`, ({ annotations }, page) => annotations.listPersonal(USER_ID, 'track', list, page)];
  }
  yield ['forgotten tracks', ({ annotations }) => annotations.listForgotten(USER_ID, 'track', 100, 5)];
  yield ['users', ({ users }) => users.listUsers()];
  yield ['genres', ({ genres }, page) => genres.listGenres(page)];
  yield ['scans', ({ scans }, page) => scans.listScans(page)];
  yield ['unfinished scans', ({ scans }) => scans.listUnfinishedScans()];
  yield ['failures', ({ scans }, page) => scans.listFailures(undefined, page)];
  yield ['failures of a library', ({ scans }, page) => scans.listFailures(LIBRARY_ID, page)];
  yield ['libraries', ({ libraries }) => libraries.listLibraries()];
  yield ['folders', ({ folders }) => folders.listFolders(null)];
  yield ['tracks of an album', ({ tracks }) => tracks.listAlbumTracks('album-one' as AlbumId)];
  yield ['tracks of a folder', ({ tracks }) => tracks.listFolderTracks(toFolderId(LIBRARY_ID, 'Album'))];
  yield ['albums of an artist', ({ albums }) => albums.listArtistAlbums(toArtistId('One'))];
  yield ['appearances of an artist', ({ albums }) => albums.listAppearances(toArtistId('One'), 5)];
  yield ['all sounds', ({ tracks }) => tracks.listSounds('A' as TrackId, 5)];
  yield ['measured sounds', ({ trackAnalyses }) => trackAnalyses.listSoundIds('A' as SoundId, 5)];
  yield ['covers to be looked at', ({ covers }) => covers.listUnanalysed(5)];
}

/** Two of everything, so that every list has a second page. */
async function addTwoOfEach(repositories: Repositories): Promise<void> {
  const { scans, covers, annotations } = repositories;
  for (const name of ['One', 'Two']) {
    await addTracks(repositories, [{ id: name as TrackId, albumTitle: name, artistNames: [name], genreNames: [name] }]);
    await annotations.updateStar(USER_ID, 'track', name as TrackId, 1);
    await annotations.updateRating(USER_ID, 'track', name as TrackId, 5);
    await annotations.updatePlays(USER_ID, 'track', name as TrackId, 1, 1);
    await scans.saveScan(queueScan(name as ScanId, null, false));
    await scans.saveFailures([{ ...failure, path: name }]);
    await covers.ensureCovers([{ id: name as CoverId, source: { kind: 'file', libraryId: LIBRARY_ID, path: name } }]);
  }
}

const failure: ScanFailure = {
  id: 'failure',
  libraryId: LIBRARY_ID,
  path: '',
  reason: 'damaged',
  sizeBytes: 1,
  modifiedAtMs: 1,
  failedAtMs: 1,
};

/** The driver keeps the order of a sort in a map. */
const toSortedFind = ({ find, filter, sort }: Document): SortedFind => ({
  find,
  filter,
  sort: sort instanceof Map ? (Object.fromEntries(sort) as SortedFind['sort']) : sort,
});

/** Every collection has it. */
const BY_ID: MongoIndex = { name: '_id_', key: { _id: 1 } };

const isEquality = (condition: unknown) => typeof condition !== 'object' || condition === null;

/**
 * Whether walking along the index gives the order: first come keys that have one value only, then those of the sort in
 * its order, in the same or all in the other direction.
 */
function isWalk(index: MongoIndex, filter: Document, sort: SortedFind['sort']): boolean {
  const fixed = new Set(Object.keys(filter).filter((key) => isEquality(filter[key])));
  const wanted = Object.entries(sort).filter(([key]) => !fixed.has(key));
  const keys = Object.entries(index.key);
  while (keys[0] && fixed.has(keys[0][0])) keys.shift();
  const rest = keys.filter(([key]) => !fixed.has(key)).slice(0, wanted.length);
  const matches = (sign: 1 | -1) =>
    rest.length === wanted.length &&
    rest.every(([key, way], at) => key === wanted[at]?.[0] && way === wanted[at][1] * sign);
  return matches(1) || matches(-1);
}

describe('every sorted list of MongoDB is a walk along an index', needsMongo, () => {
  const url = createMongoUrl();
  const client = new MongoClient(url, { monitorCommands: true });
  const asked: SortedFind[] = [];
  const indexes = new Map<string, readonly MongoIndex[]>();
  let database: Db;
  let repositories: Repositories;
  let isMongo = false;

  before(async () => {
    database = client.db(toDatabaseName(url));
    isMongo = !Object.keys(await database.admin().buildInfo()).some((key) => key.startsWith('ferretdb'));
    await migrateMongo(database, { owner: 'guard', nowMs, logger: pino({ level: 'silent' }) });
    for (const { collections } of await listMongoMigrations())
      for (const { name, indexes: added } of collections) indexes.set(name, [...(indexes.get(name) ?? []), ...added]);
    const catalogue = new MongoCatalogue(database, nowMs);
    await catalogue.open();
    repositories = { ...createMongoCatalogueRepositories({ database, catalogue }), ...createMongoPeople({ database }) };
    await addTwoOfEach(repositories);
    client.on('commandStarted', ({ command }: CommandStartedEvent) => {
      if ('find' in command && 'sort' in command) asked.push(toSortedFind(command));
    });
  });
  after(async () => {
    await database.dropDatabase();
    await client.close();
  });

  for (const [name, list] of listEveryList()) {
    it(`${name}: from the start and from a cursor`, async () => {
      asked.length = 0;
      const first = await list(repositories, { limit: 1 });
      const nextCursor = (first as { nextCursor?: string | null }).nextCursor;
      assert.notEqual(nextCursor, null, 'one page was all');
      if (nextCursor) await list(repositories, { limit: 1, cursor: nextCursor });
      assert.ok(asked.length >= (nextCursor ? 2 : 1), 'no questions were seen');
      for (const question of asked) {
        if (isMongo) await explain(question);
        const { $or: branches = [{}], ...common } = question.filter;
        for (const branch of branches as Document[]) assertWalk({ ...question, filter: { ...common, ...branch } });
      }
    });
  }

  function assertWalk({ find, filter, sort }: SortedFind): void {
    const isCovered = [BY_ID, ...(indexes.get(find) ?? [])].some((index) => isWalk(index, filter, sort));
    assert.ok(isCovered, `no index of ${find} gives ${JSON.stringify({ filter, sort })}`);
  }

  /** What a real MongoDB says it does; others say little. */
  async function explain({ find, filter, sort }: SortedFind): Promise<void> {
    const answer = await database.command({ explain: { find, filter, sort, limit: 2 }, verbosity: 'queryPlanner' });
    const plan = JSON.stringify((answer['queryPlanner'] as Document)['winningPlan']);
    assert.match(plan, /"IXSCAN"/);
    assert.doesNotMatch(plan, /"(?:SORT|COLLSCAN)"/);
  }
});
