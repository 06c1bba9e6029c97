/**
 * Loudness against `ffmpeg -af ebur128`: how far the two are apart over real tracks (of the folders that JETSTREAM_BENCH_MUSIC names) and generated ones, and
 * how long each takes for the same samples. Both hear what one ffmpeg decoded.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { AudioMeter, type AudioMeasurement } from '@jetstream/audio-analysis';
import { printSpread, printVerdict, spreadOf, timeRuns } from './measure.ts';

const MOST_REAL_TRACKS = 150;
const LONGEST_SECONDS = 600;
const LIMIT_LU = 0.1;
const SPEED_ROUNDS = 5;
const SPEED_SECONDS = 120;
const AUDIO_NAME = /\.(?:ogg|opus|mp3|m4a|flac|wav|aiff?|wv|ape|wma|tta|mpc)$/i;

interface Format {
  sampleRate: number;
  channels: number;
}

interface Reference {
  integratedLufs: number;
  rangeLu: number;
  truePeakDbtp: number;
}

interface Comparison {
  name: string;
  loudness: number;
  range: number;
  truePeak: number;
}

/** Runs a program to its end and hands its output over as it comes. @throws Error with its last words when it fails */
async function run(program: string, parameters: readonly string[], onData?: (data: Buffer) => void): Promise<string> {
  const child = spawn(program, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-8000)));
  const ended = new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject));
  for await (const data of child.stdout) onData?.(data as Buffer);
  if ((await ended) !== 0) throw new Error(`${program} failed: ${words.slice(-300)}`);
  return words;
}

async function probe(input: readonly string[]): Promise<Format> {
  let text = '';
  const show = ['-v', 'error', '-select_streams', 'a:0', '-show_entries', 'stream=sample_rate,channels', '-of', 'json'];
  await run('ffprobe', [...show, ...input], (data) => (text += data.toString()));
  const [stream] = (JSON.parse(text) as { streams: { sample_rate: string; channels: number }[] }).streams;
  if (!stream) throw new Error('no sound');
  return { sampleRate: Number(stream.sample_rate), channels: stream.channels };
}

/** Takes bytes of any number and gives whole frames to the meter. */
class FrameFeeder {
  readonly meter = new AudioMeter();
  readonly #format: Format;
  #rest: Buffer = Buffer.alloc(0);

  constructor(format: Format) {
    this.#format = format;
  }

  push(data: Buffer): void {
    const { sampleRate, channels } = this.#format;
    const bytes = this.#rest.length === 0 ? data : Buffer.concat([this.#rest, data]);
    const whole = bytes.length - (bytes.length % (4 * channels));
    // A copy, since samples have to be aligned.
    const samples = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + whole));
    this.meter.push(samples, sampleRate, channels);
    this.#rest = bytes.subarray(whole);
  }
}

const lastNumber = (text: string, pattern: RegExp): number => Number([...text.matchAll(pattern)].at(-1)?.[1]);

/** One ffmpeg decodes; its own meter and ours hear the same. Its metadata has more digits than its summary. */
async function compare(name: string, input: readonly string[], folder: string): Promise<Comparison> {
  const feeder = new FrameFeeder(await probe(input));
  const log = join(folder, 'metadata.txt');
  const filters = `ebur128=peak=true:metadata=1:framelog=verbose,ametadata=mode=print:file=${log}`;
  const outputs = ['-map', '0:a:0', '-f', 'f32le', 'pipe:1', '-map', '0:a:0', '-af', filters, '-f', 'null', '-'];
  const options = ['-nostdin', '-hide_banner', '-y', '-t', String(LONGEST_SECONDS), ...input, ...outputs];
  const summary = await run('ffmpeg', options, (data) => feeder.push(data));
  const metadata = await readFile(log, 'utf8');
  const reference: Reference = {
    integratedLufs: lastNumber(metadata, /lavfi\.r128\.I=(-?[\d.]+)/g),
    rangeLu: lastNumber(metadata, /lavfi\.r128\.LRA=(-?[\d.]+)/g),
    truePeakDbtp: lastNumber(summary, /True peak:\s+Peak:\s+(-?[\d.]+|-inf)/g),
  };
  return toComparison(name, feeder.meter.finish(), reference);
}

function toComparison(name: string, { loudness }: AudioMeasurement, reference: Reference): Comparison {
  // What passes no gate is -70 to ffmpeg.
  if (loudness.integratedLufs === null && reference.integratedLufs <= -70) throw new Error('silence');
  if (!Number.isFinite(reference.integratedLufs)) throw new Error('too short for ffmpeg');
  return {
    name,
    loudness: Math.abs((loudness.integratedLufs ?? -70) - reference.integratedLufs),
    range: Math.abs((loudness.rangeLu ?? 0) - reference.rangeLu),
    truePeak: Math.abs((loudness.truePeakDbtp ?? -99) - reference.truePeakDbtp),
  };
}

