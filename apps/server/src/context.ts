import { join } from 'node:path';
import type { Config } from '#config/config.ts';
import { WorkerDemoAlbumRenderer } from '#gateways/demo-album/worker-demo-album-renderer.ts';
import type { ImageProcessor } from '#gateways/image-processor.ts';
import type { MediaFiles } from '#gateways/media-files.ts';
import { DiskMediaFiles } from '#gateways/media-files/disk-media-files.ts';
import type { MediaStore } from '#gateways/media-store.ts';
import type { Transcoder } from '#gateways/transcoder.ts';
import { RandomIdSource } from '#gateways/random-id-source.ts';
import { SharpImageProcessor } from '#gateways/sharp-image-processor.ts';
import { logFailure, type Logger } from '#observability/logger.ts';
import { logEvents } from '#observability/log-events.ts';
import { Metrics } from '#observability/metrics.ts';
import { isInTime } from '#models/is-in-time.ts';
import { AnnotationService } from '#services/annotation-service.ts';
import { AnswerKeeper } from '#services/answer-keeper.ts';
import { ArtworkService } from '#services/artwork-service.ts';
import { CatalogueService } from '#services/catalogue-service.ts';
import type { Clock } from '#services/clock.ts';
import { CoverService } from '#services/cover-service.ts';
import { CoverSourceReader } from '#services/cover-source-reader.ts';
import { DemoAlbumService } from '#services/demo-album-service.ts';
import { EventRelay } from '#services/event-relay.ts';
import { EventBus } from '#services/events.ts';
import { HomeService } from '#services/home-service.ts';
import type { IdSource } from '#services/id-source.ts';
import { JobService } from '#services/job-service.ts';
import { LeasedRunner } from '#services/leased-runner.ts';
import { LibraryService } from '#services/library-service.ts';
import { PlayService } from '#services/play-service.ts';
import { QueueService } from '#services/queue-service.ts';
import type { RetentionService } from '#services/retention-service.ts';
import { RoleKeeper } from '#services/role-keeper.ts';
import { ScanService } from '#services/scan-service.ts';
import { SearchService } from '#services/search-service.ts';
import { ServerService } from '#services/server-service.ts';
import { StatisticsService } from '#services/statistics-service.ts';
import { StreamService } from '#services/stream-service.ts';
import { SurroundingsLoader } from '#services/surroundings-loader.ts';
import { TaskGate } from '#services/task-gate.ts';
import { WatchService } from '#services/watch-service.ts';
import { AnalyticsJob } from '#jobs/analytics-job.ts';
import { createJobHandlers } from '#jobs/job-handlers.ts';
import { KeyJob } from '#jobs/key-job.ts';
import { UploadJob } from '#jobs/upload-job.ts';
import { createAnalysisServices, saveAnalysisSchedule } from './compose/create-analysis-services.ts';
import { createAccountServices } from './compose/create-account-services.ts';
import { createCleanUpService } from './compose/create-clean-up-service.ts';
import { createActivityServices } from './compose/create-activity-services.ts';
import { createPlaybackServices } from './compose/create-playback-services.ts';
import { createUploadServices } from './compose/create-upload-services.ts';
import { toDemoAlbumLocation } from './compose/demo-album-location.ts';
import { openDataPlane, type DataPlane } from './compose/data-plane.ts';
import { openCaches, type Caches } from './compose/open-caches.ts';
import { openMediaStore, toS3Connection } from './compose/open-media-store.ts';
import { openTranscoder } from './compose/open-transcoder.ts';

/** What services are made of. */
interface Foundation extends Caches {
  config: Config;
  version: string;
  logger: Logger;
  metrics: Metrics;
  clock: Clock;
  idSource: IdSource;
  events: EventBus;
  dataPlane: DataPlane;
  eventRelay: EventRelay;
  store: DataPlane['store'];
  mediaStore: MediaStore;
  imageProcessor: ImageProcessor;
  /** All work on pictures, whoever asks for it. */
  imageGate: TaskGate;
  transcoder: Transcoder;
}

