/**
 * A shuffled list of tracks of every loudness, levelled: plays them through the web engine in Chromium, records what comes out of
 * both loudspeakers, and tells how far each track is from the target, by our meter and by `ffmpeg -af ebur128`. The tracks are pieces
 * of real music (of the folders that JETSTREAM_BENCH_MUSIC names) and generated ones, in one channel and two, some turned far down.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { AudioMeter, REFERENCE_LUFS, toPlaybackGain } from '@jetstream/audio-analysis';
import { openLab, type Lab } from '../test/browser/support/engine-lab/open-lab.ts';
import { printSpread, printVerdict } from './measure.ts';

const run = promisify(execFile);
const SAMPLE_RATE_HZ = 48_000;
const PIECE_SECONDS = 5;
const REAL_PIECES = 24;
const LIMIT_LU = 1;
const AUDIO_NAME = /\.(?:ogg|opus|mp3|m4a|flac|wav)$/i;
/** Of the pieces, one after the other: how it is changed. */
const TREATMENTS = ['anull', 'volume=-14dB', 'pan=mono|c0=c0', 'anull', 'volume=6dB,alimiter=limit=0.9', 'volume=-6dB'];
const GENERATED: readonly [name: string, source: string][] = [
  ['tone', 'sine=f=1000,volume=-6dB'],
  ['loud noise', 'anoisesrc=c=pink:a=0.9,aformat=channel_layouts=stereo'],
  ['quiet noise', 'anoisesrc=c=brown:a=0.05'],
  ['chord', 'aevalsrc=0.1*sin(330*PI*t)+0.1*sin(440*PI*t)|0.1*sin(554*PI*t)'],
];

interface Piece {
  name: string;
  file: string;
  gainDb: number;
  peak: number;
}

