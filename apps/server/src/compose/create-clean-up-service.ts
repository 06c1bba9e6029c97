import type { Logger } from '#observability/logger.ts';
import type { Repositories } from '#repositories/repositories.ts';
import { deleteForgottenSounds } from '#services/analysis/delete-forgotten-sounds.ts';
import { CleanUpService, type CleanUpTask } from '#services/clean-up/clean-up-service.ts';
import { deleteForgottenFiles } from '#services/clean-up/delete-forgotten-files.ts';
import { deleteUnusedCovers } from '#services/clean-up/delete-unused-covers.ts';
import type { Clock } from '#services/clock.ts';
import type { RetentionService } from '#services/retention-service.ts';
import type { Caches } from './open-caches.ts';

export interface CleanUpFoundation extends Caches {
  store: { repositories: Repositories };
  clock: Clock;
  logger: Logger;
}

/** What a page of history may want to show. */
const KEPT_SCANS = 1_000;

/** Everything that is taken away by the clock. Covers go before what was made of them. */
export function createCleanUpService(
  foundation: CleanUpFoundation,
  retentionService: RetentionService,
): CleanUpService {
  const { clock, logger, store, renditionStore, segmentStore } = foundation;
  const { sessions, scans, covers, tracks } = store.repositories;
  const tasks: CleanUpTask[] = [
    { name: 'expired sessions', run: (nowMs) => sessions.deleteExpiredSessions(nowMs) },
    { name: 'sounds of no track', run: () => deleteForgottenSounds(store.repositories) },
    { name: 'old scans', run: () => scans.deleteOldScans(KEPT_SCANS) },
    { name: 'old plays, events and requests', run: () => retentionService.deleteOld() },
    { name: 'covers that nothing shows', run: (nowMs, signal) => deleteUnusedCovers(covers, nowMs, signal) },
    {
      name: 'pictures of no cover',
      run: (nowMs, signal) =>
        deleteForgottenFiles(renditionStore, (ids) => covers.listCoversById(ids), { nowMs, signal }),
    },
    {
      name: 'segments of no track',
      run: (nowMs, signal) =>
        deleteForgottenFiles(segmentStore, (ids) => tracks.listTracksById(ids), { nowMs, signal }),
    },
  ];
  return new CleanUpService({ tasks, clock, logger });
}
