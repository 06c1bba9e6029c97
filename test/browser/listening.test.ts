import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page, Request } from 'playwright-core';
import { chromiumPath, launchBrowser, openPage, readAudio, type Visit } from './support/browser.ts';
import { albumPlans, writeMusic, writeSong } from './support/build-music.ts';
import { startJetStream, type RunningJetStream } from './support/jetstream.ts';
import {
  currentSeconds,
  currentTitle,
  finishFirstRun,
  person,
  signIn,
  waitFor,
  waitForTitle,
  waitUntilAdvancing,
} from './support/journey.ts';
import { chooseFiles, giveHandles, keepFiles, readPlace, readRecords } from './support/local-files.ts';

const fullPlayer = (page: Page) => page.getByRole('region', { name: 'Now playing' });

/** As the seek bar of the full player tells it. */
const readPositionMs = async (page: Page): Promise<number> =>
  Number(await fullPlayer(page).getByRole('slider', { name: 'Position' }).getAttribute('aria-valuenow'));

const isBetween =
  (low: number, high: number) =>
  (value: number): boolean =>
    value >= low && value <= high;

/** Runs in the page. */
function readPlayingSinks(): string[] {
  const { watchedAudio } = globalThis as unknown as { watchedAudio?: Set<HTMLMediaElement> };
  return [...(watchedAudio ?? [])].filter(({ paused }) => !paused).map(({ sinkId }) => sinkId);
}

