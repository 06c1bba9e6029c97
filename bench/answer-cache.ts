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
import { connectRedis } from '../apps/server/src/repositories/redis/connect-redis.ts';
import { RedisAnswerCache } from '../apps/server/src/repositories/redis/redis-answer-cache.ts';
import type { Repositories } from '../apps/server/src/repositories/repositories.ts';
import { connectSqliteStore } from '../apps/server/src/repositories/sqlite/connect-sqlite-store.ts';
import { AnswerKeeper } from '../apps/server/src/services/answer-keeper.ts';
import { CatalogueService } from '../apps/server/src/services/catalogue-service.ts';
import { EventBus } from '../apps/server/src/services/events.ts';
import { HomeService } from '../apps/server/src/services/home-service.ts';
import { SurroundingsLoader } from '../apps/server/src/services/surroundings-loader.ts';
import { seedCatalogue } from '../tools/seed.ts';
import { printSpread, spreadOf, timeRuns } from './measure.ts';

/**
 * Whether an answer is found faster than it is made from the embedded file, up to the text that is sent. With Redis named by
 * JETSTREAM_TEST_REDIS_URL (`node tools/with-services.ts node bench/answer-cache.ts`) also found there.
 */
const SIZE = { tracks: 50_000, albums: 5000, artists: 2500 };
const RUNS = 300;
const caller: Caller = { userId: 'bench' as UserId, role: 'listener', sessionId: 'bench' as SessionId };
const clock = { nowMs: () => Date.UTC(2026, 10, 22) };
const events = new EventBus((error) => console.error(error));

const directory = mkdtempSync(join(tmpdir(), 'jetstream-bench-'));
const store = await connectSqliteStore({ directory });
try {
  await seedCatalogue(store.repositories, SIZE);
  const memory = new MemoryAnswerCache({ limitBytes: 32 * 1024 ** 2, lifetimeMs: 60_000, nowMs: clock.nowMs });
  await measure('in memory', store.repositories, memory);
  const url = process.env['JETSTREAM_TEST_REDIS_URL'];
  if (url) {
    const connection = await connectRedis({ url, prefix: `bench-${process.pid}`, logger: console });
    await measure('in Redis', store.repositories, new RedisAnswerCache(connection));
    await connection.close();
  }
} finally {
  await store.close();
  rmSync(directory, { recursive: true });
}

async function measure(place: string, repositories: Repositories, cache: AnswerCache): Promise<void> {
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
    const made = await timeRuns(RUNS, 20, ask(without));
    const missed = await timeRuns(RUNS, 20, async () => {
      await cache.invalidateTags(['catalogue']);
      await ask(keeping)();
    });
    await ask(keeping)();
    const found = await timeRuns(RUNS, 20, ask(keeping));
    printSpread(`${endpoint}: made`, made);
    printSpread(`${endpoint}: invalidated, looked for ${place}, made and kept`, missed);
    printSpread(`${endpoint}: found ${place}`, found);
    console.log(`${endpoint}: found ${place} in ${(spreadOf(found).p50 / spreadOf(made).p50).toFixed(3)} of the time`);
  }
}
