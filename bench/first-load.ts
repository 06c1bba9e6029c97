/**
 * JavaScript that a signed-in visit of Home transfers before it can be used, in brotli, as Chromium receives it from the
 * server; and how long its start-up takes here. Needs `npm run build`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Response } from 'playwright-core';
import { launchBrowser } from '../test/browser/support/browser.ts';
import { startJetStream } from '../test/browser/support/jetstream.ts';
import { printSpread, printVerdict, timeRuns } from './measure.ts';

const LIMIT_KB = 180;
const HOME_READY = 'main [data-scroll-container] h1';
const account = { name: 'bench', password: 'first-load-bench' };

interface Script {
  name: string;
  encoding: string;
  bytes: number;
}

async function toScript(response: Response): Promise<Script> {
  const headers = await response.allHeaders();
  return {
    name: new URL(response.url()).pathname,
    encoding: headers['content-encoding'] ?? 'none',
    bytes: Number(headers['content-length'] ?? Number.NaN),
  };
}

const music = await mkdtemp(join(tmpdir(), 'jetstream-first-load-'));
const server = await startJetStream({ music: [music] });
const browser = await launchBrowser();
try {
  const context = await browser.newContext({ baseURL: server.url, viewport: { width: 1440, height: 900 } });
  const created = await fetch(`${server.url}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url },
    body: JSON.stringify(account),
  });
  if (!created.ok) throw new Error(`The set-up failed: ${created.status} ${await created.text()}`);
  const entry = await context.newPage();
  await entry.goto('/');
  await entry.getByLabel('Name').fill(account.name);
  await entry.getByLabel('Password', { exact: true }).fill(account.password);
  await entry.keyboard.press('Enter');
  await entry.locator(HOME_READY).waitFor();
  await entry.close();

  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
  const answers: Response[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') answers.push(response);
  });
  await page.goto('/');
  await page.locator(HOME_READY).waitFor();
  const scripts = await Promise.all(answers.map(toScript));
  for (const { name, encoding, bytes } of scripts.toSorted((a, b) => b.bytes - a.bytes))
    console.log(`  ${(bytes / 1000).toFixed(1).padStart(6)} KB  ${encoding.padEnd(5)} ${name}`);
  const total = scripts.reduce((sum, { bytes }) => sum + bytes, 0) / 1000;
  printVerdict('first load, KB of JavaScript in brotli', total, LIMIT_KB, total <= LIMIT_KB);

  await devtools.send('Network.setCacheDisabled', { cacheDisabled: false });
  const samples = await timeRuns(10, 2, async () => {
    await page.goto('/');
    await page.locator(HOME_READY).waitFor();
  });
  printSpread('navigation to Home on screen, warm cache', samples);
} finally {
  await browser.close();
  await server.stop();
  await rm(music, { recursive: true });
}
