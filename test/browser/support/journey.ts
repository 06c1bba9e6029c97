import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { readAudio, type AudioState } from './browser.ts';

export const person = { name: 'Ada Listener', password: 'a river at night' } as const;

/** First-run step 1, as a newcomer would. */
export async function createAdministrator(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByLabel('Your name').fill(person.name);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Where the music is' }).waitFor();
}

/** The whole first run with folders from the configuration; ends on Home with the library filled. */
export async function finishFirstRun(page: Page): Promise<void> {
  await createAdministrator(page);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText(/^Done: \d+ files? read$/).waitFor();
  await page.getByRole('button', { name: 'Open JetStream' }).click();
  await page.getByRole('heading', { level: 1, name: person.name }).waitFor();
}

export async function signIn(
  page: Page,
  { name, password }: { name: string; password: string } = person,
): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Waits until `read` gives something that `isWanted` accepts. */
export async function waitFor<T>(
  what: string,
  read: () => Promise<T>,
  isWanted: (value: T) => boolean,
  limitMs = 8_000,
): Promise<T> {
  const deadline = performance.now() + limitMs;
  let value = await read();
  while (!isWanted(value)) {
    if (performance.now() > deadline)
      assert.fail(`${what} did not happen in ${limitMs} ms; last seen: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
    value = await read();
  }
  return value;
}

/** Waits until sound really advances by `seconds` on one element, and returns its state. */
export async function waitUntilAdvancing(page: Page, seconds = 0.4): Promise<AudioState> {
  const playing = async () => (await readAudio(page)).find((element) => !element.isPaused);
  const first = await waitFor('playing', playing, (state) => state !== undefined && state.currentTime > 0);
  const later = await waitFor(
    'advancing',
    playing,
    (state) =>
      state !== undefined &&
      (state.source !== first?.source || state.currentTime >= (first?.currentTime ?? 0) + seconds),
  );
  assert.ok(later);
  return later;
}

export async function currentTitle(page: Page): Promise<string | null> {
  return page.evaluate(() => navigator.mediaSession.metadata?.title ?? null);
}

export async function waitForTitle(page: Page, title: string, limitMs?: number): Promise<void> {
  await waitFor(
    `playing ${title}`,
    () => currentTitle(page),
    (current) => current === title,
    limitMs,
  );
}

/** Where the track stands, as the seek bar tells it. */
export async function currentSeconds(page: Page): Promise<number> {
  const text = await page.getByRole('slider', { name: 'Position' }).getAttribute('aria-valuetext');
  const [, minutes = '0', seconds = '0'] = /^(\d+):(\d+)/.exec(text ?? '') ?? [];
  return Number(minutes) * 60 + Number(seconds);
}
