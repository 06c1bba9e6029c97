import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { demoAlbum, demoCoverSvg } from '@jetstream/demo-album';
import type { DemoAlbumRenderer } from '../demo-album-renderer.ts';
import { toWorkerEnvironment } from '../worker-environment.ts';
import type { RenderAnswer, RenderOrder } from './render-messages.ts';

const WORKER_URL = new URL('./render-worker.ts', import.meta.url);
const COVER_FILE = 'cover.jpg';
const COVER_PIXELS = 1_200;
const COVER_QUALITY = 88;
const MOST_WORKERS = 4;

/** Renders one track in each processor's worker; the workers end with the album. */
export class WorkerDemoAlbumRenderer implements DemoAlbumRenderer {
  async hasAlbum(directory: string): Promise<boolean> {
    // The folder comes by one rename: any file of it says that all are there.
    return await access(join(directory, COVER_FILE)).then(
      () => true,
      () => false,
    );
  }

  async render(directory: string, onProgress: (progress: number) => void): Promise<void> {
    const draft = `${directory}.part`;
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { recursive: true });
    const cover = await drawCover();
    await renderTracks({ directory: draft, cover, coverPixels: COVER_PIXELS }, onProgress);
    await writeFile(join(draft, COVER_FILE), cover);
    await mkdir(dirname(directory), { recursive: true });
    await rm(directory, { recursive: true, force: true });
    await rename(draft, directory);
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
