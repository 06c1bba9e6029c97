/**
 * Loudness against `ffmpeg -af ebur128`: how far the two are apart over real tracks (the largest of the folders that JETSTREAM_BENCH_MUSIC
 * names) and generated ones, which the server's transcoder decodes and measures; and how long each meter takes for the same samples.
 * Debian's wesnoth-1.16-music, hyperrogue-music, warzone2100-music, fillets-ng-data, asc-music and drascula-music hold over a hundred tracks.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { AudioMeter, type AudioMeasurement } from '@jetstream/audio-analysis';
import { openTranscoder } from '../apps/server/src/compose/open-transcoder.ts';
import { DiskMediaStore } from '../apps/server/src/gateways/disk-media-store.ts';
import type { Transcoder } from '../apps/server/src/gateways/transcoder.ts';
import { printSpread, printVerdict, spreadOf, timeRuns } from './measure.ts';

const MOST_REAL_TRACKS = 150;
const SHORT_MS = 30_000;
const LIMIT_LU = 0.1;
const SPEED_ROUNDS = 5;
const SPEED_SECONDS = 120;
const METADATA = 'metadata.txt';
const AUDIO_NAME = /\.(?:ogg|opus|mp3|m4a|flac|wav|aiff?|wv|ape|wma|tta|mpc)$/i;

interface Reference {
  integratedLufs: number;
  rangeLu: number;
  truePeakDbtp: number;
}

interface Comparison {
  name: string;
  loudness: number;
  /** Null of short sounds: ffmpeg counts windows that are not full yet. */
  range: number | null;
  truePeak: number;
}

/** Runs a program to its end and returns its words. @throws Error with the last of them when it fails */
async function run(program: string, parameters: readonly string[], directory: string): Promise<string> {
  const child = spawn(program, parameters, { stdio: ['ignore', 'ignore', 'pipe'], cwd: directory });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-8000)));
  const ended = new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject));
  if ((await ended) !== 0) throw new Error(`${program} failed: ${words.slice(-300)}`);
  return words;
}

const lastNumber = (text: string, pattern: RegExp): number => Number([...text.matchAll(pattern)].at(-1)?.[1]);

/** What the server's own decoder and meter find in a file against ffmpeg's, whose metadata have more digits than its summary. */
async function compare(name: string, file: string, transcoder: Transcoder): Promise<Comparison> {
  const { mtimeMs } = await stat(file);
  const measurement = await transcoder.analyse({ location: file, revision: String(mtimeMs) });
  const filters = `ebur128=peak=true:metadata=1:framelog=verbose,ametadata=mode=print:file=${METADATA}`;
  const options = ['-nostdin', '-hide_banner', '-y', '-i', file, '-map', '0:a:0', '-af', filters, '-f', 'null', '-'];
  const summary = await run('ffmpeg', options, folder);
  const metadata = await readFile(join(folder, METADATA), 'utf8');
  const reference: Reference = {
    integratedLufs: lastNumber(metadata, /lavfi\.r128\.I=(-?[\d.]+)/g),
    rangeLu: lastNumber(metadata, /lavfi\.r128\.LRA=(-?[\d.]+)/g),
    truePeakDbtp: lastNumber(summary, /True peak:\s+Peak:\s+(-?[\d.]+|-inf)/g),
  };
  return toComparison(name, measurement, reference);
}

function toComparison(name: string, { loudness, durationMs }: AudioMeasurement, reference: Reference): Comparison {
  // What passes no gate is -70 to ffmpeg.
  if (loudness.integratedLufs === null && reference.integratedLufs <= -70) throw new Error('silence');
  if (!Number.isFinite(reference.integratedLufs)) throw new Error('too short for ffmpeg');
  return {
    name,
    loudness: Math.abs((loudness.integratedLufs ?? -70) - reference.integratedLufs),
    range: durationMs < SHORT_MS ? null : Math.abs((loudness.rangeLu ?? 0) - reference.rangeLu),
    truePeak: Math.abs((loudness.truePeakDbtp ?? -99) - reference.truePeakDbtp),
  };
}

/** Largest first: folders of games have many short effects besides their music. */
async function listMusic(folders: readonly string[]): Promise<string[]> {
  const found: { file: string; bytes: number }[] = [];
  for (const folder of folders) {
    if (!(await stat(folder)).isDirectory()) throw new Error(`${folder} is not a folder`);
    for (const name of (await readdir(folder, { recursive: true })).sort())
      if (AUDIO_NAME.test(name)) found.push({ file: join(folder, name), bytes: (await stat(join(folder, name))).size });
  }
  found.sort((one, other) => other.bytes - one.bytes || (one.file < other.file ? -1 : 1));
  return found.slice(0, MOST_REAL_TRACKS).map(({ file }) => file);
}

/**
 * Sounds that music folders lack: odd rates, one to six channels, extremes of level. Not more channels: ffmpeg weighs those behind as those
 * beside, which BS.1770-5 no longer does.
 */
