import { createReadStream } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { demoAlbum, demoCoverSvg } from '@jetstream/demo-album';
import { joinLocation } from '#models/media-location.ts';
import type { DemoAlbumRenderer } from '../demo-album-renderer.ts';
import type { MediaStore } from '../media-store.ts';
import { toWorkerEnvironment } from '../worker-environment.ts';
import type { RenderAnswer, RenderOrder } from './render-messages.ts';

const WORKER_URL = new URL('./render-worker.ts', import.meta.url);
const COVER_FILE = 'cover.jpg';
const COVER_PIXELS = 1_200;
const COVER_QUALITY = 88;
const MOST_WORKERS = 4;

export interface WorkerDemoAlbumRendererOptions {
  mediaStore: Pick<MediaStore, 'findFile' | 'writeFile'>;
  /** A folder of this server, for tracks that are not complete yet; it need not exist. */
  draftDirectory: string;
}

/** Renders one track in each processor's worker; the workers end with the album. */
export class WorkerDemoAlbumRenderer implements DemoAlbumRenderer {
  readonly #options: WorkerDemoAlbumRendererOptions;

  constructor(options: WorkerDemoAlbumRendererOptions) {
    this.#options = options;
  }

  async hasAlbum(location: string): Promise<boolean> {
    // The cover comes last.
    return (await this.#options.mediaStore.findFile(joinLocation(location, COVER_FILE))) !== undefined;
  }

  async render(location: string, onProgress: (progress: number) => void): Promise<void> {
    const { draftDirectory } = this.#options;
    await rm(draftDirectory, { recursive: true, force: true });
    await mkdir(draftDirectory, { recursive: true });
    const cover = await drawCover();
    await renderTracks({ directory: draftDirectory, cover, coverPixels: COVER_PIXELS }, onProgress);
    await this.publish(location, cover);
    await rm(draftDirectory, { recursive: true });
  }

  /** Brings what the draft holds to its place, and the cover behind it. */
  async publish(location: string, cover: Uint8Array): Promise<void> {
    const { mediaStore, draftDirectory } = this.#options;
    for (const name of (await readdir(draftDirectory)).sort())
      await mediaStore.writeFile(joinLocation(location, name), createReadStream(join(draftDirectory, name)), {
        contentType: 'audio/flac',
      });
    await mediaStore.writeFile(joinLocation(location, COVER_FILE), cover, { contentType: 'image/jpeg' });
  }
}

async function drawCover(): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  const svg = Buffer.from(demoCoverSvg());
  return await sharp(svg).resize(COVER_PIXELS, COVER_PIXELS).jpeg({ quality: COVER_QUALITY }).toBuffer();
}

async function renderTracks(order: Omit<RenderOrder, 'index'>, onProgress: (progress: number) => void): Promise<void> {
  const shares = demoAlbum.tracks.map(() => 0);
  const waiting = [...shares.keys()];
  const work = async (): Promise<void> => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
      const current = index;
      await renderTrack({ ...order, index: current }, (share) => {
        shares[current] = share;
        onProgress(shares.reduce((sum, value) => sum + value, 0) / shares.length);
      });
    }
  };
  const workers = Math.min(MOST_WORKERS, availableParallelism());
  await Promise.all(Array.from({ length: workers }, work));
}

function renderTrack(order: RenderOrder, onShare: (share: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER_URL, { workerData: order, env: toWorkerEnvironment() });
    worker.on('message', (answer: RenderAnswer) => {
      if ('progress' in answer) onShare(answer.progress);
      else if ('error' in answer) reject(new Error(answer.error));
      else resolve();
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('The renderer ended before the track did.')));
  });
}
