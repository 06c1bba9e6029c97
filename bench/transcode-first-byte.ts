import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { printSpread, printVerdict, spreadOf } from './measure.ts';
import { startServer, untilScanned } from './support/start-server.ts';

/**
 * From the request to the first bytes of sound, over HTTP from a server of its own: at the start of a song and at any place, neither of which was ever
 * encoded, by segments and by ranges of whole files; against starting ffmpeg at that place, turn by turn.
 */
const SECONDS = 240;
const RATE_HZ = 44_100;
const ROUNDS = 30;
const WARM_UP = 2;
const LIMIT_MS = 50;
const SEEK_LIMIT_MS = 150;
const MOST_SHARE = 0.2;
interface Target {
  codec: 'aac' | 'opus' | 'mp3';
  bitrateKbps: number;
  /** Of a whole file; segments without it. */
  file?: string;
}
const TARGETS: readonly Target[] = [
  { codec: 'aac', bitrateKbps: 192 },
  { codec: 'opus', bitrateKbps: 128 },
  { codec: 'mp3', bitrateKbps: 192, file: 'audio/mpeg' },
  { codec: 'aac', bitrateKbps: 192, file: 'audio/mp4; codecs="mp4a.40.2"' },
  { codec: 'opus', bitrateKbps: 128, file: 'audio/mp4; codecs="opus"' },
];
const CODING: Readonly<Record<Target['codec'], readonly string[]>> = {
  aac: ['-c:a', 'aac', '-f', 'adts'],
  opus: ['-c:a', 'libopus', '-ar', '48000', '-f', 'ogg'],
  mp3: ['-c:a', 'libmp3lame', '-f', 'mp3'],
};
/** Asked for of a whole file; more than its head. */
const RANGE_BYTES = 20_000;
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
  for (const { extension } of SOURCES)
    for (const target of TARGETS) if (target.codec !== extension) await compare(extension, target, ids);
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
    const places = await openPlaces(ids.get(`${extension} ${round}`) ?? '', target);
    const start = await timeRequest(places.start);
    // Away from what is made ahead.
    const seek = await timeRequest(places.at(0.05 + 0.9 * ((round * 0.27) % 1)));
    const spawned = await timeProgram(join(music, titleOf(extension, round)), target, (round * 67) % (SECONDS - 6));
    if (round < WARM_UP) continue;
    starts.push(start);
    seeks.push(seek);
    spawns.push(spawned);
  }
  const title = `${extension} to ${target.codec}${target.file ? ', whole file' : ''}`;
  printSpread(`${title}, first bytes at the start`, starts);
  printSpread(`${title}, first bytes at any place`, seeks);
  printSpread(`${title}, first bytes of ffmpeg started for it`, spawns);
  const [p50 = 0, seekP50 = 0, spawnP50 = 0] = [starts, seeks, spawns].map((samples) => spreadOf(samples).p50);
  printVerdict(`${title}, p50 at the start (ms)`, p50, LIMIT_MS, p50 < LIMIT_MS);
  printVerdict(`${title}, p50 at any place (ms)`, seekP50, SEEK_LIMIT_MS, seekP50 < SEEK_LIMIT_MS);
  const share = Math.max(p50, seekP50) / spawnP50;
  printVerdict(`${title}, share of starting ffmpeg`, share, MOST_SHARE, share <= MOST_SHARE);
}

interface Request {
  url: string;
  range?: string;
}

/** What a player asks for at the start, and at a share of the song. */
interface Places {
  start: Request;
  at(share: number): Request;
}

async function openPlaces(trackId: string, { codec, bitrateKbps, file }: Target): Promise<Places> {
  const { playbacks } = await server.client.call('decidePlayback', {
    body: {
      trackIds: [trackId],
      client: {
        segments: file ? [] : [{ container: 'mp4', codec: codec === 'mp3' ? 'aac' : codec }],
        files: file ? [file] : [],
        maxBitrateKbps: bitrateKbps,
        maxSampleRateHz: null,
        maxChannels: null,
        quality: 'original',
        network: 'unmetered',
      },
    },
  });
  const [playback] = playbacks;
  const [rendition] = playback?.segments?.renditions ?? [];
  if (rendition) {
    const urlOf = (index: number) => server.url + rendition.segmentUrl.replace('{n}', String(index));
    return {
      start: { url: urlOf(0) },
      at: (share) => ({ url: urlOf(3 + Math.floor(share * (rendition.segmentCount - 4))) }),
    };
  }
  if (!playback?.file?.sizeBytes || playback.file.isOriginal) throw new Error('There is nothing to encode.');
  const [url, size] = [server.url + playback.file.url, playback.file.sizeBytes];
  const places = codec === 'mp3' ? undefined : await readIndex(url);
  const from = (begin: number) => ({ url, range: `bytes=${begin}-${begin + RANGE_BYTES - 1}` });
  const at = (share: number) => places?.[Math.floor(share * places.length)] ?? Math.floor(share * (size - RANGE_BYTES));
  return { start: from(0), at: (share) => from(at(share)) };
}

/** Where fragments begin: players of MP4 go to one of them (`sidx`, ISO 14496-12, section 8.16.3). */
async function readIndex(url: string): Promise<number[]> {
  const head = Buffer.from(
    await (await fetch(url, { headers: { range: `bytes=0-${RANGE_BYTES - 1}` } })).arrayBuffer(),
  );
  const index = head.indexOf('sidx') + 4;
  let at = index - 8 + head.readUInt32BE(index - 8);
  return Array.from({ length: head.readUInt16BE(index + 22) }, (_, number) => {
    const begin = at;
    at += head.readUInt32BE(index + 24 + number * 12);
    return begin;
  });
}

/** Milliseconds to the first bytes of the body; the rest of it is taken before anything else is asked for. */
async function timeRequest({ url, range }: Request): Promise<number> {
  const beganAt = performance.now();
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  get(url, { headers: range ? { range } : {} }, (response) => {
    let firstMs = Number.NaN;
    response.once('data', () => {
      firstMs = performance.now() - beganAt;
    });
    response
      .on('error', reject)
      .on('end', () => resolve(firstMs))
      .resume();
    if (response.statusCode !== (range ? 206 : 200)) reject(new Error(`${response.statusCode} from ${url}`));
  }).on('error', reject);
  return await promise;
}

/** What a server does that starts ffmpeg for each listener. */
async function timeProgram(location: string, { codec, bitrateKbps }: Target, second: number): Promise<number> {
  const rate = ['-b:a', `${bitrateKbps}k`, '-flush_packets', '1'];
  const beganAt = performance.now();
  const program = spawn(
    'ffmpeg',
    ['-v', 'error', '-ss', String(second), '-i', location, '-vn', ...CODING[codec], ...rate, 'pipe:1'],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  await once(program.stdout, 'data');
  const elapsedMs = performance.now() - beganAt;
  program.kill('SIGKILL');
  await once(program, 'close');
  return elapsedMs;
}
