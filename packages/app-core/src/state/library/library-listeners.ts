import type { AnnotatedKind, DemoAlbumState, Job, Scan, ServerEvent } from '@jetstream/api-contract';
import type { AppServices } from '#services/app-services.ts';
import type { AppStore } from '../store.ts';
import { refreshAnnotation } from './annotation-thunks.ts';
import { libraryApi } from './library-api.ts';
import { annotationKey, isScanActive, libraryActions } from './library-slice.ts';

/** A scan changes the library many times a second: lists on screen are fetched again at most this often. */
const RELOAD_EVERY_MS = 3_000;
/** Small jobs come in bursts; lists of jobs are fetched again at most this often. */
const GATHER_JOBS_MS = 500;
const GATHER_ANNOTATIONS_MS = 400;
/** As many as the page of jobs asks for, whose list is changed in place. */
const MOST_JOBS = 200;
/** With more changes than this at once, everything is fetched again instead of each by itself. */
const MOST_SINGLE_ANNOTATIONS = 12;
/** The server tells every client of a change, also the one that made it. */
const ECHO_MS = 3_000;

/** Brings what happens on the server into the state. */
export function connectLibrary(store: AppStore, services: AppServices): () => void {
  const { api, playOutbox } = services;
  const reload = createReload(store, services);
  const reloadAll = (): void => {
    store.dispatch(libraryActions.annotationsCleared());
    reload.now();
  };
  const annotations = createAnnotationRefresh(store, services, reloadAll);
  const jobs = createJobRefresh(store, services);

  const onEvent = (event: ServerEvent): void => {
    switch (event.type) {
      case 'library-changed':
        return reload.soon();
      case 'scan-progressed':
        return takeScan(store, event.scan);
      case 'job-progressed':
        return jobs.take(event.job);
      case 'demo-album-progressed':
        return takeDemoAlbum(store, event.demoAlbum);
      case 'annotation-changed':
        return annotations.add(event.kind, event.id);
      case 'queue-changed':
        return undefined;
    }
  };
  const subscriptions = [
    api.on('serverEvent', onEvent),
    // What happened while the line was down is unknown.
    api.on('eventsOpened', ({ isResumed }) => {
      if (isResumed) reloadAll();
    }),
    playOutbox.onSent(() => store.dispatch(libraryApi.util.invalidateTags(['plays', 'personal']))),
    reload.stop,
    annotations.stop,
    jobs.stop,
  ];
  return () => {
    for (const stop of subscriptions) stop();
  };
}

function createReload(store: AppStore, { environment, rowWindows }: AppServices) {
  let cancel: (() => void) | undefined;
  let lastMs = Number.NEGATIVE_INFINITY;
  const now = (): void => {
    cancel?.();
    cancel = undefined;
    lastMs = environment.nowMs();
    store.dispatch(libraryActions.libraryVersionRaised());
    store.dispatch(libraryApi.util.invalidateTags(['catalogue', 'personal', 'libraries', 'scans', 'jobs']));
    rowWindows.reload();
  };
  const soon = (): void => {
    cancel ??= environment.schedule(now, Math.max(0, lastMs + RELOAD_EVERY_MS - environment.nowMs()));
  };
  return { now, soon, stop: () => cancel?.() };
}

function takeScan(store: AppStore, scan: Scan): void {
  const before = store.getState().library.scan;
  store.dispatch(libraryActions.scanProgressed(scan));
  if (before?.id === scan.id && before.state === scan.state) return;
  store.dispatch(libraryApi.util.invalidateTags(['scans']));
  if (!isScanActive(scan)) store.dispatch(libraryApi.util.invalidateTags(['libraries', 'scan-failures', 'catalogue']));
}

function takeDemoAlbum(store: AppStore, demoAlbum: DemoAlbumState): void {
  store.dispatch(libraryActions.demoAlbumProgressed(demoAlbum));
  void store.dispatch(libraryApi.util.upsertQueryData('getDemoAlbum', undefined, demoAlbum));
}

/** How far a shown job is changes in place; one that begins or ends changes the lists, which are fetched again. */
function createJobRefresh(store: AppStore, { environment }: AppServices) {
  let cancel: (() => void) | undefined;
  const refresh = (): void => {
    cancel = undefined;
    store.dispatch(libraryApi.util.invalidateTags(['jobs']));
  };
  const take = (job: Job): void => {
    const shown = { query: { group: 'active', limit: MOST_JOBS } } as const;
    const listed = libraryApi.endpoints.listJobs.select(shown)(store.getState()).data?.items;
    const isKnown = listed?.some(({ id, state }) => id === job.id && state === job.state) ?? false;
    if (!isKnown) cancel ??= environment.schedule(refresh, GATHER_JOBS_MS);
    else
      store.dispatch(
        libraryApi.util.updateQueryData('listJobs', shown, ({ items }) => {
          const at = items.findIndex(({ id }) => id === job.id);
          if (at >= 0) items[at] = job;
        }),
      );
  };
  return { take, stop: () => cancel?.() };
}

function createAnnotationRefresh(store: AppStore, { environment }: AppServices, reloadAll: () => void) {
  const gathered = new Map<string, { kind: AnnotatedKind; id: string }>();
  let cancel: (() => void) | undefined;
  const refresh = (): void => {
    cancel = undefined;
    const changes = [...gathered.values()];
    gathered.clear();
    store.dispatch(libraryApi.util.invalidateTags(['personal']));
    if (changes.length > MOST_SINGLE_ANNOTATIONS) reloadAll();
    else for (const { kind, id } of changes) void store.dispatch(refreshAnnotation(kind, id));
  };
  const add = (kind: AnnotatedKind, id: string): void => {
    const key = annotationKey(kind, id);
    const { pendingWrites, writtenAtMs } = store.getState().library;
    const isEcho =
      pendingWrites[key] !== undefined ||
      environment.nowMs() - (writtenAtMs[key] ?? Number.NEGATIVE_INFINITY) < ECHO_MS;
    if (isEcho) return;
    gathered.set(key, { kind, id });
    cancel ??= environment.schedule(refresh, GATHER_ANNOTATIONS_MS);
  };
  return { add, stop: () => cancel?.() };
}
