import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { PackagedCodec, Playback, PlaybackClient } from '@jetstream/api-contract';
import { createApiClient } from '@jetstream/api-contract/client';
import { encodeFlac } from '@jetstream/demo-album';
import type { Browser, Page } from 'playwright-core';
import { chromiumPath, launchBrowser } from './support/browser.ts';
import { makeNoise } from './support/engine-lab/split-album.ts';
import { playByHls } from './support/hls-player.ts';
import { startJetStream, type RunningJetStream } from './support/jetstream.ts';
import { person, waitFor } from './support/journey.ts';

const SECONDS = 40;
const SAMPLE_RATE_HZ = 44_100;
const WISH = {
  maxBitrateKbps: null,
  maxSampleRateHz: null,
  maxChannels: null,
  quality: 'original',
  network: 'unmetered',
} as const;
const hlsScript = createRequire(import.meta.url).resolve('hls.js/dist/hls.min.js');

/** Noise, which lossless encoding leaves large enough for lower rates beside it. */
function makeFile(): Uint8Array {
  const noise = makeNoise({ amplitude: 0.2, seed: 1, samples: SAMPLE_RATE_HZ * SECONDS });
  return encodeFlac({
    channels: [noise, noise],
    sampleRate: SAMPLE_RATE_HZ,
    bitsPerSample: 16,
    tags: [['TITLE', 'Noise']],
  });
}

/** A page of somebody else, on another origin. */
async function servePage(): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    const isScript = request.url === '/hls.js';
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' });
    response.end(isScript ? readFileSync(hlsScript) : '<!doctype html><audio></audio><script src="/hls.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}

describe('players of others', { skip: chromiumPath ? false : 'there is no Chromium', timeout: 180_000 }, () => {
  let jetstream: RunningJetStream;
  let browser: Browser;
  let music: string;
  let site: Server;
  let page: Page;
  let ask: (wish: Partial<PlaybackClient>) => Promise<Playback | undefined>;
  before(async () => {
    music = await mkdtemp(join(tmpdir(), 'jetstream-music-'));
    await writeFile(join(music, 'noise.flac'), makeFile());
    [jetstream, browser] = await Promise.all([startJetStream({ music: [music] }), launchBrowser()]);
    const { url, server } = await servePage();
    site = server;
    page = await browser.newPage();
    await page.goto(url);
    ask = await signUp(jetstream.url);
  });
  after(async () => {
    await browser?.close();
    site?.close();
    await jetstream?.stop();
    if (music) await rm(music, { recursive: true, force: true });
  });

  const cases: [title: string, codecs: PackagedCodec[]][] = [
    ['AAC at several rates', ['aac']],
    ['FLAC, and AAC below it', ['flac', 'aac']],
    ['Opus at several rates', ['opus']],
  ];
  for (const [title, codecs] of cases)
    test(`hls.js starts, seeks and changes the rate without a gap: ${title}`, async () => {
      const segments = codecs.map((codec) => ({ container: 'mp4' as const, codec }));
      const heard = await playByHls(page, jetstream.url + ((await ask({ segments }))?.hlsUrl ?? ''));
      assert.deepEqual(heard.faults, []);
      assert.ok(heard.levelCount >= 4);
      for (const seconds of heard.durations) assert.ok(Math.abs(seconds - SECONDS) < 0.05, `${seconds} s`);
      const [range, ...others] = heard.buffered;
      assert.ok(range && range[0] <= heard.changeSeconds && Math.abs(range[1] - SECONDS) < 0.05, String(range));
      assert.deepEqual(others, []);
    });

  const files: [title: string, mimeType: string][] = [
    ['FLAC', 'audio/flac'],
    ['MP3', 'audio/mpeg'],
    ['AAC', 'audio/mp4; codecs="mp4a.40.2"'],
    ['Opus', 'audio/mp4; codecs="opus"'],
  ];
  for (const [title, mimeType] of files)
    test(`an audio element seeks in a whole file before it is encoded: ${title}`, async () => {
      const bound = title === 'FLAC' ? { maxSampleRateHz: 22_050 } : { maxBitrateKbps: 160 };
      const playback = await ask({ ...bound, files: [mimeType] });
      assert.equal(playback?.decision, 'transcode');
      const heard = await playByElement(page, jetstream.url + (playback?.file?.url ?? ''), 31);
      assert.ok(Math.abs(heard.duration - SECONDS) < 0.05, `${heard.duration} s`);
      assert.ok(heard.position > 31.3 && heard.position < 33, `${heard.position} s`);
    });
});

/** Becomes the administrator, and waits until the track is there. */
async function signUp(baseUrl: string): Promise<(wish: Partial<PlaybackClient>) => Promise<Playback | undefined>> {
  const open = (accessToken?: string) => createApiClient({ baseUrl, fetch, getAccessToken: () => accessToken });
  const session = await open().call('setUp', { body: { ...person, tokenDelivery: 'body' } });
  const client = open(session.accessToken);
  const { items } = await waitFor(
    'the scan',
    () => client.call('listTracks', { query: {} }),
    ({ items: [track] }) => track !== undefined,
  );
  const trackIds = items.map(({ id }) => id);
  return async (wish) => {
    const body = { trackIds, client: { ...WISH, segments: [], files: [], ...wish } };
    return (await client.call('decidePlayback', { body })).playbacks[0];
  };
}

/** By an element without any script of a player: how long the file is for it, and where it plays on after a seek. */
const playByElement = (page: Page, url: string, seconds: number) => page.evaluate(seekAndPlay, { url, seconds });

async function seekAndPlay({ url, seconds }: { url: string; seconds: number }) {
  const audio = Object.assign(new Audio(url), { muted: true });
  const once = (type: string) =>
    new Promise((resolve, reject) => {
      audio.addEventListener(type, resolve, { once: true });
      audio.addEventListener('error', () => reject(new Error(audio.error?.message)), { once: true });
    });
  await once('loadedmetadata');
  audio.currentTime = seconds;
  await once('seeked');
  await audio.play();
  await new Promise<void>((resolve) => {
    audio.addEventListener('timeupdate', () => audio.currentTime > seconds + 0.3 && resolve());
  });
  audio.pause();
  return { duration: audio.duration, position: audio.currentTime };
}
