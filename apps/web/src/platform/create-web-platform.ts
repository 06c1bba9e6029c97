import type { Platform } from '@jetstream/app-core';
import { createBrowserAudioEngine } from './audio/create-browser-audio-engine.ts';
import { createBrowserEnvironment } from './environment.ts';
import { createBrowserMediaSession } from './media-session/browser-media-session.ts';
import { FileDrops } from './files/file-drops.ts';
import { WebLocalFiles } from './files/web-local-files.ts';
import { DownloadedFiles } from './storage/audio-stores.ts';
import { createBrowserStorage } from './storage/browser-storage.ts';
import { createTabChannel } from './storage/tab-channel.ts';
import { WebUploader } from './uploads/web-uploader.ts';
import { createTabLock } from './storage/tab-lock.ts';

/** What a browser brings to the app; the server is the page's own origin. */
export function createWebPlatform(): Platform {
  const environment = createBrowserEnvironment();
  const storage = createBrowserStorage();
  const drops = new FileDrops();
  const pageFetch: typeof fetch = (input, init) => fetch(input, init);
  return {
    baseUrl: '',
    fetch: pageFetch,
    environment,
    storage,
    lock: createTabLock(environment, storage),
    tabs: createTabChannel(),
    mediaSession: createBrowserMediaSession(),
    createUploader: ({ getAccessToken }) => new WebUploader({ baseUrl: '', getAccessToken, drops }),
    localFiles: new WebLocalFiles({ environment, storage, drops }),
    downloads: new DownloadedFiles(globalThis.caches),
    createEngine: () => createBrowserAudioEngine(environment),
  };
}
