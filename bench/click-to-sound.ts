/**
 * From the click on Play of an album page to sound: the first `playing` event of the audio element in Chromium, on loopback. Each
 * round opens another album, so that nothing was loaded ahead.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser, openPage } from '../test/browser/support/browser.ts';
import { writeAlbum } from '../test/browser/support/build-music.ts';
import { startJetStream } from '../test/browser/support/jetstream.ts';
import { finishFirstRun } from '../test/browser/support/journey.ts';
import { printSpread, printVerdict, spreadOf } from './measure.ts';

const ALBUMS = 30;
const LIMIT_MS = 100;

interface TimedWindow {
  lastClick: number;
  firstSound: number | null;
}

/** In the page: when the pointer went down, and when sound first came after it. */
function watchClicks(): void {
  const timed = globalThis as unknown as TimedWindow;
  timed.firstSound = null;
  addEventListener(
    'click',
    () => {
      timed.lastClick = performance.now();
      timed.firstSound = null;
    },
    { capture: true },
  );
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
    this.addEventListener('playing', () => (timed.firstSound ??= performance.now()), { once: true });
    return play.call(this);
  };
}

async function timeClick(page: Page, title: string): Promise<number> {
  await page.getByRole('link', { name: title, exact: true }).first().click();
  await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
  await page.getByRole('main').getByRole('button', { name: 'Play', exact: true }).first().click();
  const answer = await page.waitForFunction(() => {
    const { firstSound, lastClick } = globalThis as unknown as TimedWindow;
    return firstSound === null ? null : firstSound - lastClick;
  });
  const elapsed = await answer.jsonValue();
  await page.goBack();
  return elapsed ?? Number.NaN;
}

const music = await mkdtemp(join(tmpdir(), 'jetstream-click-'));
const titles = Array.from({ length: ALBUMS + 3 }, (_, index) => `Album ${String(index).padStart(2, '0')}`);
for (const [index, title] of titles.entries())
  await writeAlbum(
    music,
    { artist: 'Bench', title, year: 2000, genre: 'Test', tracks: ['One', 'Two'], seconds: 30 },
    index % 12,
  );
const server = await startJetStream({ music: [music] });
const browser = await launchBrowser();
try {
  const { page } = await openPage(browser, server.url, { width: 1440, height: 2400 });
  await page.addInitScript(watchClicks);
  await finishFirstRun(page);
  await page.goto('/library/albums');
  const samples: number[] = [];
  for (const [round, title] of titles.entries()) {
    const elapsed = await timeClick(page, title);
    if (round >= titles.length - ALBUMS) samples.push(elapsed);
  }
  printSpread('click to sound, FLAC on loopback', samples);
  const { p50 } = spreadOf(samples);
  printVerdict('click to sound, p50 in ms', p50, LIMIT_MS, p50 <= LIMIT_MS);
} finally {
  await browser.close();
  await server.stop();
  await rm(music, { recursive: true, force: true });
}
