import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { chromiumPath, launchBrowser, openPage } from './support/browser.ts';
import { startJetStream, type RunningJetStream } from './support/jetstream.ts';
import { createAdministrator, currentTitle, waitUntilAdvancing } from './support/journey.ts';

describe('a newcomer without music', { skip: chromiumPath ? false : 'there is no Chromium', timeout: 360_000 }, () => {
  let server: RunningJetStream;
  let browser: Browser;
  before(async () => {
    [server, browser] = await Promise.all([startJetStream(), launchBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  test('hears the demo album, also when the page was reloaded while it was composed', async () => {
    const { page, context, complaints } = await openPage(browser, server.url);
    await createAdministrator(page);
    await page.getByRole('button', { name: 'Listen to a demo album now' }).click();
    await page.getByText('Composing the demo album').first().waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Play the demo album' }).click({ timeout: 300_000 });
    const audio = await waitUntilAdvancing(page, 1);
    assert.ok(audio.duration > 60, `a real piece, not a jingle: ${audio.duration} s`);
    assert.equal(await currentTitle(page), 'Lights Below the Wing');
    assert.deepEqual(complaints, []);
    await context.close();
  });

  test('cannot set the server up a second time', async () => {
    const { page, context } = await openPage(browser, server.url);
    await page.goto('/');
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    const answer = await page.request.post('/api/v1/setup', { data: { name: 'Mallory', password: 'long enough' } });
    assert.equal(answer.status(), 409);
    await context.close();
  });
});
