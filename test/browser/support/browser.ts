import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

const candidates = [
  process.env['JETSTREAM_TEST_BROWSER'],
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The system's Chromium, or undefined when there is none. */
export const chromiumPath = candidates.find((path): path is string => path !== undefined && existsSync(path));

const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--mute-audio',
  // Devices to choose from where there are none: pages see them once they may use a microphone.
  '--use-fake-device-for-media-stream',
];

export async function launchBrowser(): Promise<Browser> {
  if (!chromiumPath) throw new Error('There is no Chromium: see docs/TESTING.md');
  // Chromium's sandbox does not start for root, as tests in containers run.
  return chromium.launch({
    executablePath: chromiumPath,
    headless: true,
    args: FLAGS,
    chromiumSandbox: process.getuid?.() !== 0,
  });
}

export interface Visit {
  context: BrowserContext;
  page: Page;
  /** What the page complained about: uncaught errors and console errors. */
  complaints: string[];
}

export async function openPage(browser: Browser, url: string, size = { width: 1440, height: 900 }): Promise<Visit> {
  const context = await browser.newContext({ viewport: size, baseURL: url, locale: 'en-GB' });
  await context.addInitScript(watchAudio);
  await context.addInitScript(useInputDialogs);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return { context, page, complaints };
}

/** Playwright answers the dialogs of `<input>` alone: the page finds no others, as in Firefox and Safari. */
function useInputDialogs(): void {
  for (const name of ['showOpenFilePicker', 'showDirectoryPicker']) Reflect.deleteProperty(globalThis, name);
}

interface WatchedWindow {
  watchedAudio?: Set<HTMLMediaElement>;
}

/** Runs in the page before its scripts: remembers every element that was asked to play, in the document or not. */
function watchAudio(): void {
  const watched = new Set<HTMLMediaElement>();
  (globalThis as WatchedWindow).watchedAudio = watched;
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
    watched.add(this);
    return play.call(this);
  };
}

export interface AudioState {
  currentTime: number;
  isPaused: boolean;
  source: string;
  duration: number;
  volume: number;
}

/** State of the audio elements that were played, those playing first. */
export function readAudio(page: Page): Promise<AudioState[]> {
  return page.evaluate(() =>
    [...((globalThis as WatchedWindow).watchedAudio ?? [])]
      .map(({ currentTime, paused, currentSrc, duration, volume }) => ({
        currentTime,
        isPaused: paused,
        source: currentSrc,
        duration,
        volume,
      }))
      .sort((a, b) => Number(a.isPaused) - Number(b.isPaused)),
  );
}
