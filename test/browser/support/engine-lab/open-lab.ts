import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { build } from 'vite';
import { launchBrowser } from '../browser.ts';
import type { LabResult, LabRun } from './lab.ts';
import { LabMedia } from './lab-media.ts';

const here = import.meta.dirname;
const types: Record<string, string> = { '.js': 'text/javascript', '.html': 'text/html' };

export interface LabRecording extends Omit<LabResult, 'samples'> {
  /** Of the left channel. */
  samples: Float32Array;
  /** Both channels, frame by frame. */
  stereo: Float32Array;
}

export interface Lab {
  /** Of the files to play. */
  folder: string;
  /** Where `run` gets the tracks of its `network` from. */
  media: LabMedia;
  /** Unplugs the browser's network, or plugs it in. */
  setOffline(isOffline: boolean): Promise<void>;
  /** Plays files of the folder one after the other and gives the recording. */
  run(run: LabRun): Promise<LabRecording>;
  close(): Promise<void>;
}

/** A browser with a page of the web app's engine alone, and a recorder behind it. */
export async function openLab(): Promise<Lab> {
  await using opened = new AsyncDisposableStack();
  const makeFolder = async (name: string): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), `jetstream-lab-${name}-`));
    opened.defer(() => rm(folder, { recursive: true, force: true }));
    return folder;
  };
  const [folder, site] = [await makeFolder('music'), await makeFolder('site')];
  await build({
    configFile: false,
    root: here,
    logLevel: 'error',
    build: { outDir: site, emptyOutDir: true, assetsInlineLimit: 0, target: 'es2024', minify: false },
  });
  const media = new LabMedia(folder);
  const url = await serveLab({ site, folder, media }, opened);
  const browser = await launchBrowser();
  opened.defer(() => browser.close());
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(url);
  const kept = opened.move();
  return {
    folder,
    media,
    setOffline: (isOffline) => page.context().setOffline(isOffline),
    run: async (run) => {
      const files = run.files.map((file) => `/files/${file}`);
      const { samples, events } = await page.evaluate((request) => globalThis.runLab(request), { ...run, files });
      if (complaints.length > 0) throw new Error(complaints.join('\n'));
      const bytes = Buffer.from(samples, 'base64');
      const stereo = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
      return { events, stereo, samples: stereo.filter((_, index) => index % 2 === 0) };
    },
    close: () => kept.disposeAsync(),
  };
}

async function serveLab(
  { site, folder, media }: { site: string; folder: string; media: LabMedia },
  opened: AsyncDisposableStack,
): Promise<string> {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://lab').pathname);
    if (await media.answer(path, response)) return;
    const file = path.startsWith('/files/')
      ? join(folder, path.slice(7))
      : join(site, path === '/' ? 'index.html' : path);
    const found = await stat(file).catch(() => undefined);
    if (!found?.isFile()) return void response.writeHead(404).end();
    const type = types[extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { 'content-type': type, 'content-length': found.size });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.defer(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
