import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Db, Document } from 'mongodb';
import { pino } from 'pino';
import type { AlbumId } from '#models/ids.ts';
import { withLease } from '#repositories/mongo/lease.ts';
import { connectMongo } from '#repositories/mongo/connect-mongo.ts';
import {
  connectTestMongo,
  createMongoUrl,
  needsMongo,
  openMongoCatalogue,
  openTestMongo,
} from '#test/support/open-test-mongo.ts';
import { applyTagging, taggings } from '#test/support/taggings.ts';

const CHANGING_PROCESS = fileURLToPath(new URL('../support/change-mongo-until-killed.ts', import.meta.url));
const MOST_WRITES = 100;
/** Followed by readers, with the kind of their ids in the log of changes. */
const FOLLOWED = { tracks: 'trackIds', albums: 'albumIds', artists: 'artistIds', genres: 'genreIds' } as const;

describe('MongoDB', needsMongo, () => {
  it('holds the same after a crash behind any write, once the work is done again, and has told what changed', async (t) => {
    const store = await openMongoCatalogue();
    t.after(() => store.close());
    const { repositories, database, catalogue, url } = store;
    for (const tagging of [taggings.first, taggings.second]) await applyTagging(repositories, tagging);
    await settleMoves(repositories.tracks);
    await applyTagging(repositories, taggings.first);
    await settleMoves(repositories.tracks);
    const first = await readCatalogue(database);
    await applyTagging(repositories, taggings.second);
    const second = await readCatalogue(database);
    const moves = await repositories.tracks.listAlbumMoves();
    assert.deepEqual(
      moves.map(({ toId, trackCount }) => [toId, trackCount]),
      [
        ['album-new', 2],
        ['album-newer', 1],
      ],
    );

    let kills = 0;
    for (let write = 1; write <= MOST_WRITES; write++) {
      await settleMoves(repositories.tracks);
      await applyTagging(repositories, taggings.first);
      await settleMoves(repositories.tracks);
      assert.deepEqual(await readCatalogue(database), first);
      const told = await readChanges(catalogue.changes, 0);
      const signal = await changeUntilKilled(url, write);
      if (signal === null) break;
      kills++;
      assertTold(first, await readCatalogue(database), await readChanges(catalogue.changes, told.last), write);
      await applyTagging(repositories, taggings.second);
      assert.deepEqual(await readCatalogue(database), second, `killed behind write ${write}`);
      assert.deepEqual(await repositories.tracks.listAlbumMoves(), moves);
    }
    assert.ok(kills > 10 && kills < MOST_WRITES, `${kills} kills`);
    t.diagnostic(`killed behind each of ${kills} writes`);
  });

  it('opens for several at once: one makes the indexes, the others wait', async (t) => {
    const url = createMongoUrl();
    const connections = await Promise.all([1, 2, 3].map(() => connectTestMongo(url)));
    t.after(async () => {
      await connections[0]?.database.dropDatabase();
      for (const connection of connections) await connection.close();
    });
    for (const { checkReady } of connections) await checkReady();
    const installations = await Promise.all(connections.map(({ catalogue }) => catalogue.getInstallation()));
    assert.equal(new Set(installations).size, 1);
  });

  it('refuses a database of a newer version and leaves it as it is', async (t) => {
    const { database, url, close } = await openTestMongo();
    t.after(close);
    await database.collection<{ _id: string }>('migrations').insertOne({ _id: '999901010000-from-the-future' });
    await assert.rejects(connectTestMongo(url), { name: 'DomainError', code: 'unsupported' });
  });

  it('says that it is not there instead of waiting for ever', async () => {
    const url = 'mongodb://127.0.0.1:1/nothing?serverSelectionTimeoutMS=200';
    const opening = connectMongo({ url, logger: pino({ level: 'silent' }), nowMs: () => Date.now() });
    await assert.rejects(opening, { name: 'DomainError', code: 'unavailable' });
  });

  it('gives a lease on when its holder died, and only then', async (t) => {
    const { database, close } = await openTestMongo();
    t.after(close);
    let nowMs = 1000;
    const lease = { name: 'work', nowMs: () => nowMs, lifetimeMs: 30_000 };
    const held = Promise.withResolvers<void>();
    const end = Promise.withResolvers<void>();
    const dead = withLease(database, { ...lease, owner: 'dead' }, () => {
      held.resolve();
      return end.promise;
    });
    await held.promise;
    const other = { ...lease, owner: 'other', patienceMs: 1 };
    await assert.rejects(
      withLease(database, { ...other, nowMs: createSteps(nowMs) }, async () => undefined),
      { code: 'unavailable' },
    );
    nowMs += 31_000;
    assert.equal(await withLease(database, other, async () => 'done'), 'done');
    end.resolve();
    await dead;
  });
});

/** A clock that goes on by a millisecond whenever it is looked at. */
const createSteps = (startMs: number) => () => startMs++;

type Catalogue = Record<string, Document[]>;
type Moves = { listAlbumMoves(): Promise<{ fromId: AlbumId }[]>; deleteAlbumMoves(ids: AlbumId[]): Promise<void> };

/** What people said has followed. */
async function settleMoves(tracks: Moves): Promise<void> {
  await tracks.deleteAlbumMoves((await tracks.listAlbumMoves()).map(({ fromId }) => fromId));
}

async function readCatalogue(database: Db): Promise<Catalogue> {
  const names = [...Object.keys(FOLLOWED), 'lyrics', 'folders'];
  const lists = names.map((name) =>
    database
      .collection(name)
      .find({}, { sort: { _id: 1 } })
      .toArray(),
  );
  const documents = await Promise.all(lists);
  return Object.fromEntries(names.map((name, at) => [name, documents[at] ?? []]));
}

interface Log {
  listChanges(after: number, limit: number): Promise<{ changes: Change[]; isComplete: boolean }>;
}
type Change = Record<(typeof FOLLOWED)[keyof typeof FOLLOWED], readonly string[]> & { sequence: number };

async function readChanges(log: Log, after: number) {
  const { changes, isComplete } = await log.listChanges(after, 100_000);
  assert.ok(isComplete);
  return { changes, last: changes.at(-1)?.sequence ?? after };
}

/** Every document that a write has changed is named by the log, whether or not its write was called done. */
function assertTold(before: Catalogue, after: Catalogue, { changes }: { changes: Change[] }, write: number): void {
  for (const [name, kind] of Object.entries(FOLLOWED)) {
    const told = new Set(changes.flatMap((change) => change[kind]));
    const known = new Map(before[name]?.map((document) => [String(document['_id']), JSON.stringify(document)]));
    const now = new Map(after[name]?.map((document) => [String(document['_id']), JSON.stringify(document)]));
    for (const id of new Set([...known.keys(), ...now.keys()]))
      if (known.get(id) !== now.get(id)) assert.ok(told.has(id), `${name} ${id} was not told behind write ${write}`);
  }
}

/** Returns the signal that ended it; null when it came to its end. */
async function changeUntilKilled(url: string, write: number): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, [CHANGING_PROCESS, url, String(write)], { stdio: 'inherit' });
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals | null>();
  child.once('exit', (code, signal) => {
    assert.ok(signal === 'SIGKILL' || code === 0);
    resolve(signal);
  });
  return promise;
}
