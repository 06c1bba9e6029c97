import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlaybackRendition } from '../packages/api-contract/src/schemas/playback.ts';
import { printSpread, printVerdict, spreadOf } from './measure.ts';
import { startServer, untilScanned } from './support/start-server.ts';

/**
 * From the request to the first bytes of sound, over HTTP from a server of its own: the first segment of a song, and the one at any place, neither
 * of which was ever encoded; against starting ffmpeg at that place, turn by turn.
 */
const SECONDS = 240;
const RATE_HZ = 44_100;
const ROUNDS = 30;
const WARM_UP = 2;
const LIMIT_MS = 50;
const SEEK_LIMIT_MS = 150;
const MOST_SHARE = 0.2;
const TARGETS = [
  { codec: 'aac', bitrateKbps: 192 },
  { codec: 'opus', bitrateKbps: 128 },
] as const;
type Target = (typeof TARGETS)[number];
const SOURCES = [
  { extension: 'mp3', options: ['-c:a', 'libmp3lame', '-q:a', '2'] },
  { extension: 'flac', options: ['-c:a', 'flac', '-sample_fmt', 's16'] },
  { extension: 'wma', options: ['-c:a', 'wmav2', '-b:a', '192k'] },
];

const music = mkdtempSync(join(tmpdir(), 'jetstream-first-byte-'));
for (const { extension, options } of SOURCES) {
  const sound = `aevalsrc=0.3*sin(2*PI*(200*t+9*t*t))+0.1*random(0)|0.3*sin(2*PI*(300*t+7*t*t)):s=${RATE_HZ}:d=${SECONDS}`;
  const first = join(music, titleOf(extension, 0));
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', sound, ...options, first]);
  for (let round = 1; round < WARM_UP + ROUNDS; round++) copyFileSync(first, join(music, titleOf(extension, round)));
}
const server = await startServer(music, { JETSTREAM_ANALYSIS_HOURS: 'off' });
try {
  await untilScanned(server.client, SOURCES.length * (WARM_UP + ROUNDS));
  console.log(`load ${loadavg()[0]?.toFixed(2)} on ${availableParallelism()} processors`);
  const ids = await readIds();
  for (const { extension } of SOURCES) for (const target of TARGETS) await compare(extension, target, ids);
} finally {
  await server.stop();
  rmSync(music, { recursive: true });
}

function titleOf(extension: string, round: number): string {
  return `${extension} ${round}.${extension}`;
}

async function readIds(): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (let cursor: string | undefined; ;) {
    const page = await server.client.call('listTracks', { query: { limit: 100, ...(cursor && { cursor }) } });
    for (const { id, title } of page.items) ids.set(title, id);
    if (!page.nextCursor) return ids;
    cursor = page.nextCursor;
  }
}

async function compare(extension: string, target: Target, ids: ReadonlyMap<string, string>): Promise<void> {
  const starts: number[] = [];
  const seeks: number[] = [];
  const spawns: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const { segmentUrl, segmentCount } = await openRendition(ids.get(`${extension} ${round}`) ?? '', target);
    const urlOf = (index: number) => server.url + segmentUrl.replace('{n}', String(index));
    const start = await timeRequest(urlOf(0));
    // Away from what is made ahead.
    const seek = await timeRequest(urlOf(3 + ((round * 17) % (segmentCount - 4))));
    const spawned = await timeProgram(join(music, titleOf(extension, round)), target, (round * 67) % (SECONDS - 6));
    if (round < WARM_UP) continue;
    starts.push(start);
    seeks.push(seek);
    spawns.push(spawned);
  }
  const title = `${extension} to ${target.codec}`;
  printSpread(`${title}, first bytes at the start`, starts);
  printSpread(`${title}, first bytes at any place`, seeks);
  printSpread(`${title}, first bytes of ffmpeg started for it`, spawns);
  const [p50 = 0, seekP50 = 0, spawnP50 = 0] = [starts, seeks, spawns].map((samples) => spreadOf(samples).p50);
  printVerdict(`${title}, p50 at the start (ms)`, p50, LIMIT_MS, p50 < LIMIT_MS);
  printVerdict(`${title}, p50 at any place (ms)`, seekP50, SEEK_LIMIT_MS, seekP50 < SEEK_LIMIT_MS);
  const share = Math.max(p50, seekP50) / spawnP50;
  printVerdict(`${title}, share of starting ffmpeg`, share, MOST_SHARE, share <= MOST_SHARE);
}

async function openRendition(trackId: string, { codec, bitrateKbps }: Target): Promise<PlaybackRendition> {
  const { playbacks } = await server.client.call('decidePlayback', {
    body: {
      trackIds: [trackId],
      client: {
        segments: [{ container: 'mp4', codec }],
        files: [],
        maxBitrateKbps: bitrateKbps,
        maxSampleRateHz: null,
        maxChannels: null,
        quality: 'original',
        network: 'unmetered',
      },
    },
  });
  const [rendition] = playbacks[0]?.segments?.renditions ?? [];
  if (!rendition) throw new Error('There is nothing to play.');
  return rendition;
}

/** Milliseconds to the first bytes of the body; the rest of it is taken before anything else is asked for. */
async function timeRequest(url: string): Promise<number> {
  const beganAt = performance.now();
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  get(url, (response) => {
    let firstMs = Number.NaN;
    response.once('data', () => {
      firstMs = performance.now() - beganAt;
    });
    response
      .on('error', reject)
      .on('end', () => resolve(firstMs))
      .resume();
    if (response.statusCode !== 200) reject(new Error(`${response.statusCode} from ${url}`));
  }).on('error', reject);
  return await promise;
}

/** What a server does that starts ffmpeg for each listener. */
async function timeProgram(location: string, { codec, bitrateKbps }: Target, second: number): Promise<number> {
  const coding = codec === 'aac' ? ['-c:a', 'aac', '-f', 'adts'] : ['-c:a', 'libopus', '-ar', '48000', '-f', 'ogg'];
  const rate = ['-b:a', `${bitrateKbps}k`, '-flush_packets', '1'];
  const beganAt = performance.now();
  const program = spawn(
    'ffmpeg',
    ['-v', 'error', '-ss', String(second), '-i', location, '-vn', ...coding, ...rate, 'pipe:1'],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  await once(program.stdout, 'data');
  const elapsedMs = performance.now() - beganAt;
  program.kill('SIGKILL');
  await once(program, 'close');
  return elapsedMs;
}
