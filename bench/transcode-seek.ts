import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PlaybackClient } from '../packages/api-contract/src/schemas/playback.ts';
import { decodeMono, findPlace } from '../apps/server/test/support/sound-place.ts';
import { printSpread, printVerdict, spreadOf } from './measure.ts';
import { startServer, untilScanned } from './support/start-server.ts';

/** Places of a song that was never encoded: how long until the sound from there is there, and whether it is the right one. */
const SECONDS = 300;
const LIMIT_MS = 150;
const LIMIT_OFF_MS = 50;
/** Every third segment, the later ones first: nothing of them was made ahead. */
const STEP = 3;

const run = promisify(execFile);
const music = mkdtempSync(join(tmpdir(), 'jetstream-music-'));
const path = join(music, 'song.wav');
const sound = `anoisesrc=c=pink:a=0.8:r=44100:d=${SECONDS}:seed=7,lowpass=f=1500`;
await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', sound, '-ac', '2', path]);
const server = await startServer(music);
try {
  await untilScanned(server.client, 1);
  const [track] = (await server.client.call('listTracks')).items;
  if (!track) throw new Error('The scan found no track.');
  const original = await decodeMono(path);
  for (const codec of ['aac', 'opus'] as const) await measure(track.id, codec, original);
} finally {
  await server.stop();
  rmSync(music, { recursive: true });
}

async function measure(trackId: string, codec: 'aac' | 'opus', original: Float32Array): Promise<void> {
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
  const { initUrl, segmentUrl, segmentCount, segmentSamples, delaySamples, sampleRateHz } = rendition;
  const init = await read(initUrl);
  const elapsedMs: number[] = [];
  const offMs: number[] = [];
  for (let n = segmentCount - 2; n > 0; n -= STEP) {
    const began = performance.now();
    const segment = await read(segmentUrl.replace('{n}', String(n)));
    elapsedMs.push(performance.now() - began);
    const piece = join(music, 'piece.mp4');
    writeFileSync(piece, Buffer.concat([init, segment]));
    const heardMs = ((n * segmentSamples - delaySamples) / sampleRateHz) * 1000;
    offMs.push(Math.abs(findPlace(original, await decodeMono(piece), heardMs).offMs));
  }
  printSpread(`${codec}: a segment that was never encoded`, elapsedMs);
  printSpread(`${codec}: off its place`, offMs);
  const { p50 } = spreadOf(elapsedMs);
  const { max } = spreadOf(offMs);
  printVerdict(`${codec}: ms until a segment is there, p50`, p50, LIMIT_MS, p50 < LIMIT_MS);
  printVerdict(`${codec}: ms off its place at most`, max, LIMIT_OFF_MS, max < LIMIT_OFF_MS);
}

async function read(url: string): Promise<Buffer> {
  const response = await fetch(server.url + url);
  if (!response.ok) throw new Error(`${response.status} from ${url}`);
  return Buffer.from(await response.arrayBuffer());
}