async function listMusic(folders: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const folder of folders) {
    if (!(await stat(folder)).isDirectory()) throw new Error(`${folder} is not a folder`);
    for (const name of (await readdir(folder, { recursive: true })).sort())
      if (AUDIO_NAME.test(name)) found.push(join(folder, name));
  }
  return found.slice(0, MOST_REAL_TRACKS);
}

/**
 * Sounds that music folders lack: odd rates, one to six channels, extremes of level. Not more channels: ffmpeg weighs those behind as those
 * beside, which BS.1770-5 no longer does.
 */
function* listGenerated(): Generator<[string, string[]]> {
  const lavfi = (source: string) => ['-f', 'lavfi', '-i', source];
  for (const rate of [8000, 11_025, 22_050, 32_000, 44_100, 48_000, 88_200, 96_000, 192_000])
    yield [`pink noise at ${rate} Hz`, lavfi(`anoisesrc=c=pink:r=${rate}:d=20:a=0.3:seed=1`)];
  for (const layout of ['mono', 'stereo', '3.0', 'quad', '5.0', '5.1'])
    yield [`${layout} noise`, lavfi(`anoisesrc=c=brown:r=48000:d=20:a=0.4:seed=2,aformat=channel_layouts=${layout}`)];
  for (const level of [-65, -40, -6, 6])
    yield [`tone and noise at ${level} dB`, lavfi(`sine=997:d=20,volume=${level}dB,aformat=sample_fmts=flt`)];
  yield ['swelling noise', lavfi('anoisesrc=c=pink:d=60:a=0.8:seed=3,volume=eval=frame:volume=0.5+0.5*sin(t/5)')];
  yield ['sweep', lavfi('aevalsrc=0.7*sin(2*PI*(20*t+160*t*t)):s=48000:d=60')];
}

async function checkAccuracy(folder: string): Promise<void> {
  const comparisons: Comparison[] = [];
  const take = async (name: string, input: string[]) => {
    const comparison = await compare(name, input, folder).catch((error: Error) => {
      console.log(`not compared: ${name}: ${error.message.split('\n')[0]}`);
    });
    if (comparison) comparisons.push(comparison);
  };
  for (const file of await listMusic((process.env['JETSTREAM_BENCH_MUSIC'] ?? '').split(delimiter).filter(Boolean)))
    await take(file, ['-i', file]);
  const real = comparisons.length;
  for (const [name, input] of listGenerated()) await take(name, input);
  console.log(`${real} real tracks, ${comparisons.length - real} generated ones`);
  for (const key of ['loudness', 'range', 'truePeak'] as const) {
    const worst = comparisons.reduce((most, one) => (one[key] > most[key] ? one : most));
    printSpread(
      `difference of ${key}`,
      comparisons.map((one) => one[key]),
      key === 'truePeak' ? 'dB' : 'LU',
    );
    console.log(`  most in ${worst.name}`);
  }
  const { max } = spreadOf(comparisons.map(({ loudness }) => loudness));
  printVerdict('difference of integrated loudness from ffmpeg, at most in LU', max, LIMIT_LU, max <= LIMIT_LU);
}

async function checkSpeed(folder: string): Promise<void> {
  const file = join(folder, 'speed.wav');
  const source = `anoisesrc=c=pink:r=44100:d=${SPEED_SECONDS}:a=0.7:seed=4,aformat=channel_layouts=stereo`;
  await run('ffmpeg', ['-nostdin', '-y', '-f', 'lavfi', '-i', source, '-c:a', 'pcm_f32le', file]);
  const bytes = await readFile(file);
  const samples = new Float32Array(
    bytes.buffer.slice(bytes.byteOffset + 96, bytes.byteOffset + bytes.length - (bytes.length % 8)),
  );
  const ours = await timeRuns(SPEED_ROUNDS, 1, async () => {
    const meter = new AudioMeter();
    for (let from = 0; from < samples.length; from += 16_384)
      meter.push(samples.subarray(from, from + 16_384), 44_100, 2);
    meter.finish();
  });
  const meter = ['-af', 'ebur128=peak=true:framelog=verbose', '-f', 'null', '-'];
  const theirs = await timeRuns(SPEED_ROUNDS, 1, () =>
    run('ffmpeg', ['-nostdin', '-threads', '1', '-i', file, ...meter]),
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
  await checkSpeed(folder);
  await checkAccuracy(folder);
} finally {
  await rm(folder, { recursive: true, force: true });
}
