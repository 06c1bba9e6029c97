/**
 * From a click to sound in Chromium, by the events of the audio element: Play of an album that nothing was loaded of, as it is
 * and encoded anew; Next when that track was loaded ahead; and Play over a link of 3 Mbit/s and 80 ms, which may not stall.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { launchBrowser, openPage } from '../test/browser/support/browser.ts';
import { writeAlbum } from '../test/browser/support/build-music.ts';
import { startJetStream } from '../test/browser/support/jetstream.ts';
import { finishFirstRun } from '../test/browser/support/journey.ts';
import { printSpread, printVerdict, spreadOf } from './measure.ts';

const run = promisify(execFile);
const ALBUMS = 30;
const WARM_UP = 3;
const SKIPS = 20;
const SLOW_STARTS = 10;
const SLOW_LISTENING_MS = 30_000;
/** Long enough for what follows to be fetched on loopback. */
const LOADED_AHEAD_MS = 2_500;
const LIMITS_MS = { direct: 100, encoded: 250, skip: 50, slow: 600 };
const SLOW_LINK = { offline: false, latency: 80, downloadThroughput: 3e6 / 8, uploadThroughput: 3e6 / 8 };

interface TimedWindow {
  lastClick: number;
  firstSound: number | null;
  stallCount: number;
}

/** In the page: when the pointer went down, when sound first came after it, and how often it gave out since. */
function watchClicks(): void {
  const timed = globalThis as unknown as TimedWindow;
  timed.firstSound = null;
  addEventListener(
    'click',
    () => {
      timed.lastClick = performance.now();
      timed.firstSound = null;
      timed.stallCount = 0;
    },
    { capture: true },
  );
  const heard = (): void => {
    timed.firstSound ??= performance.now();
  };
  const gaveOut = (): void => {
    if (timed.firstSound !== null) timed.stallCount += 1;
  };
  const known = new WeakSet<HTMLMediaElement>();
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
    if (!known.has(this)) {
      known.add(this);
      this.addEventListener('playing', heard);
      this.addEventListener('seeked', () => !this.paused && heard());
      this.addEventListener('waiting', gaveOut);
    }
    return play.call(this);
  };
}

async function readElapsed(page: Page): Promise<number> {
  const answer = await page.waitForFunction(() => {
    const { firstSound, lastClick } = globalThis as unknown as TimedWindow;
    return firstSound === null ? null : firstSound - lastClick;
  });
  return (await answer.jsonValue()) ?? Number.NaN;
}

async function timePlay(page: Page, title: string): Promise<number> {
  await page.getByRole('link', { name: title, exact: true }).first().click();
  await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
  await page.getByRole('main').getByRole('button', { name: 'Play', exact: true }).first().click();
  const elapsed = await readElapsed(page);
  await page.goBack();
  return elapsed;
}

async function timePlays(page: Page, titles: readonly string[]): Promise<number[]> {
  const samples: number[] = [];
  for (const title of titles) samples.push(await timePlay(page, title));
  return samples.slice(WARM_UP);
}

async function timeSkips(page: Page): Promise<number[]> {
  const samples: number[] = [];
  for (let count = 0; count < SKIPS; count++) {
    await sleep(LOADED_AHEAD_MS);
    await page.getByRole('button', { name: 'Next', exact: true }).first().click();
    samples.push(await readElapsed(page));
  }
  return samples;
}

async function playSlowly(page: Page, titles: readonly string[]): Promise<{ samples: number[]; stalls: number }> {
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Network.emulateNetworkConditions', SLOW_LINK);
  const samples: number[] = [];
  for (const title of titles) samples.push(await timePlay(page, title));
  await sleep(SLOW_LISTENING_MS);
  const stalls = await page.evaluate(() => (globalThis as unknown as TimedWindow).stallCount);
  return { samples, stalls };
}

const titlesOf = (kind: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${kind} ${String(index).padStart(2, '0')}`);

const plan = (title: string, tracks: number) => ({
  artist: 'Bench',
  title,
  year: 2000,
  genre: 'Test',
  tracks: Array.from({ length: tracks }, (_, index) => `Song ${index}`),
  seconds: 60,
});

/** Noise, of which FLAC makes 1 Mbit/s, as of loud music. */
async function writeNoise(path: string, title: string): Promise<void> {
  const noise = 'anoisesrc=d=60:a=0.05:r=44100:c=pink';
  const tags = ['-metadata', `title=${title}`, '-metadata', 'artist=Bench', '-metadata', `album=${title}`];
  await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', noise, '-ac', '2', '-sample_fmt', 's16', ...tags, path]);
}

async function encodeAll(folder: string): Promise<void> {
  for (const name of await readdir(folder, { recursive: true })) {
    if (!name.endsWith('.flac')) continue;
    const path = join(folder, name);
    await run('ffmpeg', ['-v', 'error', '-i', path, path.replace(/flac$/, 'wv')]);
    await rm(path);
  }
}

function report(name: string, samples: readonly number[], limitMs: number): void {
  printSpread(name, samples);
  const { p50 } = spreadOf(samples);
  printVerdict(`${name}, p50 in ms`, p50, limitMs, p50 <= limitMs);
}

const music = await mkdtemp(join(tmpdir(), 'jetstream-click-'));
const direct = titlesOf('Direct', ALBUMS + WARM_UP);
const encoded = titlesOf('Encoded', ALBUMS + WARM_UP);
const slow = titlesOf('Slow', SLOW_STARTS);
for (const [index, title] of encoded.entries()) await writeAlbum(music, plan(title, 1), index % 12);
await encodeAll(music);
for (const [index, title] of direct.entries()) await writeAlbum(music, plan(title, 1), index % 12);
for (const title of slow) await writeNoise(join(music, `${title}.flac`), title);
await writeAlbum(music, plan('Long', SKIPS + 2));
const server = await startJetStream({ music: [music] });
const browser = await launchBrowser();
try {
  const { page } = await openPage(browser, server.url, { width: 1440, height: 4800 });
  await page.addInitScript(watchClicks);
  await finishFirstRun(page);
  await page.goto('/library/albums');
  report('click to sound, FLAC', await timePlays(page, direct), LIMITS_MS.direct);
  report('click to sound, WavPack encoded anew', await timePlays(page, encoded), LIMITS_MS.encoded);
  await timePlay(page, 'Long');
  report('next to sound, loaded ahead', await timeSkips(page), LIMITS_MS.skip);
  const { samples, stalls } = await playSlowly(page, slow);
  report('click to sound, FLAC over 3 Mbit/s and 80 ms', samples, LIMITS_MS.slow);
  printVerdict('stalls in half a minute over 3 Mbit/s and 80 ms', stalls, 0, stalls === 0);
} finally {
  await browser.close();
  await server.stop();
  await rm(music, { recursive: true, force: true });
}
