import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DiskMediaStore } from '../apps/server/src/gateways/disk-media-store.ts';
import type { EncodingTarget } from '../apps/server/src/gateways/transcoder.ts';
import { ChildPool } from '../apps/server/src/gateways/transcoding/child-pool.ts';
import { ChildTranscoder } from '../apps/server/src/gateways/transcoding/child-transcoder.ts';
import { findBackends } from '../apps/server/src/gateways/transcoding/find-backends.ts';
import { printSpread, printVerdict, spreadOf } from './measure.ts';

/**
 * From the order to the first packets: at the start of a file that no child has open, and at any place of one that is open, against
 * starting ffmpeg for the same, turn by turn.
 */
const SECONDS = 240;
const RATE_HZ = 44_100;
const ROUNDS = 30;
const SEGMENT_SECONDS = 6;
const LIMIT_MS = 50;
const SEEK_LIMIT_MS = 150;
const MOST_SHARE = 0.2;
const TARGETS: readonly EncodingTarget[] = [
  { codec: 'aac', bitrateKbps: 192, sampleRateHz: RATE_HZ, channels: 2, bitDepth: null },
  { codec: 'opus', bitrateKbps: 128, sampleRateHz: 48_000, channels: 2, bitDepth: null },
];
const SOURCES = [
  { name: 'a.mp3', options: ['-c:a', 'libmp3lame', '-q:a', '2'] },
  { name: 'a.flac', options: ['-c:a', 'flac', '-sample_fmt', 's16'] },
  { name: 'a.wma', options: ['-c:a', 'wmav2', '-b:a', '192k'] },
];

const folder = mkdtempSync(join(tmpdir(), 'jetstream-first-byte-'));
const found = findBackends({ backend: 'auto', ffmpegPath: null });
const pool = new ChildPool({
  ...found,
  memoryLimitBytes: 768 * 2 ** 20,
  sizes: { listening: Math.max(2, availableParallelism()), background: 1 },
  idleMs: 120_000,
  stallMs: 15_000,
});
const transcoder = new ChildTranscoder(pool, new DiskMediaStore());
try {
  console.log(`load ${loadavg()[0]?.toFixed(2)} on ${availableParallelism()} processors, ${found.backends[0]}`);
  for (const { name, options } of SOURCES) {
    const sound = `aevalsrc=0.3*sin(2*PI*(200*t+9*t*t))+0.1*random(0)|0.3*sin(2*PI*(300*t+7*t*t)):s=${RATE_HZ}:d=${SECONDS}`;
    execFileSync('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', sound, ...options, join(folder, name)]);
    for (const target of TARGETS) await compare(join(folder, name), target);
  }
} finally {
  await transcoder.close();
  rmSync(folder, { recursive: true });
}

async function compare(location: string, target: EncodingTarget): Promise<void> {
  const [starts, seeks, spawns]: number[][] = [[], [], []];
  for (let round = -2; round < ROUNDS; round++) {
    const revision = String(round);
    const start = await timeOrder({ location, revision }, target, 0);
    const place = (round * 67 + 150) % (SECONDS - SEGMENT_SECONDS);
    const seek = await timeOrder({ location, revision }, target, place);
    const spawned = await timeProgram(location, target, place);
    if (round < 0) continue;
    starts?.push(start);
    seeks?.push(seek);
    spawns?.push(spawned);
  }
  const title = `${location.split('.').at(-1)} to ${target.codec}`;
  printSpread(`${title}, first packets at the start`, starts ?? []);
  printSpread(`${title}, first packets at any place`, seeks ?? []);
  printSpread(`${title}, first bytes of ffmpeg started for it`, spawns ?? []);
  const [p50, seekP50, spawnP50] = [starts, seeks, spawns].map((samples) => spreadOf(samples ?? []).p50);
  printVerdict(`${title}, p50 at the start (ms)`, p50 ?? 0, LIMIT_MS, (p50 ?? 0) < LIMIT_MS);
  printVerdict(`${title}, p50 at any place (ms)`, seekP50 ?? 0, SEEK_LIMIT_MS, (seekP50 ?? 0) < SEEK_LIMIT_MS);
  const share = (p50 ?? 0) / (spawnP50 ?? 1);
  printVerdict(`${title}, share of starting ffmpeg`, share, MOST_SHARE, share <= MOST_SHARE);
}

async function timeOrder(
  input: { location: string; revision: string },
  target: EncodingTarget,
  second: number,
): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const startSample = second * target.sampleRateHz;
  const beganAt = performance.now();
  await transcoder.encodeSegment({
    input,
    target,
    startSample,
    endSample: startSample + SEGMENT_SECONDS * target.sampleRateHz,
    durationSamples: SECONDS * target.sampleRateHz,
    onPackets: () => resolve(performance.now() - beganAt),
  });
  return await promise;
}

/** What a server does that starts ffmpeg for each listener. */
async function timeProgram(location: string, target: EncodingTarget, second: number): Promise<number> {
  const coding =
    target.codec === 'aac' ? ['-c:a', 'aac', '-f', 'adts'] : ['-c:a', 'libopus', '-ar', '48000', '-f', 'ogg'];
  const rate = ['-b:a', `${target.bitrateKbps}k`, '-flush_packets', '1'];
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