export type Services = ReturnType<typeof createCatalogueServices> &
  ReturnType<typeof createMediaServices> &
  Awaited<ReturnType<typeof createAccountServices>> &
  ReturnType<typeof createActivityServices> &
  ReturnType<typeof createPlaybackServices> &
  ReturnType<typeof createAnalysisServices> &
  ReturnType<typeof createScanServices> &
  ReturnType<typeof createUploadServices> & {
    serverService: ServerService;
    answerKeeper: AnswerKeeper;
  };

/** Everything that lives as long as the server, one of each. */
export interface Context extends Foundation {
  services: Services;
  /** Aborted when streams of events have to end. */
  stopping: AbortSignal;
  /** Begins the work that nobody asks for: scans, artwork. */
  startJobs(): Promise<void>;
  /** Begins to stop: not ready any more, so that balancers send nothing new. */
  beginStop(): void;
  /** Ends the streams of events, which would never end by themselves. */
  endEventStreams(): void;
  /** Ends the jobs and closes the store. */
  close(): Promise<void>;
}

export interface ContextOptions {
  config: Config;
  version: string;
  logger: Logger;
  /** Tests bring their own. */
  clock?: Clock;
  idSource?: IdSource;
  dataPlane?: DataPlane;
}

const MINUTE_MS = 60_000;
const CLEAN_UP_INTERVAL_MS = 6 * 60 * MINUTE_MS;
/** A watcher that was killed is replaced before long; one that is busy for a while keeps its role. */
const ROLE_LIFETIME_MS = 15_000;
/** Pictures are decoded in libuv's pool of four threads; the others stay free for reading files. */
const IMAGE_TASKS = 2;
const systemClock: Clock = { nowMs: () => Date.now() };

/** Builds the server's parts and opens its store. @throws DomainError, StartError when its data cannot be used */
export async function createContext(options: ContextOptions): Promise<Context> {
  const foundation = await createFoundation(options);
  const mediaFiles = new DiskMediaFiles({ s3: options.config.s3 && toS3Connection(options.config.s3) });
  try {
    const activityServices = createActivityServices(foundation);
    const scanServices = createScanServices(foundation, mediaFiles, activityServices.retentionService);
    const mediaServices = createMediaServices(foundation, mediaFiles);
    const analysisServices = createAnalysisServices(foundation);
    const accountServices = await createAccountServices(foundation);
    const services = {
      ...createCatalogueServices(foundation),
      ...mediaServices,
      ...accountServices,
      ...analysisServices,
      ...createPlaybackServices(foundation, { ...mediaServices, ...accountServices, ...analysisServices }),
      ...scanServices,
      ...activityServices,
      ...createUploadServices(foundation, mediaFiles, scanServices),
      serverService: new ServerService({
        ...foundation,
        probes: foundation.dataPlane.probes,
        hasKeys: () => accountServices.keyRing.hasKeys,
      }),
      answerKeeper: createAnswerKeeper(foundation),
    };
    const lifecycle = createLifecycle(foundation, services, mediaFiles);
    await foundation.eventRelay.start();
    return { ...foundation, services, ...lifecycle };
  } catch (error) {
    // Its threads would keep the process alive.
    await foundation.dataPlane.close();
    throw error;
  }
}

async function createFoundation(options: ContextOptions): Promise<Foundation> {
  const { config, version, logger } = options;
  const events = new EventBus((error) => logger.error({ err: error }, 'a listener failed'));
  logEvents(events, logger);
  const clock = options.clock ?? systemClock;
  const metrics = new Metrics({ collectsProcess: config.secrets.metricsToken !== null });
  const dataPlane = options.dataPlane ?? (await openDataPlane({ config, logger, metrics, clock }));
  const idSource = options.idSource ?? new RandomIdSource();
  const eventRelay = new EventRelay({
    channel: dataPlane.eventChannel,
    events,
    origin: `${config.instanceId} ${idSource.createId()}`,
    clock,
    onError: (error) => logger.warn({ err: error }, 'a message of another server was not understood'),
  });
  const mediaStore = openMediaStore({ config, logger, metrics, clock });
  const caches = openCaches({ config, logger, mediaStore, clock });
  return {
    config,
    version,
    logger,
    metrics,
    clock,
    idSource,
    events,
    dataPlane,
    eventRelay,
    store: dataPlane.store,
    mediaStore,
    ...caches,
    imageProcessor: new SharpImageProcessor(),
    imageGate: new TaskGate(IMAGE_TASKS),
    transcoder: openTranscoder(config, { mediaStore, ...caches }),
  };
}

