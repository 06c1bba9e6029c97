import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import { promisify } from 'node:util';
import type { PlaybackClient } from '../packages/api-contract/src/schemas/playback.ts';
import { buildDff, buildDsf, modulateDsd } from '../apps/server/test/support/build-dsd.ts';
import { decodeMono, findPlace } from '../apps/server/test/support/sound-place.ts';
import { printSpread, printVerdict, spreadOf } from './measure.ts';
import { startServer, untilScanned } from './support/start-server.ts';

/** Places of a song that was never encoded: how long until the sound from there is there, and whether it is the right one. */
const SECONDS = 300;
const LIMIT_MS = 150;
const LIMIT_OFF_MS = 50;
/** Spread over the song, the later ones first: nothing of them was made ahead. */
const PLACES = 20;

/** The same sound as files whose places are known from labels, and such that tell nothing exact. */
const FORMATS: readonly {
  name: string;
  codecs: readonly ('aac' | 'opus')[];
  args?: readonly string[];
  /** What ffmpeg does not write. */
  build?: (stream: Uint8Array) => Buffer;
  repeat?: number;
}[] = [
  { name: 'plain.wav', codecs: ['aac', 'opus'], args: [] },
  { name: 'dolby.ac3', codecs: ['aac'], args: ['-c:a', 'ac3', '-b:a', '192k'] },
  { name: 'theatre.dts', codecs: ['aac'], args: ['-c:a', 'dca', '-strict', '-2', '-b:a', '768k'] },
  { name: 'truehd.mka', codecs: ['aac'], args: ['-c:a', 'truehd', '-strict', '-2'] },
  { name: 'alac.mka', codecs: ['aac'], args: ['-c:a', 'alac'] },
  { name: 'windows.wma', codecs: ['aac'], args: ['-c:a', 'wmav2', '-b:a', '160k'] },
  { name: 'ac3.mka', codecs: ['aac'], args: ['-c:a', 'ac3', '-b:a', '192k'] },
  { name: 'dts.mka', codecs: ['aac'], args: ['-c:a', 'dca', '-strict', '-2', '-b:a', '768k'] },
  { name: 'vorbis.mka', codecs: ['aac'], args: ['-c:a', 'libvorbis'] },
  { name: 'true-audio.tta', codecs: ['aac'], args: ['-c:a', 'tta'] },
  { name: 'wavpack.wv', codecs: ['aac'], args: ['-c:a', 'wavpack'] },
  { name: 'bare.thd', codecs: ['aac'], args: ['-c:a', 'truehd', '-strict', '-2'] },
  { name: 'blocks.dsf', codecs: ['aac'], build: buildDsf },
  { name: 'chunks.dff', codecs: ['aac'], build: buildDff },
  { name: 'long.wma', codecs: ['aac'], args: ['-c:a', 'wmav2', '-b:a', '160k'], repeat: 7 },
];

const run = promisify(execFile);
const music = mkdtempSync(join(tmpdir(), 'jetstream-music-'));
const work = mkdtempSync(join(tmpdir(), 'jetstream-bench-'));
const sound = `anoisesrc=c=pink:a=0.8:r=44100:d=${SECONDS}:seed=7,lowpass=f=1500`;
const original = join(work, 'original.wav');
await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', sound, '-ac', '2', original]);
let dsd: Uint8Array | undefined;
for (const { name, args = [], build, repeat = 0 } of FORMATS) {
  if (build) {
    dsd ??= modulateDsd(await decodeMono(original));
    writeFileSync(join(music, name), build(dsd));
  } else {
    const input = ['-v', 'error', '-stream_loop', String(repeat), '-i', original];
    await run('ffmpeg', [...input, '-map_metadata', '-1', ...args, join(music, name)]);
  }
}
dsd = undefined;
// Nothing is measured in the background, which would leave the places of every file behind.
const settings = { JETSTREAM_CACHE: join(work, 'cache'), JETSTREAM_ANALYSIS_HOURS: 'off' };
let server = await startServer(music, settings);
try {
  await lookAtAll('a file that was never opened');
  const tracks = await listTracks();
  for (const { name, codecs } of FORMATS) {
    const heard = await decodeMono(join(music, name));
    for (const codec of codecs) await measure(idOf(tracks, name), { name, codec }, heard);
  }
  await server.stop();
  server = await startServer(music, settings);
  await lookAtAll('a file whose places another server has kept');
} finally {
  await server.stop();
  rmSync(music, { recursive: true });
  rmSync(work, { recursive: true });
}