function* listGenerated(): Generator<[string, string]> {
  for (const rate of [8000, 11_025, 22_050, 32_000, 44_100, 48_000, 88_200, 96_000, 192_000])
    yield [`pink noise at ${rate} Hz`, `anoisesrc=c=pink:r=${rate}:d=20:a=0.3:seed=1`];
  for (const layout of ['mono', 'stereo', '3.0', 'quad', '5.0', '5.1'])
    yield [`${layout} noise`, `anoisesrc=c=brown:r=48000:d=20:a=0.4:seed=2,aformat=channel_layouts=${layout}`];
  for (const level of [-65, -40, -6, 6])
    yield [`tone and noise at ${level} dB`, `sine=997:d=20,volume=${level}dB,aformat=sample_fmts=flt`];
  yield ['swelling noise', 'anoisesrc=c=pink:d=60:a=0.8:seed=3,volume=eval=frame:volume=0.5+0.5*sin(t/5)'];
  yield ['sweep', 'aevalsrc=0.7*sin(2*PI*(20*t+160*t*t)):s=48000:d=60'];
}

async function checkAccuracy(): Promise<void> {
  const transcoder = openTranscoder(
    { transcoder: { backend: 'auto', ffmpegPath: null } },
    { mediaStore: new DiskMediaStore(), soundIndexStore: null },
  );
  const comparisons: Comparison[] = [];
  const take = async (name: string, file: string) => {
    const comparison = await compare(name, file, transcoder).catch((error: Error) => {
      console.log(`not compared: ${name}: ${error.message.split('\n')[0]}`);
    });
    if (comparison) comparisons.push(comparison);
  };
  const folders = (process.env['JETSTREAM_BENCH_MUSIC'] ?? '').split(delimiter).filter(Boolean);
  for (const file of await listMusic(folders)) await take(file, file);
  const real = comparisons.length;
  const music = comparisons.filter(({ range }) => range !== null).length;
  for (const [name, source] of listGenerated()) {
    const file = join(folder, 'generated.wav');
    await run('ffmpeg', ['-nostdin', '-y', '-f', 'lavfi', '-i', source, '-c:a', 'pcm_f32le', file], folder);
    await take(name, file);
  }
  await transcoder.close();
  console.log(
    `${real} real sounds, ${music} of them tracks of ${SHORT_MS / 1000} s and more, ${comparisons.length - real} generated`,
  );
  for (const key of ['loudness', 'range', 'truePeak'] as const) {
    const worst = comparisons.reduce((most, one) => ((one[key] ?? 0) > (most[key] ?? 0) ? one : most));
    printSpread(
      `difference of ${key}`,
      comparisons.flatMap((one) => one[key] ?? []),
      key === 'truePeak' ? 'dB' : 'LU',
    );
    console.log(`  most in ${worst.name}`);
  }
  const { max } = spreadOf(comparisons.map(({ loudness }) => loudness));
  printVerdict('difference of integrated loudness from ffmpeg, at most in LU', max, LIMIT_LU, max <= LIMIT_LU);
}

async function checkSpeed(): Promise<void> {
  const file = join(folder, 'speed.f32');
  const raw = ['-f', 'f32le', '-ar', '44100'];
  const source = `anoisesrc=c=pink:r=44100:d=${SPEED_SECONDS}:a=0.7:seed=4,aformat=channel_layouts=stereo`;
  await run('ffmpeg', ['-nostdin', '-y', '-f', 'lavfi', '-i', source, ...raw, file], folder);
  const { buffer, byteOffset, length } = await readFile(file);
  const samples = new Float32Array(buffer.slice(byteOffset, byteOffset + length));
  const ours = await timeRuns(SPEED_ROUNDS, 1, async () => {
    const meter = new AudioMeter();
    for (let from = 0; from < samples.length; from += 16_384)
      meter.push(samples.subarray(from, from + 16_384), 44_100, 2);
    meter.finish();
  });
  const meter = ['-af', 'ebur128=peak=true:framelog=verbose', '-f', 'null', '-'];
  const theirs = await timeRuns(SPEED_ROUNDS, 1, () =>
    run('ffmpeg', ['-nostdin', '-threads', '1', ...raw, '-ac', '2', '-i', file, ...meter], folder),
  );
  printSpread(`loudness, true peak, waveform and silence of ${SPEED_SECONDS} s of noise`, ours);
  printSpread('ffmpeg -af ebur128=peak=true of the same', theirs);
  const [our, their] = [spreadOf(ours).p50, spreadOf(theirs).p50];
  console.log(
    `${((SPEED_SECONDS * 1000) / our).toFixed(0)} x real time against ${((SPEED_SECONDS * 1000) / their).toFixed(0)} x`,
  );
  printVerdict('time of ffmpeg that ours takes', our / their, 1, our <= their);
}

const folder = await mkdtemp(join(tmpdir(), 'jetstream-loudness-'));
try {
  await checkSpeed();
  await checkAccuracy();
} finally {
  await rm(folder, { recursive: true, force: true });
}
