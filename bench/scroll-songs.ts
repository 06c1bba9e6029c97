/**
 * Scrolling the list of 100,000 songs in Chromium: by wheel, by dragging the scrollbar to random places, and by the letters
 * at its side. Frames are the times between animation frames; the display's own pace is the limit.
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { connectSqliteStore } from '../apps/server/src/repositories/sqlite/connect-sqlite-store.ts';
import { launchBrowser, openPage } from '../test/browser/support/browser.ts';
import { startJetStream } from '../test/browser/support/jetstream.ts';
import { person } from '../test/browser/support/journey.ts';
import { seedCatalogue } from '../tools/seed.ts';
import { printSpread, printVerdict, spreadOf } from './measure.ts';

const TRACKS = 100_000;
const FRAME_LIMIT_MS = 16.7;
/** A display of 60 Hz gives no frame sooner; what is above it by less than a clock's tick is on time. */
const TOLERANCE_MS = 0.5;
const MOST_ROWS = 80;
const WHEEL_STEPS = 240;
const DRAGS = 40;

interface WatchedWindow {
  frames: number[];
  rows: number[];
  longTasks: number[];
}

/** In the page: every frame's length, how many rows there were in it, and the tasks that held it up. */
function watchFrames(): void {
  const watched = globalThis as unknown as WatchedWindow;
  Object.assign(watched, { frames: [], rows: [], longTasks: [] });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) watched.longTasks.push(duration);
  }).observe({ type: 'longtask' });
  let last = performance.now();
  const tick = (now: number): void => {
    watched.frames.push(now - last);
    watched.rows.push(document.querySelectorAll('[data-virtual-row]').length);
    last = now;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}

async function measure(page: Page, name: string, work: () => Promise<void>): Promise<WatchedWindow> {
  await page.evaluate(() => {
    const watched = globalThis as unknown as WatchedWindow;
    for (const list of [watched.frames, watched.rows, watched.longTasks]) list.length = 0;
  });
  await work();
  const seen = await page.evaluate(() => {
    const { frames, rows, longTasks } = globalThis as unknown as WatchedWindow;
    return { frames: [...frames], rows: [...rows], longTasks: [...longTasks] };
  });
  printSpread(`${name}, frame`, seen.frames);
  const late = seen.frames.filter((frame) => frame > FRAME_LIMIT_MS * 2).length;
  console.log(`  ${late} of ${seen.frames.length} frames missed, ${seen.longTasks.length} tasks over 50 ms`);
  return seen;
}

const wheel = (page: Page) => async (): Promise<void> => {
  await page.mouse.move(700, 500);
  for (let step = 0; step < WHEEL_STEPS; step += 1) await page.mouse.wheel(0, 240);
};

/** As the thumb of a scrollbar does: far jumps, several a second. */
const drag = (page: Page) => async (): Promise<void> => {
  for (let step = 1; step <= DRAGS; step += 1) {
    const share = (step * 0.618_034) % 1;
    await page.evaluate((place) => {
      const list = document.querySelector('[data-virtual="list"]');
      const scroller = list?.closest('[data-scroll-container]');
      if (scroller) scroller.scrollTop = place * (scroller.scrollHeight - scroller.clientHeight);
    }, share);
    await page.waitForTimeout(step % 5 === 0 ? 250 : 40);
  }
};

const letters = (page: Page) => async (): Promise<void> => {
  const box = await page.locator('[data-letter-rail]').boundingBox();
  if (!box) throw new Error('there is no letter rail');
  await page.mouse.move(box.x + box.width / 2, box.y + 2);
  await page.mouse.down();
  for (let y = 2; y < box.height; y += 4) await page.mouse.move(box.x + box.width / 2, box.y + y);
  await page.mouse.up();
};

/** From the last jump to rows with titles on screen. */
async function timeToRows(page: Page): Promise<number> {
  await page.waitForTimeout(400);
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const scroller = document.querySelector('[data-virtual="list"]')?.closest('[data-scroll-container]');
        const start = performance.now();
        if (scroller) scroller.scrollTop = scroller.scrollHeight * 0.377;
        const look = (): void => {
          const rows = [...document.querySelectorAll('[data-virtual-row]')];
          const isFilled = rows.some((row) => row.querySelector('[data-row]'));
          if (isFilled && performance.now() - start > 20) resolve(performance.now() - start);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
  );
}

const data = await mkdtemp(join(tmpdir(), 'jetstream-scroll-'));
const store = await connectSqliteStore({ directory: data });
await seedCatalogue(store.repositories, { tracks: TRACKS, albums: TRACKS / 10, artists: TRACKS / 20 });
await store.close();
const server = await startJetStream({ dataDirectory: data });
const browser = await launchBrowser();
try {
  const { page } = await openPage(browser, server.url);
  await page.addInitScript(watchFrames);
  await page.goto('/');
  await page.getByLabel('Your name').fill(person.name);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Continue' }).click();
  // Which step follows depends on what the server makes of the seeded folder, which is not on the disk.
  await page.getByLabel('Your name').waitFor({ state: 'detached' });
  await page.goto('/library/songs');
  await page.locator('[data-virtual-row] [data-row]').first().waitFor();
  await page.waitForTimeout(3_000);
  const idle = await measure(page, 'at rest', () => page.waitForTimeout(2_000));
  const runs = [
    await measure(page, 'wheel', wheel(page)),
    await measure(page, 'scrollbar', drag(page)),
    await measure(page, 'letters', letters(page)),
  ];
  console.log(`far jump to titles: ${(await timeToRows(page)).toFixed(0)} ms`);
  const frames = runs.flatMap((run) => run.frames);
  const rows = Math.max(...runs.flatMap((run) => run.rows));
  const { p50, p99 } = spreadOf(frames);
  const limit = Math.max(FRAME_LIMIT_MS, spreadOf(idle.frames).p50) + TOLERANCE_MS;
  printVerdict('frame while scrolling, p50 in ms', p50, FRAME_LIMIT_MS, p50 <= limit);
  printVerdict('frame while scrolling, p99 in ms', p99, FRAME_LIMIT_MS, p99 <= limit);
  printVerdict('rows in the page', rows, MOST_ROWS, rows <= MOST_ROWS);
} finally {
  await browser.close();
  await server.stop();
}
