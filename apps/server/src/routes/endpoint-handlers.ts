import type { EndpointName } from '@jetstream/api-contract';
import { createAnalysisController } from '#controllers/analysis-controller.ts';
import { createAuthController } from '#controllers/auth-controller.ts';
import { createCatalogueController } from '#controllers/catalogue-controller.ts';
import { createDemoAlbumController } from '#controllers/demo-album-controller.ts';
import type { EndpointHandlers } from '#controllers/endpoint-handler.ts';
import { createEventController } from '#controllers/event-controller.ts';
import { createJobController } from '#controllers/job-controller.ts';
import { createLibraryController } from '#controllers/library-controller.ts';
import { createListeningController } from '#controllers/listening-controller.ts';
import { createMediaController } from '#controllers/media-controller.ts';
import { createPlaybackController } from '#controllers/playback-controller.ts';
import { createScanController } from '#controllers/scan-controller.ts';
import { createStatisticsController } from '#controllers/statistics-controller.ts';
import { createSystemController } from '#controllers/system-controller.ts';
import { createUploadController } from '#controllers/upload-controller.ts';
import { createUserController } from '#controllers/user-controller.ts';

const controllers = [
  createSystemController,
  createEventController,
  createAuthController,
  createUserController,
  createLibraryController,
  createJobController,
  createAnalysisController,
  createScanController,
  createDemoAlbumController,
  createUploadController,
  createCatalogueController,
  createListeningController,
  createStatisticsController,
  createMediaController,
  createPlaybackController,
] as const;

type Needs = Parameters<(typeof controllers)[number]>[0];
type Intersection<U> = (U extends unknown ? (part: U) => void : never) extends (all: infer I) => void ? I : never;

/** What all controllers together are made of. */
export type ControllerNeeds = Intersection<Needs>;

/** The handler of every endpoint: one that is missing does not compile. */
export function createEndpointHandlers(needs: ControllerNeeds): EndpointHandlers<EndpointName> {
  return {
    ...createSystemController(needs),
    ...createEventController(needs),
    ...createAuthController(needs),
    ...createUserController(needs),
    ...createLibraryController(needs),
    ...createJobController(needs),
    ...createAnalysisController(needs),
    ...createScanController(needs),
    ...createDemoAlbumController(needs),
    ...createUploadController(needs),
    ...createCatalogueController(needs),
    ...createListeningController(needs),
    ...createStatisticsController(needs),
    ...createMediaController(needs),
    ...createPlaybackController(needs),
  } satisfies EndpointHandlers<EndpointName>;
}
