import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeAnswer } from '../apps/server/src/middleware/send-answer.ts';
import type { Caller } from '../apps/server/src/models/caller.ts';
import type { SessionId, UserId } from '../apps/server/src/models/ids.ts';
import { toAlbum } from '../apps/server/src/presenters/album-presenter.ts';
import { toHome } from '../apps/server/src/presenters/listening-presenter.ts';
import { toPage } from '../apps/server/src/presenters/page-presenter.ts';
import type { AnswerCache } from '../apps/server/src/repositories/answer-cache.ts';
import { MemoryAnswerCache } from '../apps/server/src/repositories/memory/memory-answer-cache.ts';
import type { Repositories } from '../apps/server/src/repositories/repositories.ts';
import { connectSqliteStore } from '../apps/server/src/repositories/sqlite/connect-sqlite-store.ts';
import { AnswerKeeper } from '../apps/server/src/services/answer-keeper.ts';
import { CatalogueService } from '../apps/server/src/services/catalogue-service.ts';
import { EventBus } from '../apps/server/src/services/events.ts';
import { HomeService } from '../apps/server/src/services/home-service.ts';
import { SurroundingsLoader } from '../apps/server/src/services/surroundings-loader.ts';
import { seedCatalogue } from '../tools/seed.ts';
import { printSpread, printVerdict, spreadOf, timeRuns } from './measure.ts';
import { openDatabases } from './support/open-databases.ts';
import { openPlane } from './support/open-plane.ts';

/**
 * Whether an answer is found faster than it is made, up to the text that is sent: in memory and from the embedded file, in Redis
 * and from MongoDB. Databases that JETSTREAM_TEST_..._URL names are used; FerretDB, which stands in for MongoDB else, reads whole
 * collections, so that only little is put into it.
 */
const SIZE = { tracks: 50_000, albums: 5000, artists: 2500 };
const SERVERS_SIZE = { tracks: 500, albums: 50, artists: 25 };
const RUNS = 300;
const SERVERS_RUNS = 30;
const LIMIT = 1;
const caller: Caller = { userId: 'bench' as UserId, role: 'listener', sessionId: 'bench' as SessionId };
const clock = { nowMs: () => Date.UTC(2026, 10, 22) };
const events = new EventBus((error) => console.error(error));

interface Kept {
  place: string;
  /** What answers are made from. */
  source: string;
  repositories: Repositories;
  cache: AnswerCache;
  /** How often answers are made; they are looked up as often everywhere. */
  runs: number;
}

await measureEmbedded();
await measureServers();

async function measureEmbedded(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'jetstream-bench-'));
  const store = await connectSqliteStore({ directory });
  try {
    const { repositories } = store;
    await seedCatalogue(repositories, SIZE);
    const cache = new MemoryAnswerCache({ limitBytes: 32 * 1024 ** 2, lifetimeMs: 60_000, nowMs: clock.nowMs });
    await measure({ place: 'in memory', source: 'the embedded file', repositories, cache, runs: RUNS });
  } finally {
    await store.close();
    rmSync(directory, { recursive: true });
  }
}

async function measureServers(): Promise<void> {
  const databases = await openDatabases();
  const directory = mkdtempSync(join(tmpdir(), 'jetstream-bench-'));
  try {
    const plane = await openPlane({ ...databases.settings, JETSTREAM_DATA: directory });
    const { repositories } = plane.store;
    await seedCatalogue(repositories, SERVERS_SIZE);
    if (!plane.answerCache) throw new Error('Servers keep no answers.');
    const cache = plane.answerCache;
    await measure({ place: 'in Redis', source: 'MongoDB', repositories, cache, runs: SERVERS_RUNS });
    await plane.close();
  } finally {
    await databases.close();
    rmSync(directory, { recursive: true });
  }
}

async function measure({ place, source, repositories, cache, runs }: Kept): Promise<void> {
  const surroundingsLoader = new SurroundingsLoader(repositories);
  const parts = { repositories, surroundingsLoader, events, clock };
  const [home, catalogue] = [new HomeService(parts), new CatalogueService(parts)];
  const answers = {
    async home() {
      const { value, surroundings } = await home.getHome(caller.userId, 20);
      return toHome(value, surroundings);
    },
    async albums() {
      const { value, surroundings } = await catalogue.listAlbums(caller.userId, { sort: 'title' }, { limit: 50 });
      return toPage(value, (album) => toAlbum(album, surroundings));
    },
  };
  for (const [endpoint, work] of Object.entries(answers)) {
    const input = { params: undefined, query: { place } };
    const make = async () => encodeAnswer(await work());
    const keeper = (kept: AnswerCache | undefined) =>
      new AnswerKeeper({ cache: kept, events, version: 'bench', onOutcome: () => undefined });
    const ask = (from: AnswerKeeper) => () => from.answer({ endpoint, caller, input }, make);
    const [without, keeping] = [keeper(undefined), keeper(cache)];
    const made = await timeRuns(runs, 3, ask(without));
    const missed = await timeRuns(runs, 3, async () => {
      await cache.invalidateTags(['catalogue']);
      await ask(keeping)();
    });
    await ask(keeping)();
    const found = await timeRuns(RUNS, 20, ask(keeping));
    printSpread(`${endpoint}: made from ${source}`, made);
    printSpread(`${endpoint}: invalidated, looked for ${place}, made and kept`, missed);
    printSpread(`${endpoint}: found ${place}`, found);
    const times = spreadOf(made).p50 / spreadOf(found).p50;
    printVerdict(`${endpoint}: times faster found ${place} than made from ${source}`, times, LIMIT, times > LIMIT);
  }
}