function createAnswerKeeper({ dataPlane, events, version, metrics }: Foundation): AnswerKeeper {
  return new AnswerKeeper({
    cache: dataPlane.answerCache,
    events,
    version,
    onOutcome: (outcome) => metrics.countKeptAnswer(outcome),
  });
}

function createCatalogueServices({ store: { repositories }, events, clock }: Foundation) {
  const surroundingsLoader = new SurroundingsLoader(repositories);
  const parts = { repositories, surroundingsLoader, events, clock };
  return {
    catalogueService: new CatalogueService(parts),
    searchService: new SearchService(parts),
    homeService: new HomeService(parts),
    annotationService: new AnnotationService(parts),
    playService: new PlayService(parts),
    statisticsService: new StatisticsService(parts),
    queueService: new QueueService(parts),
  };
}

function createMediaServices(foundation: Foundation, pictureReader: MediaFiles) {
  const { config, logger, clock, idSource, events, store, dataPlane, mediaStore, renditionStore } = foundation;
  const { imageProcessor, imageGate } = foundation;
  const { libraries, covers } = store.repositories;
  const onError = (error: unknown) => logger.warn({ err: error }, 'artwork is in trouble');
  const sourceReader = new CoverSourceReader({
    libraries,
    mediaStore,
    pictureReader,
  });
  const getCatalogueVersion = () => store.getCatalogueVersion();
  const parts = { covers, renditionStore, imageProcessor, sourceReader, imageGate, events, clock };
  return {
    streamService: new StreamService({
      repositories: store.repositories,
      mediaStore,
      events,
      clock,
      isPlayedDirectly: config.s3?.isPlayedDirectly ?? false,
    }),
    coverService: new CoverService(parts),
    artworkService: new ArtworkService({ ...parts, idSource, jobs: dataPlane.jobs, getCatalogueVersion, onError }),
  };
}

function createScanServices(foundation: Foundation, mediaFiles: MediaFiles, retentionService: RetentionService) {
  const { config, logger, clock, idSource, events, store, dataPlane, mediaStore } = foundation;
  const { repositories } = store;
  const { jobs } = dataPlane;
  const parts = { repositories, mediaFiles, jobs, events, clock, idSource, logger };
  const scanService = new ScanService({ ...parts, getCatalogueVersion: () => store.getCatalogueVersion() });
  const { leases } = dataPlane;
  const libraryService = new LibraryService({
    ...parts,
    scanService,
    uploadsPath: config.uploads.location,
    additions: new LeasedRunner({ leases, name: 'library-additions', holder: config.instanceId }),
  });
  const demoAlbumService = new DemoAlbumService({
    ...parts,
    libraries: repositories.libraries,
    libraryService,
    renderer: new WorkerDemoAlbumRenderer({
      mediaStore,
      draftDirectory: join(config.dataDirectory, 'demo-album.part'),
    }),
    location: toDemoAlbumLocation(config),
  });
  const watchService = new WatchService({ ...parts, libraries: repositories.libraries, scanService });
  const jobService = new JobService({ ...parts, scanService });
  const cleanUpService = createCleanUpService(foundation, retentionService);
  return { scanService, libraryService, demoAlbumService, watchService, jobService, cleanUpService };
}

/** Supervisors kill ten seconds after they asked: several waits for stores that hang may not add up to more. */
const LONGEST_CLOSE_MS = 6_000;
/** For each that comes after that. */
const LEAST_CLOSE_MS = 200;

