import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import type { LabResult, LabRun } from './lab.ts';

const here = import.meta.dirname;
const types: Record<string, string> = { '.js': 'text/javascript', '.html': 'text/html' };

export interface Lab {
  page: Page;
  /** Plays files of the folder one after the other and gives the recording. */
  run(run: LabRun): Promise<Omit<LabResult, 'samples'> & { samples: Float32Array }>;
  close(): Promise<void>;
}

/** A page with the engine of the web app alone, and a recorder behind it; `folder` has the files to play. */
export async function openLab(browser: Browser, folder: string): Promise<Lab> {
  const site = await mkdtemp(join(tmpdir(), 'jetstream-lab-'));
  await build({
    configFile: false,
    root: here,
    logLevel: 'error',
    build: { outDir: site, emptyOutDir: true, assetsInlineLimit: 0, target: 'es2024', minify: false },
  });
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://lab').pathname);
    const file = path.startsWith('/files/')
      ? join(folder, path.slice(7))
      : join(site, path === '/' ? 'index.html' : path);
    const found = await stat(file).catch(() => undefined);
    if (!found?.isFile()) return response.writeHead(404).end();
    const type = types[extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { 'content-type': type, 'content-length': found.size });
    return createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return {
    page,
    run: async (run) => {
      const files = run.files.map((file) => `/files/${file}`);
      const { samples, events } = await page.evaluate((request) => globalThis.runLab(request), { ...run, files });
      if (complaints.length > 0) throw new Error(complaints.join('\n'));
      const bytes = Buffer.from(samples, 'base64');
      return { events, samples: new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4) };
    },
    close: async () => {
      await page.close();
      server.close();
      server.closeAllConnections();
      await rm(site, { recursive: true, force: true });
    },
  };
}

export async function readPcm(path: string): Promise<Float32Array> {
  const bytes = await readFile(path);
  const copy = new Uint8Array(bytes);
  return new Float32Array(copy.buffer, 0, Math.floor(copy.length / 4));
}
