import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPacketStream, writeMediaSegment, type ByteSource } from '@jetstream/media-containers';
import { printSpread, printVerdict, spreadOf, timeRuns } from './measure.ts';

/**
 * What it costs to cut a file into segments without encoding: the first segment of a file just opened, one anywhere, and all of them,
 * against ffmpeg doing the same by `-c copy`, its start included (peer), and against reading the file in pieces (limit).
 */
const RUNS = 15;
const WHOLE_RUNS = 4;
const PIECE_BYTES = 256 * 1024;
const SEGMENT_SECONDS = 4;
const files = [
  { name: 'noise.flac', seconds: 480, args: ['-c:a', 'flac'] },
  { name: 'noise.mp3', seconds: 600, args: ['-c:a', 'libmp3lame', '-q:a', '0', '-compression_level', '9'] },
];

const directory = mkdtempSync(join(tmpdir(), 'jetstream-bench-'));
try {
  for (const { name, seconds, args } of files) {
    const path = join(directory, name);
    ffmpeg(['-f', 'lavfi', '-i', `anoisesrc=d=${seconds}:r=44100:a=0.5`, '-ac', '2', ...args, path]);
    const file = await open(path);
    const { size } = await file.stat();
    console.log(`\n${name}: ${(size / 1e6).toFixed(1)} MB, ${seconds} s`);
    await measure(name, seconds, { file, path, size });
    await file.close();
  }
} finally {
  rmSync(directory, { recursive: true });
}

async function measure(name: string, seconds: number, place: { file: FileHandle; path: string; size: number }) {
  const { file, path, size } = place;
  const source: ByteSource = { sizeBytes: size, read: (position, length) => readPiece(file, position, length) };
  const rate = 44_100;
  const first = await timeRuns(RUNS, 2, async () => writeSegment(source, 0));
  const anywhere = await timeRuns(RUNS, 2, async (run) => writeSegment(source, place40(run) * seconds * rate));
  const peer = await timeRuns(RUNS, 1, async (run) => {
    const start = String(place40(run) * seconds);
    ffmpeg(['-ss', start, '-t', String(SEGMENT_SECONDS), '-i', path, '-c', 'copy', '-f', 'null', '-']);
  });
  printSpread(`${name}: open, and write the first segment`, first);
  printSpread(`${name}: open, and write a segment anywhere`, anywhere);
  printSpread(`${name}: ffmpeg copies a segment from anywhere`, peer);
  const ahead = spreadOf(peer).p50 / spreadOf(anywhere).p50;
  printVerdict(`${name}: times faster than ffmpeg, a segment anywhere`, ahead, 1, ahead > 1);

  const whole = await timeRuns(WHOLE_RUNS, 1, async () => {
    const stream = await openPacketStream(source);
    for (let from = 0; from < seconds * rate; from += SEGMENT_SECONDS * rate)
      await stream?.readPackets(from, from + SEGMENT_SECONDS * rate);
  });
  const copied = await timeRuns(WHOLE_RUNS, 1, async () => ffmpeg(['-i', path, '-c', 'copy', '-f', 'null', '-']));
  const read = await timeRuns(WHOLE_RUNS, 1, async () => {
    for (let position = 0; position < size; position += PIECE_BYTES) await readPiece(file, position, PIECE_BYTES);
  });
  const speed = (samples: readonly number[]) => size / 1000 / spreadOf(samples).p50;
  console.log(
    `${name}, all packets: ${speed(whole).toFixed(0)} MB/s; ffmpeg -c copy ${speed(copied).toFixed(0)}; plain reading ${speed(read).toFixed(0)}`,
  );
  const share = speed(whole) / speed(copied);
  printVerdict(`${name}: all packets, times as fast as ffmpeg -c copy`, share, 1, share >= 1);
  console.log(`${name}: all packets at ${((100 * speed(whole)) / speed(read)).toFixed(0)} % of the speed of reading`);
}

/** Spread over the file, the same in each run. */
function place40(run: number): number {
  return (((run + 3) * 17) % 40) / 41;
}

async function writeSegment(source: ByteSource, fromSample: number): Promise<void> {
  const stream = await openPacketStream(source);
  if (!stream) throw new Error('The file is not opened.');
  const packets = await stream.readPackets(fromSample, fromSample + SEGMENT_SECONDS * stream.setup.sampleRateHz);
  writeMediaSegment(stream.setup, { sequence: 0, packets });
}

async function readPiece(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const { bytesRead, buffer } = await file.read(Buffer.allocUnsafeSlow(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

function ffmpeg(args: readonly string[]): void {
  const { status, stderr } = spawnSync('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args]);
  if (status !== 0) throw new Error(String(stderr));
}