function createLifecycle(foundation: Foundation, services: Services, mediaFiles: MediaFiles) {
  const { clock, logger, events, dataPlane, eventRelay, transcoder } = foundation;
  const stopping = new AbortController();
  const stops: (() => Promise<void>)[] = [
    () => dataPlane.close(),
    () => mediaFiles.close(),
    () => transcoder.close(),
    () => eventRelay.stop(),
  ];
  const complain = (error: unknown) => logFailure(logger, error, 'a job failed');
  // Another server may have changed the keys unheard, or their store may have lost them.
  events.on('eventsMissed', () => void services.keyRing.rotate().catch(complain));
  // A store of jobs that lost them has lost their schedules too.
  const schedule = () => saveSchedules(foundation).catch(complain);
  events.on('eventsMissed', () => void schedule());
  const { catalogueFollower } = dataPlane;
  for (const name of ['libraryChanged', 'eventsMissed'] as const) events.on(name, () => catalogueFollower?.lookNow());
  // After all that something may still happen in.
  stops.push(() => services.activityRecorder.stop());
  // From the beginning: what a request asks for is a job too.
  const worker = dataPlane.jobs.work(createJobHandlers(services));
  stops.push(() => worker.stop());
  // Not with the other jobs, which wait for stores that need no keys.
  const keyJob = new KeyJob({ ...services, onError: complain });
  stops.push(() => keyJob.stop());
  keyJob.start();
  const analyticsJob = new AnalyticsJob({ ...services, onError: complain });
  const uploadJob = new UploadJob({ ...services, onError: complain });
  return {
    stopping: stopping.signal,
    async startJobs() {
      stops.push(() => analyticsJob.stop());
      analyticsJob.start();
      stops.push(services.artworkService.start());
      stops.push(services.analysisService.start());
      await schedule();
      const role = createWatcherRole(foundation, services, complain);
      stops.push(() => role.stop());
      await role.start();
      stops.push(() => uploadJob.stop());
      await uploadJob.start();
    },
    beginStop: () => services.serverService.beginStop(),
    endEventStreams: () => stopping.abort(),
    async close() {
      stopping.abort();
      const endsAt = clock.nowMs() + LONGEST_CLOSE_MS;
      // What cannot be ended in order, such as a store that hangs, keeps nothing else from it.
      for (const stop of stops.splice(0).reverse())
        await isInTime(stop().catch(complain), Math.max(LEAST_CLOSE_MS, endsAt - clock.nowMs()));
    },
  };
}

async function saveSchedules(foundation: Foundation): Promise<void> {
  const { music } = foundation.config;
  const { jobs } = foundation.dataPlane;
  await saveAnalysisSchedule(foundation);
  await jobs.saveSchedule({ name: 'clean-up', kind: 'clean-up', payload: null, everyMs: CLEAN_UP_INTERVAL_MS });
  const everyMs = music.scanIntervalMinutes * MINUTE_MS;
  if (everyMs === 0) await jobs.deleteSchedule('scan', 'scan');
  else await jobs.saveSchedule({ name: 'scan', kind: 'scan', payload: { task: 'ask' }, everyMs });
}

/** One server watches the folders. Who takes this over cannot know what changed meanwhile, and scans. */
function createWatcherRole(
  { config, clock, events, dataPlane }: Foundation,
  { scanService, watchService, libraryService }: Services,
  onError: (error: unknown) => void,
): { start(): Promise<void>; stop(): Promise<void> } {
  const { isWatching } = config.music;
  const role = new RoleKeeper({
    leases: dataPlane.leases,
    name: 'watcher',
    holder: config.instanceId,
    lifetimeMs: ROLE_LIFETIME_MS,
    clock,
    onError,
    onLost: () => watchService.stop(),
    async onTaken() {
      await scanService.takeUpLost();
      await scanService.startScan({});
      if (isWatching) await watchService.start();
    },
  });
  const refresh = () => {
    if (role.isHeld && isWatching) watchService.refresh().catch(onError);
  };
  const unsubscribes = [
    libraryService.observeLibraries(() => events.emit('librariesChanged', {})),
    events.on('librariesChanged', refresh),
  ];
  return {
    start: () => role.start(),
    async stop() {
      for (const unsubscribe of unsubscribes) unsubscribe();
      await role.stop();
    },
  };
}
