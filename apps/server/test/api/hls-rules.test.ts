import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import type { Playback, PlaybackClient } from '@jetstream/api-contract';
import { endpointTest } from '#test/support/endpoint-test.ts';
import { readFragmentTimes } from '#test/support/read-fragment.ts';
import { askOne, FLAC, seedSounds, type SoundWish } from '#test/support/seed-playback.ts';
import { decodeMono, findPlace } from '#test/support/sound-place.ts';
import { startTestServer, type TestServer } from '#test/support/test-server.ts';

const run = promisify(execFile);
const SECONDS = 14;
/** Half of it is silence, so that its rate varies as much as it can. */
const SONG: SoundWish = {
  id: 'song',
  path: 'song.flac',
  format: FLAC,
  seconds: SECONDS,
  options: ['-af', "volume='gte(t,7)':eval=frame"],
};
const inMp4 = (...codecs: ('aac' | 'flac' | 'opus')[]): Partial<PlaybackClient> => ({
  segments: codecs.map((codec) => ({ container: 'mp4', codec })),
  files: [],
});

interface Variant {
  name: string;
  attributes: Record<string, string>;
  segments: { seconds: number; sizeBytes: number; start: number; end: number }[];
  targetSeconds: number;
}

/** All that a master playlist leads to. */
async function readVariants(server: TestServer, playback: Playback): Promise<Variant[]> {
  const master = new URL(playback.hlsUrl ?? '', server.url);
  const fetchBytes = async (url: URL) => {
    const response = await server.fetch(url);
    assert.equal(response.status, 200, url.pathname);
    return Buffer.from(await response.arrayBuffer());
  };
  const text = String(await fetchBytes(master));
  const variants: Variant[] = [];
  for (const [, attributeList = '', path = ''] of text.matchAll(/^#EXT-X-STREAM-INF:(.+)\n(.+)$/gm)) {
    const url = new URL(path, master);
    const playlist = String(await fetchBytes(url));
    for (const head of [text, playlist]) assertHead(head);
    const segments: Variant['segments'] = [];
    for (const [, seconds, name = ''] of playlist.matchAll(/^#EXTINF:([\d.]+),\n(.+)$/gm)) {
      const bytes = await fetchBytes(new URL(name, url));
      segments.push({ seconds: Number(seconds), sizeBytes: bytes.length, ...readFragmentTimes(bytes) });
    }
    const attributes = Object.fromEntries(
      [...attributeList.matchAll(/([A-Z-]+)=("[^"]*"|[^,]*)/g)].map(([, name = '', value = '']) => [name, value]),
    );
    const targetSeconds = Number(/^#EXT-X-TARGETDURATION:(\d+)$/m.exec(playlist)?.[1]);
    variants.push({ name: path.split('/')[0] ?? '', attributes, segments, targetSeconds });
  }
  return variants;
}

function assertHead(playlist: string): void {
  assert.equal(playlist.split('\n')[0], '#EXTM3U');
  assert.ok(Number(/^#EXT-X-VERSION:(\d+)$/m.exec(playlist)?.[1]) >= 6, 'EXT-X-MAP needs version 6');
  assert.match(playlist, /^#EXT-X-INDEPENDENT-SEGMENTS$/m);
}

const bitrateOf = (segments: Variant['segments']): number =>
  (segments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) * 8) /
  segments.reduce((sum, { seconds }) => sum + seconds, 0);

const CASES: [wish: Partial<PlaybackClient>, codecs: RegExp][] = [
  [inMp4('aac'), /^"mp4a\.40\.2"$/],
  [inMp4('flac', 'aac'), /^"(fLaC|mp4a\.40\.2)"$/],
  [inMp4('opus'), /^"Opus"$/],
];

endpointTest(['getMediaFile', 'ok'], 'HLS keeps the rules that Safari is strict about', async (server) => {
  await seedSounds(server, [SONG]);
  const listener = await server.setUp();
  for (const [wish, codecs] of CASES) {
    const variants = await readVariants(server, await askOne(listener, 'song', wish));
    assert.ok(variants.length >= 4);
    for (const variant of variants) {
      assert.match(variant.attributes['CODECS'] ?? '', codecs, variant.name);
      assertTimes(variant);
      assertBandwidth(variant);
    }
    const starts = variants
      .filter(({ attributes }) => attributes['CODECS'] === variants.at(-1)?.attributes['CODECS'])
      .map(({ segments }) => segments.map(({ start }) => start).join());
    assert.equal(new Set(starts).size, 1, 'rates of one codec have their segments at the same places');
  }
});

function assertTimes({ name, segments, targetSeconds }: Variant): void {
  assert.ok(segments.every(({ seconds }) => Math.round(seconds) <= targetSeconds));
  assert.ok(Math.abs(segments.reduce((sum, { seconds }) => sum + seconds, 0) - SECONDS) < 0.001, name);
  for (const [index, { start }] of segments.entries())
    assert.equal(start, segments[index - 1]?.end ?? 0, `${name}: segment ${index} leaves a gap`);
}

/** Apple's authoring specification, for what is there as a whole: within a tenth. What varies has a bound only. */
function assertBandwidth({ name, attributes, segments }: Variant): void {
  const peak = Math.max(...segments.map((segment) => bitrateOf([segment])));
  const [stated, statedAverage] = [Number(attributes['BANDWIDTH']), Number(attributes['AVERAGE-BANDWIDTH'])];
  assert.ok(peak <= stated, `${name}: a segment has ${peak} bit/s, the playlist says ${stated}`);
  if (name === 'original') return;
  assert.ok(stated / peak < 1.1, `${name}: ${stated} for ${peak}`);
  assert.ok(Math.abs(statedAverage / bitrateOf(segments) - 1) < 0.1, `${name}: ${statedAverage} on average`);
}

const hasMpv = await access('/usr/bin/mpv').then(
  () => true,
  () => false,
);
const MPV = ['--no-config', '--vo=null', '--ao=pcm', '--untimed', '--msg-level=all=error'];

/** Plays as it would for a person, into a file. */
async function playByMpv(server: TestServer, url: string, options: readonly string[] = []): Promise<Float32Array> {
  const path = join(server.context.config.dataDirectory, 'heard.wav');
  const { stdout } = await run('mpv', [...MPV, ...options, `--ao-pcm-file=${path}`, server.url + url]);
  assert.equal(stdout.trim(), '');
  return decodeMono(path);
}

test('mpv plays HLS, and DASH and whole files from any place', { skip: !hasMpv && 'there is no mpv' }, async () => {
  const server = await startTestServer();
  try {
    const { pathOf } = await seedSounds(server, [SONG]);
    const listener = await server.setUp();
    const playback = await askOne(listener, 'song', { ...inMp4('aac'), files: ['audio/mp4; codecs="mp4a.40.2"'] });
    const whole = await playByMpv(server, playback.hlsUrl ?? '');
    assert.ok(Math.abs(whole.length / 44_100 - SECONDS) < 0.1, `${whole.length / 44_100} s`);
    const original = await decodeMono(pathOf('song'));
    for (const url of [playback.dashUrl ?? '', playback.file?.url ?? '']) {
      const heard = await playByMpv(server, url, ['--start=9']);
      const { offMs, likeness } = findPlace(original, heard.subarray(22_050), 9_500);
      assert.ok(Math.abs(offMs) < 50 && likeness > 0.8, `${url}: ${offMs} ms off, ${likeness} alike`);
    }
  } finally {
    await server.stop();
  }
});
