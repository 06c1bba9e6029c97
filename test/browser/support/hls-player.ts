import type HlsPlayer from 'hls.js';
import type { Page } from 'playwright-core';

export interface HlsPlaying {
  levelCount: number;
  /** As the element tells it before all has come, and at the end. */
  durations: number[];
  /** What did not happen in time, and errors that hls.js reports, but for requests that it takes back itself. */
  faults: string[];
  /** [start, end] in seconds, when all has come after seeking and changing the rate. */
  buffered: [start: number, end: number][];
  /** Where the rate was changed. */
  changeSeconds: number;
}

/** Lets hls.js start, seek both ways, change to the other end of the rates and play to the end, in a page that has its script and an audio element. */
export const playByHls = (page: Page, url: string): Promise<HlsPlaying> => page.evaluate(playInPage, url);

async function playInPage(url: string): Promise<HlsPlaying> {
  const Hls = (globalThis as unknown as { Hls: typeof HlsPlayer }).Hls;
  const audio = document.querySelector('audio');
  if (!audio) throw new Error('The page has no audio element.');
  const faults: string[] = [];
  const limitMs = 6000;
  const waitUntil = async (what: string, isSo: () => boolean) => {
    const deadline = performance.now() + limitMs;
    while (!isSo()) {
      if (performance.now() > deadline) {
        faults.push(`no ${what}, at ${audio.currentTime} s`);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const hls = new Hls();
  const read = (): [number, number][] =>
    Array.from({ length: audio.buffered.length }, (_, index) => [
      audio.buffered.start(index),
      audio.buffered.end(index),
    ]);
  const seek = async (seconds: number) => {
    audio.currentTime = seconds;
    await waitUntil(`sound after seeking to ${seconds}`, () => !audio.seeking && audio.currentTime > seconds + 0.2);
  };
  hls.on(Hls.Events.ERROR, (_, { details, fatal, error }) => {
    if (fatal || error.message !== 'Aborted') faults.push(`${details}: ${error.message}`);
  });
  hls.loadSource(url);
  hls.attachMedia(audio);
  await audio.play();
  await waitUntil('start', () => audio.currentTime > 0.2);
  const durations = [audio.duration];
  await seek(audio.duration * 0.75);
  await seek(audio.duration * 0.2);
  const other = hls.currentLevel === 0 ? hls.levels.length - 1 : 0;
  const changeSeconds = audio.currentTime;
  hls.currentLevel = other;
  await waitUntil('other rate', () => hls.currentLevel === other && audio.currentTime > changeSeconds + 0.3);
  await waitUntil('whole sound', () => read().length === 1 && (read()[0]?.[1] ?? 0) > audio.duration - 0.1);
  const buffered = read();
  audio.currentTime = audio.duration - 0.5;
  await waitUntil('end', () => audio.ended);
  durations.push(audio.currentTime);
  const levelCount = hls.levels.length;
  hls.destroy();
  return { levelCount, durations, faults, buffered, changeSeconds };
}
