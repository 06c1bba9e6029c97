import assert from 'node:assert/strict';
import { launchBrowser, openPage } from './browser/support/browser.ts';
import { startJetStream } from './browser/support/jetstream.ts';
import { createAdministrator, currentTitle, waitUntilAdvancing } from './browser/support/journey.ts';

/** Follows the README on this checkout: `npm start`, the first run, the demo album, and sound that really advances. */
const BUILD_AND_START_LIMIT_MS = 60_000;

const start = performance.now();
const seconds = () => ((performance.now() - start) / 1000).toFixed(1);
const server = await startJetStream({ command: ['npm', 'start', '--'], limitMs: BUILD_AND_START_LIMIT_MS });
const browser = await launchBrowser();
try {
  console.log(`npm start: ready after ${seconds()} s at ${server.url}`);
  const { page, complaints } = await openPage(browser, server.url);
  await createAdministrator(page);
  console.log(`first administrator after ${seconds()} s`);
  await page.getByRole('button', { name: 'Listen to a demo album now' }).click();
  await page.getByRole('button', { name: 'Play the demo album' }).click({ timeout: 120_000 });
  const audio = await waitUntilAdvancing(page, 2);
  console.log(
    `playing “${await currentTitle(page)}” after ${seconds()} s, at ${audio.currentTime.toFixed(1)} s of ${audio.duration.toFixed(1)} s`,
  );
  assert.deepEqual(complaints, [], 'the page complained');
} catch (error) {
  console.error(server.output());
  throw error;
} finally {
  await browser.close();
  await server.stop();
}
console.log(`stopped cleanly after ${seconds()} s`);
