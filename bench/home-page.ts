import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UserId } from '../apps/server/src/models/ids.ts';
import { toHome, toQueue } from '../apps/server/src/presenters/listening-presenter.ts';
import type { Repositories } from '../apps/server/src/repositories/repositories.ts';
import { connectSqliteStore } from '../apps/server/src/repositories/sqlite/connect-sqlite-store.ts';
import { EventBus } from '../apps/server/src/services/events.ts';
import { HomeService } from '../apps/server/src/services/home-service.ts';
import { PlayService } from '../apps/server/src/services/play-service.ts';
import { QueueService } from '../apps/server/src/services/queue-service.ts';
import { SurroundingsLoader } from '../apps/server/src/services/surroundings-loader.ts';
import { seedCatalogue } from '../tools/seed.ts';
import { printSpread, printVerdict, spreadOf, timeRuns } from './measure.ts';

/** Home and a long queue for a listener with a history, at 100,000 tracks, up to the JSON that is sent. */
const SIZE = { tracks: 100_000, albums: 10_000, artists: 5_000 };
const PLAYS = 3000;
const STARS = 500;
const QUEUE_ITEMS = 1000;
const HOME_LIMIT_MS = 20;
const NOW_MS = Date.UTC(2026, 10, 22);
const userId = 'bench-user' as UserId;

const directory = mkdtempSync(join(tmpdir(), 'jetstream-bench-'));
const store = await connectSqliteStore({ directory });
try {
  await seedCatalogue(store.repositories, SIZE);
  await measure(store.repositories);
} finally {
  await store.close();
  rmSync(directory, { recursive: true });
}

async function measure(repositories: Repositories): Promise<void> {
  const events = new EventBus((error) => console.error(error));
  const clock = { nowMs: () => NOW_MS };
  const surroundingsLoader = new SurroundingsLoader(repositories);
  const parts = { repositories, surroundingsLoader, events, clock };
  const queueService = new QueueService(parts);
  await listen(repositories, new PlayService(parts), queueService);

  const homeService = new HomeService(parts);
  const home = await timeRuns(200, 10, async () => {
    const { value, surroundings } = await homeService.getHome(userId, 20);
    return JSON.stringify(toHome(value, surroundings));
  });
  printSpread('home', home);
  const { p99 } = spreadOf(home);
  printVerdict('home, p99 in ms', p99, HOME_LIMIT_MS, p99 < HOME_LIMIT_MS);
  const queue = await timeRuns(30, 3, async () => {
    const { value, surroundings } = await queueService.getQueue(userId);
    return JSON.stringify(toQueue(value, surroundings));
  });
  printSpread(`queue of ${QUEUE_ITEMS} songs`, queue);
}

async function listen(repositories: Repositories, plays: PlayService, queues: QueueService): Promise<void> {
  const { items: tracks } = await repositories.tracks.listTracks({ sort: 'year', order: 'desc' }, { limit: 500 });
  for (let play = 0; play < PLAYS; play++) {
    const track = tracks[Math.floor((play * play) % tracks.length)];
    if (!track) continue;
    const id = `00000000-0000-4000-8000-${String(play).padStart(12, '0')}`;
    const startedAtMs = NOW_MS - (PLAYS - play) * 600_000;
    await plays.recordPlay(userId, { id, trackId: track.id, startedAtMs, playedMs: track.durationMs, client: 'bench' });
  }
  for (const { id } of tracks.slice(0, STARS))
    await repositories.annotations.updateStar(userId, 'track', id, NOW_MS - 200 * 86_400_000);
  const { items: queued } = await repositories.tracks.listTracks({ sort: 'title', order: 'asc' }, { limit: 500 });
  const items = Array.from({ length: QUEUE_ITEMS }, (_, n) => ({ itemId: `i${n}`, track: queued[n % queued.length] }));
  await queues.saveQueue(userId, {
    items: items.flatMap(({ itemId, track }) => (track ? [{ itemId, trackId: track.id }] : [])),
    unshuffledItemIds: [],
    currentItemId: 'i0',
    positionMs: 60_000,
    isShuffled: false,
    repeat: 'off',
    client: 'bench',
  });
}
