import { createApp, type App } from '#composition.ts';
import { initialSettingsState } from '#state/settings/settings-slice.ts';
import type { AppStore } from '#state/store.ts';
import { bootSession } from '#state/user/user-thunks.ts';
import { FakeAudioEngine } from './fake-audio-engine.ts';
import { FakeLocalFiles } from './fake-local-files.ts';
import { FakeMediaSession } from './fake-media-session.ts';
import { FakeUploader } from './fake-uploader.ts';
import { FakeTabs } from './fake-tabs.ts';
import { FakeEnvironment, settled } from './fake-environment.ts';
import { buildQueue, buildSession, empty, FakeServer, json, MemoryStorage } from './fake-server.ts';

export interface TestApp {
  app: App;
  store: AppStore;
  engine: FakeAudioEngine;
  environment: FakeEnvironment;
  server: FakeServer;
  storage: MemoryStorage;
  uploader: FakeUploader;
  localFiles: FakeLocalFiles;
  mediaSession: FakeMediaSession;
}

interface TestAppOptions {
  server?: FakeServer;
  storage?: MemoryStorage;
  environment?: FakeEnvironment;
  /** Apps with the same one are tabs of one browser. */
  tabs?: FakeTabs;
}

const emptyStore = { has: () => false, open: async () => undefined };

/** The whole app on a fake server, device and engine; nothing of our own is replaced. */
export function createTestApp(options: TestAppOptions = {}): TestApp {
  // A device that has been signed in before: what is new is the page.
  const environment = options.environment ?? new FakeEnvironment();
  const server = options.server ?? createSignedInServer();
  const storage = options.storage ?? new MemoryStorage({ 'session-known': 'yes' });
  const engine = new FakeAudioEngine(environment);
  const uploader = new FakeUploader();
  const localFiles = new FakeLocalFiles();
  const mediaSession = new FakeMediaSession();
  const app = createApp({
    baseUrl: '',
    fetch: server.fetch,
    environment,
    storage,
    lock: { run: (_name, task) => task() },
    mediaSession,
    tabs: (options.tabs ?? new FakeTabs()).open(),
    createEngine: () => engine,
    localFiles,
    downloads: emptyStore,
    createUploader: () => uploader,
  });
  return { app, store: app.store, engine, environment, server, storage, uploader, localFiles, mediaSession };
}

/** A server that knows the person's refresh cookie and has an empty queue. */
export function createSignedInServer(): FakeServer {
  return new FakeServer()
    .on('POST /api/v1/auth/refresh', () => json(buildSession()))
    .on('POST /api/v1/auth/logout', empty)
    .on('GET /api/v1/events', () => new Response(new ReadableStream()))
    .on('GET /api/v1/me/settings', () => json(initialSettingsState.synced))
    .on('PATCH /api/v1/me/settings', ({ body }) => json(body))
    .on('GET /api/v1/queue', () => json(buildQueue()))
    .on('PUT /api/v1/queue', empty)
    .on('PUT /api/v1/queue/position', () => json({ isSaved: true, idleMs: 0 }))
    .on('POST /api/v1/plays', () => json({ isCounted: true }));
}

export async function createSignedInApp(options: TestAppOptions = {}): Promise<TestApp> {
  const test = createTestApp(options);
  await test.store.dispatch(bootSession());
  await settled();
  return test;
}
