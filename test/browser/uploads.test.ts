import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { chromiumPath, launchBrowser, openPage, type Visit } from './support/browser.ts';
import { startJetStream, type RunningJetStream } from './support/jetstream.ts';
import { createAdministrator, waitFor, waitUntilAdvancing } from './support/journey.ts';

const SONGS = ['Amber', 'Basalt', 'Cobalt'];
/** Slow enough to be interrupted in the middle of a song. */
const BYTES_PER_SECOND = 2_000_000;
const SONG_SECONDS = 60;
/** A cover and the lyrics of one song. */
const COMPANIONS = 2;

async function writeAlbum(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'jetstream-album-'));
  await mkdir(join(folder, 'Stones'));
  for (const [index, title] of SONGS.entries()) {
    const source = `sine=frequency=${220 + index * 110}:duration=${SONG_SECONDS}`;
    const tags = { title, artist: 'The Quarry', album: 'Stones', track: String(index + 1) };
    const metadata = Object.entries(tags).flatMap(([key, value]) => ['-metadata', `${key}=${value}`]);
    const file = join(folder, 'Stones', `0${index + 1} ${title}.wav`);
    await promisify(execFile)('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', source, '-ac', '1', ...metadata, file]);
  }
  const picture = ['-f', 'lavfi', '-i', 'color=teal:size=300x300', '-frames:v', '1'];
  await promisify(execFile)('ffmpeg', ['-v', 'error', ...picture, join(folder, 'Stones', 'cover.jpg')]);
  await writeFile(join(folder, 'Stones', '01 Amber.lrc'), '[00:01.00]Old as the hills\n[00:05.00]Bright as the sun\n');
  await writeFile(join(folder, 'Stones', 'notes.txt'), 'not music');
  await writeFile(join(folder, 'junk.mp3'), 'this is no music, however it is called. '.repeat(100));
  return folder;
}

/** Counts the bytes that the server took from a page. */
function countSent(page: Page): { bytes: number } {
  const sent = { bytes: 0 };
  page.on('response', (response) => {
    if (response.request().method() !== 'PATCH') return;
    const [from, to] = [response.request().headers(), response.headers()].map((all) => Number(all['upload-offset']));
    sent.bytes += (to ?? 0) - (from ?? 0);
  });
  return sent;
}

async function choose(page: Page, button: string, path: string | string[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: button }).click();
  await (await chooser).setFiles(path);
}

describe('uploading', { skip: chromiumPath ? false : 'there is no Chromium', timeout: 360_000 }, () => {
  let server: RunningJetStream;
  let browser: Browser;
  let folder: string;
  let visit: Visit;
  before(async () => {
    folder = await writeAlbum();
    [server, browser] = await Promise.all([startJetStream(), launchBrowser()]);
    visit = await openPage(browser, server.url);
    visit.page.setDefaultTimeout(15_000);
    await createAdministrator(visit.page);
    await visit.page.getByRole('button', { name: 'Skip for now' }).click();
    await visit.page.getByRole('main').waitFor();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  test('a folder whose tab is closed in the middle goes on in another tab with only the rest', async () => {
    const { page, context } = visit;
    const line = await context.newCDPSession(page);
    await line.send('Network.enable');
    await line.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: BYTES_PER_SECOND,
    });
    await page.goto('/uploads');
    await choose(page, 'Choose a folder', join(folder, 'Stones'));
    await page.getByText('One file that is no music was left out').waitFor();
    const received = () =>
      page.evaluate(async () => {
        const bars = [...document.querySelectorAll('[role=progressbar][aria-label=Sending]')];
        return Math.max(0, ...bars.map((bar) => Number(bar.getAttribute('aria-valuenow'))));
      });
    await waitFor('half a song being sent', received, (percent) => percent > 40 && percent < 95, 30_000);
    await page.close();

    const second = await context.newPage();
    const sent = countSent(second);
    await second.goto('/uploads');
    await second.getByText('wait for you').waitFor();
    await choose(second, 'Choose a folder', join(folder, 'Stones'));
    const queue = second.getByRole('list', { name: 'This upload' });
    await waitFor(
      'all songs being added, and what lies beside them',
      () => queue.getByText('Added').count(),
      (count) => count === SONGS.length + COMPANIONS,
      60_000,
    );
    const wholeBytes = SONGS.length * SONG_SECONDS * 44_100 * 2;
    assert.ok(sent.bytes > 0 && sent.bytes < wholeBytes * 0.95, `${sent.bytes} of ${wholeBytes} were sent again`);
    visit = { ...visit, page: second };
  });

  test('what was uploaded is in the library and plays', async () => {
    const { page } = visit;
    await page.goto('/library/albums');
    await page.getByRole('link', { name: 'Stones' }).first().click();
    await page.getByRole('main').getByRole('button', { name: 'Play', exact: true }).first().click();
    await waitUntilAdvancing(page);
  });

  test('what is there already is linked, and junk is refused with the reason', async () => {
    const { page } = visit;
    await page.goto('/uploads');
    await choose(page, 'Choose files', [join(folder, 'Stones', '01 Amber.wav'), join(folder, 'junk.mp3')]);
    const queue = page.getByRole('list', { name: 'This upload' });
    await queue.getByText('Already here').waitFor();
    await queue.getByRole('link', { name: 'Amber' }).waitFor();
    await queue.getByText('This is no music that JetStream can read.').waitFor();
    assert.deepEqual(
      visit.complaints.filter((text) => !/Failed to load resource/.test(text)),
      [],
    );
  });

  test('a wrong upload is taken back after a question', async () => {
    const { page } = visit;
    await page.goto('/uploads');
    await page.getByRole('button', { name: 'Take back 02 Basalt.wav' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('02 Basalt.wav was removed').waitFor();
    await page.getByRole('button', { name: 'Take back 02 Basalt.wav' }).waitFor({ state: 'detached' });
  });

  test('a file that is cancelled while it is paused is given up on the server too', async () => {
    const { page, context } = visit;
    const line = await context.newCDPSession(page);
    await line.send('Network.enable');
    const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: BYTES_PER_SECOND / 4 };
    await line.send('Network.emulateNetworkConditions', slow);
    await choose(page, 'Choose files', join(folder, 'Stones', '02 Basalt.wav'));
    await page.getByRole('progressbar', { name: 'Sending' }).first().waitFor();
    const created = page.getByText('Not sent completely').waitFor();
    await page.getByRole('button', { name: 'Pause 02 Basalt.wav' }).click();
    await created;
    await line.send('Network.emulateNetworkConditions', { ...slow, uploadThroughput: -1 });
    await page.getByRole('button', { name: 'Cancel 02 Basalt.wav' }).click();
    await page.getByText('Not sent completely').waitFor({ state: 'detached' });
  });
});
