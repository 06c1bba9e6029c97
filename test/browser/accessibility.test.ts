import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { chromiumPath, launchBrowser, openPage } from './support/browser.ts';
import { writeMusic } from './support/build-music.ts';
import { startJetStream, type RunningJetStream } from './support/jetstream.ts';
import { finishFirstRun, waitFor } from './support/journey.ts';

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface AxeWindow {
  axe: {
    run(
      root: Document,
      options: object,
    ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
  };
}

/** What axe finds on the page as it is now, a line each. */
async function findFaults(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async (rules) => {
    const { axe } = globalThis as unknown as AxeWindow;
    const { violations } = await axe.run(document, { runOnly: rules });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary.replaceAll(/\s+/g, ' ')}`),
    );
  }, RULES);
}

/** Until what was asked from the server stands on the page. */
async function waitUntilShown(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      document.querySelector('[aria-busy="true"], [data-skeleton]') === null &&
      [...document.images].every((image) => image.complete),
  );
}

const screens: readonly [name: string, path: string, heading: RegExp][] = [
  ['Home', '/', /Good/],
  ['Search', '/search?q=snow', /Search/],
  ['Albums', '/library/albums', /Albums|Library/],
  ['Artists', '/library/artists', /Artists|Library/],
  ['Songs', '/library/songs', /Songs|Library/],
  ['Genres', '/library/genres', /Genres|Library/],
  ['Folders', '/library/folders', /Folders|Library/],
  ['Favourites', '/library/favourites', /Favourites|Library/],
  ['History', '/history', /History/],
  ['Statistics', '/statistics', /Statistics/],
  ['Server statistics', '/statistics/server', /Statistics/],
  ['Settings', '/settings', /Settings/],
  ['Settings, account', '/settings/account', /Settings|Account/],
  ['Settings, playback', '/settings/playback', /Settings|Playback/],
  ['Settings, music', '/settings/library', /Settings|Music/],
  ['Settings, jobs', '/settings/jobs', /Settings|Jobs/],
  ['files of this device', '/local-files', /On this device/],
  ['an address that leads nowhere', '/no/such/page', /nothing here/],
];
const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } };

describe('accessibility', { skip: chromiumPath ? false : 'there is no Chromium', timeout: 480_000 }, () => {
  let server: RunningJetStream;
  let browser: Browser;
  let music: string;
  let page: Page;
  before(async () => {
    music = await writeMusic();
    [server, browser] = await Promise.all([startJetStream({ music: [music] }), launchBrowser()]);
    ({ page } = await openPage(browser, server.url));
    page.setDefaultTimeout(8_000);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    if (music) await rm(music, { recursive: true, force: true });
  });

  test('axe finds nothing on the first-run page', async () => {
    await page.goto('/');
    await page.getByLabel('Your name').waitFor();
    const faults = await findFaults(page);
    // The other tests need an account, whatever axe says of this page.
    await finishFirstRun(page);
    assert.deepEqual(faults, []);
  });

  for (const [name, path, heading] of screens) {
    test(`axe finds nothing on ${name}, on phone and desktop, light and dark`, async () => {
      for (const size of Object.values(sizes)) {
        await page.setViewportSize(size);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          await page.goto(path);
          await page.getByRole('heading', { level: 1, name: heading }).waitFor({ state: 'attached' });
          await waitUntilShown(page);
          assert.deepEqual(await findFaults(page), [], `${size.width} px, ${colorScheme}`);
        }
      }
    });
  }

  test('axe finds nothing on an album, an artist, the full player, a menu and the shortcuts', async () => {
    await page.setViewportSize(sizes.desktop);
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await page.goto('/');
    await page.getByRole('link', { name: 'Glass Rivers' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Glass Rivers' }).waitFor();
    assert.deepEqual(await findFaults(page), [], 'album');
    await page.getByRole('main').getByText('Paper Moon').first().click({ button: 'right' });
    await page.getByRole('menu').waitFor();
    assert.deepEqual(await findFaults(page), [], 'menu');
    await page.keyboard.press('Escape');
    await page.getByRole('main').getByRole('button', { name: 'Play', exact: true }).first().click();
    await page.getByRole('button', { name: 'Full player' }).click();
    await page.getByRole('button', { name: 'Close full player' }).waitFor();
    assert.deepEqual(await findFaults(page), [], 'full player');
    // Inert elements say nothing to a screen reader.
    const said = page.locator(':not([inert] *)[aria-live]', { hasText: 'cannot be reached' });
    await page.context().setOffline(true);
    await said.waitFor();
    await page.context().setOffline(false);
    await said.waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    assert.deepEqual(await findFaults(page), [], 'shortcuts');
    await page.keyboard.press('Escape');
    await page.getByRole('main').getByRole('link', { name: 'Björk Harbor' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Björk Harbor' }).waitFor();
    assert.deepEqual(await findFaults(page), [], 'artist');
  });

  test('in forced colours what is on is told from what is off, and a slider shows how far it goes', async (t) => {
    t.after(() => page.emulateMedia({ forcedColors: 'none' }));
    await page.setViewportSize(sizes.desktop);
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
    await page.goto('/');
    await page.getByRole('link', { name: 'Glass Rivers' }).first().click();
    await page.getByRole('main').getByRole('button', { name: 'Play', exact: true }).first().click();
    const surface = (of: Locator) => of.evaluate((element) => getComputedStyle(element).backgroundColor);
    const off = page.getByRole('button', { name: 'Shuffle is off', disabled: false });
    const atRest = await surface(off);
    await off.press('Enter');
    const on = page.getByRole('button', { name: 'Shuffle is on' });
    await waitFor(
      'the mark of what is on',
      () => surface(on),
      (colour) => colour !== atRest,
    );
    const volume = page.getByRole('slider', { name: 'Volume' });
    await volume.focus();
    const track = volume.locator('[data-slider-track]');
    assert.equal(await track.evaluate((element) => getComputedStyle(element).outlineStyle), 'solid');
    assert.notEqual(
      await surface(track.locator('[data-slider-fill]')),
      await surface(track),
      'the part that is filled',
    );
  });

  test('axe finds nothing on chosen files, and the keyboard takes one off the list', async () => {
    for (const size of Object.values(sizes)) {
      await page.setViewportSize(size);
      await page.goto('/local-files');
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Choose files' }).press('Enter');
      const folder = join(music, 'The Lanterns', '2011 - Winter Parade');
      await (
        await chooser
      ).setFiles(['01 - First Snow.flac', '02 - Lantern Song.flac'].map((name) => join(folder, name)));
      await page.getByRole('grid').getByText('Lantern Song').waitFor();
      assert.deepEqual(await findFaults(page), [], `${size.width} px`);
      await page.getByRole('button', { name: 'Take Lantern Song off the list' }).press('Enter');
      await page.getByRole('grid').getByText('Lantern Song').waitFor({ state: 'detached' });
    }
  });

  test('the keyboard alone reaches an album and plays it, with the focus always visible', async () => {
    await page.goto('/');
    await page.getByRole('heading', { level: 1, name: /Ada/ }).waitFor();
    await page.getByRole('link', { name: 'Winter Parade' }).first().waitFor();
    let isReached = false;
    for (let step = 0; step < 60 && !isReached; step++) {
      await page.keyboard.press('Tab');
      const focus = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        const box = element.getBoundingClientRect();
        const style = getComputedStyle(element);
        const hasRing = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
        return {
          text: element.textContent,
          isSeen: box.width > 0 && box.height > 0,
          hasRing,
          html: element.outerHTML.slice(0, 120),
        };
      });
      assert.ok(focus.isSeen && focus.hasRing, `the focus cannot be seen on ${focus.html}`);
      isReached = focus.text?.includes('Winter Parade') ?? false;
    }
    assert.ok(isReached, 'no Tab led to the album');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Winter Parade' }).waitFor();
    const focused = await waitFor(
      'the focus on the heading',
      () => page.evaluate(() => document.activeElement?.tagName),
      (tag) => tag === 'H1',
    );
    assert.equal(focused, 'H1');
  });
});
