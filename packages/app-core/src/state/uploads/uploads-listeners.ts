import type { AppServices } from '#services/app-services.ts';
import { isRecord, JsonRecord } from '#services/storage/json-record.ts';
import type { ChosenFile } from '#services/uploads/uploader.ts';
import { libraryApi } from '../library/library-api.ts';
import type { AppStore } from '../store.ts';
import { uploadsActions, type UploadItem } from './uploads-slice.ts';
import { refreshUpload, startNextUploads } from './uploads-thunks.ts';

interface SavedUploads {
  userId: string;
  files: ChosenFile[];
}

const KEY = 'uploads';
const SAVE_AFTER_MS = 500;
const RELOAD_AFTER_MS = 1_000;

const isSavedUploads = (value: unknown): value is SavedUploads =>
  isRecord(value) && typeof value['userId'] === 'string' && Array.isArray(value['files']);

const isUnsent = ({ status }: UploadItem): boolean => !['checking', 'done', 'duplicate', 'rejected'].includes(status);

/** Keeps files moving, remembers across a restart which were not sent yet, and follows what the server makes of them. */
export function connectUploads(store: AppStore, services: AppServices): () => void {
  const { uploader, environment } = services;
  const record = new JsonRecord(services.storage, KEY, isSavedUploads);
  const save = createDelayed(environment, SAVE_AFTER_MS, () => {
    const { user, uploads } = store.getState();
    if (user.user === null) return;
    const files = uploads.items.filter(isUnsent).map(({ key, name, relativePath, sizeBytes }) => ({
      key,
      name,
      relativePath,
      sizeBytes,
    }));
    if (files.length === 0) record.remove();
    else record.write({ userId: user.user.id, files });
  });
  const reload = createDelayed(environment, RELOAD_AFTER_MS, () => {
    store.dispatch(libraryApi.util.invalidateTags(['uploads']));
  });
  let items = store.getState().uploads.items;
  let userId: string | null = null;
  const followUser = (): void => {
    const { status, user } = store.getState().user;
    const now = user?.id ?? null;
    // While the server is out of reach nobody has left.
    if (now === userId || status === 'unreachable' || status === 'unknown') return;
    userId = now;
    for (const { key } of store.getState().uploads.items) uploader.pause(key);
    store.dispatch(uploadsActions.uploadsReset());
    const saved = record.read();
    if (saved?.userId === userId) store.dispatch(uploadsActions.uploadsRestored(saved.files));
  };
  const follow = (): void => {
    followUser();
    const { uploads } = store.getState();
    if (uploads.items === items) return;
    items = uploads.items;
    save.soon();
    store.dispatch(startNextUploads());
  };
  const stops = [
    ...listenToUploader(store, services),
    ...listenToServer(store, services, reload.soon),
    store.subscribe(follow),
    environment.onHide(save.now),
    save.stop,
    reload.stop,
  ];
  followUser();
  return () => {
    for (const stop of stops) stop();
  };
}

function listenToUploader(store: AppStore, { uploader, environment }: AppServices): (() => void)[] {
  return [
    uploader.on('chosen', (choice) => store.dispatch(uploadsActions.uploadsChosen(choice))),
    uploader.on('dragged', ({ isOver }) => store.dispatch(uploadsActions.uploadDragged(isOver))),
    uploader.on('progressed', (progress) =>
      store.dispatch(uploadsActions.uploadProgressed({ ...progress, timeMs: environment.nowMs() })),
    ),
    uploader.on('sent', (sent) => {
      store.dispatch(uploadsActions.uploadSent(sent));
      uploader.forget(sent.key);
      void store.dispatch(refreshUpload(sent.uploadId));
    }),
    uploader.on('failed', (failure) => store.dispatch(uploadsActions.uploadFailed(failure))),
  ];
}

function listenToServer(store: AppStore, { api }: AppServices, reload: () => void): (() => void)[] {
  const refreshChecking = (): void => {
    for (const { status, uploadId } of store.getState().uploads.items)
      if (status === 'checking' && uploadId !== null) void store.dispatch(refreshUpload(uploadId));
  };
  return [
    api.on('serverEvent', (event) => {
      if (event.type === 'library-changed') linkTracks(store);
      if (event.type !== 'upload-changed') return;
      reload();
      if (store.getState().uploads.items.some(({ uploadId }) => uploadId === event.uploadId))
        void store.dispatch(refreshUpload(event.uploadId));
    }),
    // What happened while the line was down is unknown.
    api.on('eventsOpened', refreshChecking),
  ];
}

/** A file that came in becomes a track only with the scan that follows: then there is something to link to. */
function linkTracks(store: AppStore): void {
  for (const { status, track, uploadId } of store.getState().uploads.items)
    if ((status === 'done' || status === 'duplicate') && track === null && uploadId !== null)
      void store.dispatch(refreshUpload(uploadId));
}

function createDelayed(environment: AppServices['environment'], delayMs: number, task: () => void) {
  let cancel: (() => void) | undefined;
  const now = (): void => {
    cancel?.();
    cancel = undefined;
    task();
  };
  return {
    now,
    soon: () => {
      cancel ??= environment.schedule(now, delayMs);
    },
    stop: () => cancel?.(),
  };
}