/** Mulberry32 with a fixed seed: the same order in each run. */
function shuffled<Item>(items: readonly Item[]): Item[] {
  let state = 7;
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return items
    .map((item) => ({ item, place: random() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item);
}

async function findMusic(): Promise<string[]> {
  const folders = (process.env['JETSTREAM_BENCH_MUSIC'] ?? '').split(delimiter).filter(Boolean);
  const files = await Promise.all(
    folders.map(async (folder) => {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile() && AUDIO_NAME.test(entry.name))
        .map((entry) => join(entry.parentPath, entry.name));
    }),
  );
  return shuffled(files.flat().toSorted());
}

async function decode(path: string, channels: number): Promise<Float32Array> {
  const output = ['-ac', String(channels), '-ar', String(SAMPLE_RATE_HZ), '-f', 'f32le', 'pipe:1'];
  const { stdout } = await run('ffmpeg', ['-v', 'error', '-i', path, ...output], {
    encoding: 'buffer',
    maxBuffer: 2 ** 28,
  });
  return new Float32Array(new Uint8Array(stdout).buffer);
}

function measure(samples: Float32Array, channels: number) {
  const meter = new AudioMeter();
  meter.push(samples, SAMPLE_RATE_HZ, channels);
  return meter.finish().loudness;
}

/** Writes a piece, and finds its gain as the server does. */
async function makePiece(
  folder: string,
  file: string,
  { name, input, filter }: { name: string; input: string[]; filter: string },
): Promise<Piece | undefined> {
  const path = join(folder, file);
  const output = ['-t', String(PIECE_SECONDS), '-af', filter, '-ar', String(SAMPLE_RATE_HZ), '-c:a', 'flac', path];
  await run('ffmpeg', ['-v', 'error', '-y', ...input, ...output]);
  const { stdout } = await run('ffprobe', ['-v', 'error', '-show_entries', 'stream=channels', '-of', 'csv=p=0', path]);
  const channels = Number(stdout.trim());
  const samples = await decode(path, channels);
  // The recording is cut by the length of pieces; effects, which lie beside music, have no sound at twenty seconds.
  if (samples.length < PIECE_SECONDS * SAMPLE_RATE_HZ * channels) return undefined;
  const gain = toPlaybackGain({
    tags: null,
    track: measure(samples, channels),
    album: null,
    preferred: 'measured',
    channels,
  });
  const hasGain = gain !== null && gain.trackGainDb !== null;
  return hasGain ? { name, file, gainDb: gain.trackGainDb ?? 0, peak: gain.trackPeak ?? 1 } : undefined;
}

async function makePieces(folder: string): Promise<Piece[]> {
  const music = await findMusic();
  const real = music.map((path, index) => ({
    name: basename(path),
    input: ['-ss', '20', '-i', path],
    filter: TREATMENTS[index % TREATMENTS.length] ?? 'anull',
  }));
  const generated = GENERATED.map(([name, source]) => ({
    name,
    input: ['-f', 'lavfi', '-i', source],
    filter: 'anull',
  }));
  const pieces: Piece[] = [];
  for (const [index, piece] of [...generated, ...real].entries()) {
    const made = await makePiece(folder, `piece-${index}.flac`, piece);
    if (made) pieces.push(made);
    if (pieces.length === GENERATED.length + REAL_PIECES) break;
  }
  return shuffled(pieces);
}

/** What ffmpeg's meter says of samples of two channels. */
async function measureByFfmpeg(samples: Float32Array, folder: string): Promise<number> {
  const raw = join(folder, 'heard.f32');
  await writeFile(raw, new Uint8Array(samples.slice().buffer));
  const input = ['-f', 'f32le', '-ac', '2', '-ar', String(SAMPLE_RATE_HZ), '-i', raw];
  const { stderr } = await run('ffmpeg', ['-hide_banner', '-nostats', ...input, '-af', 'ebur128', '-f', 'null', '-']);
  return Number([...stderr.matchAll(/I:\s+(-?[\d.]+) LUFS/g)].at(-1)?.[1]);
}

async function play(lab: Lab, pieces: readonly Piece[]): Promise<Float32Array> {
  const { stereo, events } = await lab.run({
    files: pieces.map(({ file }) => file),
    isAlbum: false,
    sampleRateHz: SAMPLE_RATE_HZ,
    gainsDb: pieces.map(({ gainDb }) => gainDb),
    peaks: pieces.map(({ peak }) => peak),
    // The recorder hears what goes through the graph, which levels that only fall do without.
    equalizerDb: Array.from({ length: 10 }, () => 0),
    levelling: { mode: 'track', preampDb: 0 },
    limitSeconds: pieces.length * PIECE_SECONDS + 20,
  });
  const advances = events.filter(({ name }) => name === 'advanced').length;
  if (advances !== pieces.length - 1) throw new Error(`of ${pieces.length} pieces ${advances + 1} were played`);
  return stereo;
}

const lab = await openLab();
const scratch = await mkdtemp(join(tmpdir(), 'jetstream-levelling-'));
try {
  const pieces = await makePieces(lab.folder);
  console.log(
    `${pieces.length} pieces of ${PIECE_SECONDS} s, which differ by ${(Math.max(...pieces.map(({ gainDb }) => gainDb)) - Math.min(...pieces.map(({ gainDb }) => gainDb))).toFixed(1)} LU`,
  );
  const heard = await play(lab, pieces);
  const first = heard.findIndex((sample) => Math.abs(sample) > 1e-4) & ~1;
  const off: number[] = [];
  for (const [index, { name, gainDb }] of pieces.entries()) {
    const from = first + 2 * index * PIECE_SECONDS * SAMPLE_RATE_HZ;
    const samples = heard.slice(from, from + 2 * PIECE_SECONDS * SAMPLE_RATE_HZ);
    const ours = (measure(samples, 2).integratedLufs ?? Number.NaN) - REFERENCE_LUFS;
    const theirs = (await measureByFfmpeg(samples, scratch)) - REFERENCE_LUFS;
    off.push(Math.max(Math.abs(ours), Math.abs(theirs)));
    console.log(
      `${name}: ${gainDb.toFixed(2)} dB, heard ${ours.toFixed(2)} LU from the target (ffmpeg: ${theirs.toFixed(1)})`,
    );
  }
  printSpread('distance from the target', off, 'LU');
  printVerdict(
    'a shuffled list plays within',
    Math.max(...off),
    LIMIT_LU,
    off.every((distance) => distance <= LIMIT_LU),
  );
} finally {
  await rm(scratch, { recursive: true, force: true });
  await lab.close();
}