async function listTracks(): Promise<readonly { id: string; title: string }[]> {
  await untilScanned(server.client, FORMATS.length);
  return (await server.client.call('listTracks')).items;
}

function idOf(tracks: readonly { id: string; title: string }[], name: string): string {
  const track = tracks.find(({ title }) => title === parse(name).name);
  if (!track) throw new Error(`The scan did not find ${name}.`);
  return track.id;
}

/** What is asked before anything can play: where the segments are, for which the length of the sound has to be known. */
async function lookAtAll(what: string): Promise<void> {
  const tracks = await listTracks();
  // Starts the decoder.
  await decide(idOf(tracks, FORMATS[0]?.name ?? ''), 'aac');
  for (const { name } of FORMATS.slice(1)) {
    const began = performance.now();
    await decide(idOf(tracks, name), 'aac');
    const elapsedMs = performance.now() - began;
    printVerdict(`${name}: ms until it is known how to play ${what}`, elapsedMs, LIMIT_MS, elapsedMs < LIMIT_MS);
  }
}

interface Trial {
  name: string;
  codec: 'aac' | 'opus';
}

async function measure(trackId: string, { name, codec }: Trial, heard: Float32Array): Promise<void> {
  const label = `${name} to ${codec}`;
  const rendition = await decide(trackId, codec);
  const { initUrl, segmentUrl, segmentCount, segmentSamples, delaySamples, sampleRateHz } = rendition;
  const init = await read(initUrl);
  const elapsedMs: number[] = [];
  const offMs: number[] = [];
  const step = Math.max(2, Math.floor(segmentCount / PLACES));
  for (let n = segmentCount - 2; n > 0; n -= step) {
    const began = performance.now();
    const segment = await read(segmentUrl.replace('{n}', String(n)));
    elapsedMs.push(performance.now() - began);
    const piece = join(work, 'piece.mp4');
    writeFileSync(piece, Buffer.concat([init, segment]));
    const heardMs = ((n * segmentSamples - delaySamples) / sampleRateHz) * 1000;
    offMs.push(Math.abs(findPlace(heard, await decodeMono(piece), heardMs).offMs));
  }
  printSpread(`${label}: a segment that was never encoded`, elapsedMs);
  printSpread(`${label}: off its place`, offMs);
  const { p50 } = spreadOf(elapsedMs);
  const { max } = spreadOf(offMs);
  printVerdict(`${label}: ms until a segment is there, p50`, p50, LIMIT_MS, p50 < LIMIT_MS);
  printVerdict(`${label}: ms off its place at most`, max, LIMIT_OFF_MS, max < LIMIT_OFF_MS);
}

async function decide(trackId: string, codec: Trial['codec']) {
  const client: PlaybackClient = {
    segments: [{ container: 'mp4', codec }],
    files: [],
    maxBitrateKbps: 128,
    maxSampleRateHz: null,
    maxChannels: null,
    quality: 'original',
    network: 'unmetered',
  };
  const { playbacks } = await server.client.call('decidePlayback', { body: { trackIds: [trackId], client } });
  const [rendition] = playbacks[0]?.segments?.renditions ?? [];
  if (!rendition) throw new Error('There is nothing to play.');
  return rendition;
}

async function read(url: string): Promise<Buffer> {
  const response = await fetch(server.url + url);
  if (!response.ok) throw new Error(`${response.status} from ${url}`);
  return Buffer.from(await response.arrayBuffer());
}