/** One person's evening, in order: each test goes on where the one before stopped. */
describe('listening to a library', { skip: chromiumPath ? false : 'there is no Chromium', timeout: 360_000 }, () => {
  let server: RunningJetStream;
  let browser: Browser;
  let music: string;
  let visit: Visit;
  let page: Page;
  let second: Page;
  before(async () => {
    music = await writeMusic();
    [server, browser] = await Promise.all([startJetStream({ music: [music] }), launchBrowser()]);
    visit = await openPage(browser, server.url);
    page = visit.page;
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    if (music) await rm(music, { recursive: true, force: true });
  });

  test('the first run fills the library and opens Home with its albums', async () => {
    await finishFirstRun(page);
    for (const title of ['Glass Rivers', 'Winter Parade', '静かな庭', 'Miniatures'])
      await page.getByRole('link', { name: title }).first().waitFor();
    assert.match(await page.title(), /JetStream/);
  });

  test('search finds a song without its accents while typing, and Enter plays it', async () => {
    await page.keyboard.press('/');
    await page.getByRole('searchbox').or(page.getByRole('combobox')).fill('bjork nigh');
    await page.getByText('Night Signal').first().waitFor();
    await page.keyboard.press('Enter');
    await waitUntilAdvancing(page);
    assert.equal(await currentTitle(page), 'Night Signal');
  });

  test('a double click plays the best answer of a search, as it does a row', async () => {
    await page.getByRole('searchbox').or(page.getByRole('combobox')).fill('paper moon');
    const answer = page.getByRole('region', { name: 'Top result' });
    await answer.getByText('Paper Moon').waitFor();
    await answer.getByText('Song', { exact: true }).dblclick();
    await waitForTitle(page, 'Paper Moon');
    await waitUntilAdvancing(page);
  });

  test('the space key pauses and plays', async () => {
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('Space');
    await waitFor(
      'pausing',
      () => readAudio(page),
      (elements) => elements.every((element) => element.isPaused),
    );
    await page.keyboard.press('Space');
    await waitUntilAdvancing(page);
  });

  test('an album plays from its page, and the next song follows by itself', async () => {
    await page.goto('/');
    await page.getByRole('link', { name: 'Miniatures' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Miniatures' }).waitFor();
    assert.match(await page.title(), /Miniatures/);
    await page.getByRole('main').getByRole('button', { name: 'Play', exact: true }).first().click();
    await waitUntilAdvancing(page, 0.2);
    assert.equal(await currentTitle(page), 'Spark');
    await waitForTitle(page, 'Ember');
    await waitUntilAdvancing(page, 0.2);
  });

  test('seeking moves the sound', async () => {
    await page.goto('/');
    await page.getByRole('link', { name: 'Glass Rivers' }).first().click();
    await page.getByRole('main').getByRole('button', { name: 'Play', exact: true }).first().click();
    await waitUntilAdvancing(page);
    const slider = page.getByRole('slider', { name: 'Position' });
    const box = await slider.boundingBox();
    assert.ok(box);
    await page.mouse.click(box.x + box.width * 0.75, box.y + box.height / 2);
    const audio = await waitFor(
      'seeking',
      () => readAudio(page),
      ([first]) => (first?.currentTime ?? 0) > 28,
    );
    assert.ok((audio[0]?.currentTime ?? 0) < 33);
    await slider.press('Home');
    await waitFor(
      'seeking back',
      () => readAudio(page),
      ([first]) => (first?.currentTime ?? 99) < 3,
    );
  });

  test('timed lyrics follow the song', async () => {
    await page.getByRole('button', { name: 'Lyrics' }).click();
    await page.getByText('A signal in the night').waitFor();
    await page.getByText('Crosses over glass').click();
    await waitFor(
      'the jump to the line',
      () => readAudio(page),
      ([first]) => (first?.currentTime ?? 0) >= 7.9 && (first?.currentTime ?? 0) < 12,
    );
  });

  test('the queue shows what comes next and takes songs out', async () => {
    await page.getByRole('button', { name: 'Queue' }).click();
    const queue = page.getByRole('complementary').or(page.getByRole('dialog')).filter({ hasText: 'Next up' });
    await queue.getByText('Paper Moon').waitFor();
    await queue.getByText('Slow Engine').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Remove from queue' }).click();
    await queue.getByText('Slow Engine').waitFor({ state: 'detached' });
    await page.keyboard.press('Shift+ArrowRight');
    await waitForTitle(page, 'Paper Moon');
    await waitUntilAdvancing(page);
  });

  test('words of lyrics light up while they are sung, and seek when pressed', async () => {
    await page.keyboard.press('f');
    await page.getByRole('button', { name: 'Close full player' }).waitFor();
    await page.keyboard.press('l');
    await fullPlayer(page).getByRole('button', { name: 'Paper moon', exact: true }).click();
    await page.locator('[data-word]', { hasText: 'moon' }).click();
    await waitFor('the jump to the word', () => readPositionMs(page), isBetween(23_900, 30_000));
    await page.locator('[data-word="sung"]', { hasText: 'moon' }).waitFor();
    assert.equal(await page.locator('[aria-current="true"]').textContent(), 'Paper moon');
  });

  test('the cover stands level with what is beside it, and is as wide as what is below it', async () => {
    const cover = page.locator('[data-playing-cover="full"]');
    const slider = fullPlayer(page).getByRole('slider', { name: 'Position' });
    const queue = fullPlayer(page).getByRole('heading', { name: 'Now playing', level: 3 });
    const read = async () => Promise.all([cover, slider, queue].map((place) => place.boundingBox()));
    await page.setViewportSize({ width: 820, height: 1180 });
    await page.keyboard.press('q');
    await waitFor('the queue beside it', read, ([above, below, beside]) =>
      Boolean(above && below && beside && above.width === below.width && Math.abs(above.y - beside.y) < 8),
    );
    await page.keyboard.press('q');
    await queue.waitFor({ state: 'detached' });
    const readBoth = async () => Promise.all([cover, slider].map((place) => place.boundingBox()));
    await waitFor('one column', readBoth, ([above, below]) => above?.width === below?.width && above?.x === below?.x);
    await page.setViewportSize({ width: 1280, height: 800 });
    await waitFor('two columns', readBoth, ([left, right]) =>
      Boolean(left && right && left.width > 500 && left.x + left.width < right.x),
    );
  });

  test('the full player seeks by the waveform, the arrows and the digits', async () => {
    const slider = fullPlayer(page).getByRole('slider', { name: 'Position' });
    const box = await slider.boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.getByText('0:20', { exact: true }).waitFor();
    await page.mouse.down();
    await page.mouse.up();
    await waitFor('seeking by the pointer', () => readPositionMs(page), isBetween(19_000, 23_000));
    await slider.press('ArrowRight');
    await waitFor('seeking by a step', () => readPositionMs(page), isBetween(24_000, 29_000));
    await page.keyboard.press('1');
    await waitFor('seeking to a tenth', () => readPositionMs(page), isBetween(3_900, 9_000));
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Close full player' }).waitFor({ state: 'detached' });
  });

  test('a star is kept', async () => {
    await page
      .getByRole('contentinfo')
      .or(page.getByRole('region', { name: 'Player' }))
      .getByRole('button', { name: /favourites/ })
      .first()
      .click();
    await page.getByRole('link', { name: 'Favourites' }).first().click();
    await page.getByRole('main').getByText('Paper Moon').first().waitFor();
  });

  test('a reload resumes the queue, paused at the same second', async () => {
    const heard = await currentSeconds(page);
    await page.reload();
    await waitFor(
      'the song coming back',
      () => page.getByRole('slider', { name: 'Position' }).getAttribute('aria-valuetext'),
      (text) => text !== null && !text.startsWith('0:00'),
    );
    assert.equal((await readAudio(page)).filter((element) => !element.isPaused).length, 0);
    await page.keyboard.press('Space');
    await waitUntilAdvancing(page, 0.2);
    const resumed = await currentSeconds(page);
    assert.ok(Math.abs(resumed - heard) <= 2, `${resumed} against ${heard}`);
  });

  test('a song that was heard long enough stands in the history', async () => {
    await page.goto('/');
    await page.getByRole('link', { name: 'Miniatures' }).first().click();
    await page.getByRole('main').getByRole('button', { name: 'Play', exact: true }).first().click();
    await waitForTitle(page, 'Ember');
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByRole('main').getByText('Spark').first().waitFor();
  });

  test('playing goes on after the server was killed and started again', async () => {
    await page.goto('/');
    await page.getByRole('link', { name: 'Winter Parade' }).first().click();
    await page.getByRole('main').getByRole('button', { name: 'Play', exact: true }).first().click();
    await waitUntilAdvancing(page);
    await server.crashAndRestart();
    await page.keyboard.press('Shift+ArrowRight');
    await waitForTitle(page, 'Lantern Song', 20_000);
    await waitUntilAdvancing(page);
  });

  test('the sound goes to the output that the person chooses, without a stop', async () => {
    await page.goto('/settings/playback');
    const show = page.getByRole('button', { name: 'Show outputs' });
    await show.waitFor();
    await visit.context.grantPermissions(['microphone']);
    await show.click();
    await page.getByRole('button', { name: 'Play', exact: true }).first().click();
    await waitUntilAdvancing(page);
    const output = page.getByRole('combobox', { name: 'Output' });
    await output.selectOption({ label: 'Fake Audio Output 2' });
    const chosen = await output.inputValue();
    const readSinks = () => page.evaluate(readPlayingSinks);
    await waitFor('the change', readSinks, (sinks) => sinks.length === 1 && sinks[0] === chosen);
    await waitUntilAdvancing(page);
    await output.selectOption({ label: 'As the system chooses' });
    await waitFor('the way back', readSinks, (sinks) => sinks.length === 1 && sinks[0] === '');
    await visit.context.clearPermissions();
  });

  test('a second tab takes the sound from the first, which shows what plays there', async () => {
    second = await visit.context.newPage();
    await second.goto('/');
    await second.getByRole('main').getByRole('link', { name: 'Glass Rivers' }).first().click();
    await second.getByRole('main').getByRole('button', { name: 'Play', exact: true }).first().click();
    await waitUntilAdvancing(second);
    await waitFor(
      'the first tab pausing',
      () => readAudio(page),
      (elements) => elements.every((element) => element.isPaused),
    );
    await waitForTitle(page, 'Night Signal');
  });

  test('a song whose file gets other tags plays on under its new name, and one that was replaced comes as it is now', async () => {
    const [, plan] = albumPlans;
    assert.ok(plan);
    await second.getByRole('link', { name: 'Home' }).first().click();
    await second.getByRole('main').getByRole('link', { name: plan.title }).first().click();
    await second.getByRole('main').getByRole('button', { name: 'Play', exact: true }).first().click();
    await waitForTitle(second, 'First Snow');
    const named = await waitUntilAdvancing(second);
    const folder = join(music, plan.artist, `${plan.year} - ${plan.title}`);
    await writeSong(join(folder, '01 - First Snow.flac'), plan, { title: 'Last Snow', index: 0, order: 1 });
    const shorter = { ...plan, seconds: 20 };
    await writeSong(join(folder, '02 - Lantern Song.flac'), shorter, { title: 'Lantern Waltz', index: 1, order: 1 });
    await waitForTitle(second, 'Last Snow', 30_000);
    const renamed = await waitUntilAdvancing(second);
    assert.equal(renamed.source, named.source);
    assert.ok(renamed.currentTime > named.currentTime, `${renamed.currentTime} after ${named.currentTime}`);
    await second.getByText('Lantern Waltz').first().waitFor({ timeout: 30_000 });
    await second.keyboard.press('Shift+ArrowRight');
    await waitUntilAdvancing(second);
    const readLengthMs = () => second.getByRole('slider', { name: 'Position' }).getAttribute('aria-valuemax');
    await waitFor('the length of the new file', readLengthMs, (lengthMs) => lengthMs === '20000');
  });

  test('files of this device play at once, and are sent to nobody', async () => {
    await page.goto('/local-files');
    const sent: string[] = [];
    const note = (request: Request) => {
      const told = `${request.method()} ${request.url()} ${request.postData() ?? ''}`;
      if (/local:|\/plays|\/uploads/.test(told)) sent.push(told);
    };
    page.on('request', note);
    const folder = join(music, 'Short Works', '2003 - Miniatures');
    await chooseFiles(page, 'Choose files', [join(folder, '02 - Ember.flac'), join(folder, '01 - Spark.flac')]);
    await waitUntilAdvancing(page, 0.2);
    assert.equal(await currentTitle(page), 'Spark');
    await waitForTitle(page, 'Ember');
    page.off('request', note);
    assert.deepEqual(sent, []);
  });

  test('where the browser keeps no access, the same files chosen once more go on where they were', async () => {
    await page.goto('/local-files');
    await page.getByRole('region', { name: '2 songs from your last visit' }).waitFor();
    await page.getByRole('button', { name: 'Forget them' }).click();
    const folder = join(music, 'Björk Harbor', '1997 - Glass Rivers');
    const files = ['01 - Night Signal.flac', '02 - Paper Moon.flac'].map((name) => join(folder, name));
    await chooseFiles(page, 'Choose files', files);
    await waitUntilAdvancing(page, 0.2);
    await page.keyboard.press('5');
    const isThere = (place: string) => /^2\d seconds of 40/.test(place);
    await waitFor('seeking', () => readPlace(page), isThere);
    await page.keyboard.press(' ');
    const records = await waitFor(
      'keeping',
      () => page.evaluate(readRecords),
      ({ length }) => length === 2,
    );
    assert.deepEqual(records, ['Night Signal', 'Paper Moon']);
    await page.goto('/local-files');
    await chooseFiles(page, 'Choose the files again', files);
    await waitFor('the same place', () => readPlace(page), isThere);
    await waitUntilAdvancing(page, 0.2);
    assert.equal(await currentTitle(page), 'Night Signal');
  });

  test('a folder of this device has waveform and words, and goes on after a reload', async () => {
    const local = await visit.context.newPage();
    await local.addInitScript(giveHandles);
    await local.goto('/local-files');
    const folder = join(music, 'Björk Harbor', '1997 - Glass Rivers');
    const names = ['01 - Night Signal.flac', '01 - Night Signal.lrc', '02 - Paper Moon.flac'];
    const files = names.map(async (name) => ({ name, text: (await readFile(join(folder, name))).toString('base64') }));
    await local.evaluate(keepFiles, await Promise.all(files));
    await local.getByRole('button', { name: 'Choose a folder' }).click();
    await waitUntilAdvancing(local, 0.2);
    await local.getByRole('button', { name: 'Full player' }).click();
    await local.locator('[data-waveform="shown"]').waitFor();
    const player = local.locator('[data-full-player]');
    await player.getByRole('button', { name: 'Lyrics' }).click();
    await local.getByRole('button', { name: 'Crosses over glass' }).click();
    const isThere = (place: string) => /^(?:8|9|1\d) seconds of 40/.test(place);
    await waitFor('seeking', () => readPlace(local), isThere);
    await player.getByRole('button', { name: 'Pause' }).click();
    const place = await readPlace(local);
    await local.goto('/local-files');
    assert.notEqual(await readPlace(local), place);
    await local.getByRole('button', { name: 'Open again' }).click();
    const now = await waitFor('the same place', () => readPlace(local), isThere);
    assert.ok(Number.parseInt(now) - Number.parseInt(place) <= 1, `${place} became ${now}`);
    await waitUntilAdvancing(local, 0.2);
    await local.close();
  });

  test('signing out stops the music in every tab and asks for the password again', async () => {
    await page.goto('/settings/account');
    assert.equal((await page.evaluate(readRecords)).length, 4);
    await page.getByRole('button', { name: 'Sign out' }).first().click();
    await page.getByRole('heading', { name: /Sign in|Welcome back/ }).waitFor();
    await second.getByRole('heading', { name: /Sign in|Welcome back/ }).waitFor();
    for (const tab of [page, second])
      assert.equal((await readAudio(tab)).filter((element) => !element.isPaused).length, 0);
    await waitFor(
      'forgetting the files of this device',
      () => page.evaluate(readRecords),
      ({ length }) => length === 0,
    );
    const answer = await page.request.get('/api/v1/me');
    assert.equal(answer.status(), 401);
    await signIn(page, { name: person.name, password: 'wrong password' });
    await page.getByText(/do not belong together/).waitFor();
    await signIn(page);
    await page.getByRole('navigation').first().waitFor();
  });

  test('nothing went wrong in the page that nobody expected', () => {
    const unexpected = visit.complaints.filter(
      (text) => !/401|Failed to load resource|ERR_CONNECTION|ERR_EMPTY|ERR_INCOMPLETE/.test(text),
    );
    assert.deepEqual(unexpected, []);
  });
});
