import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeInitSegment, writeMediaSegment } from '@jetstream/media-containers';
import type { EncodedSegment } from '#gateways/transcoder.ts';
import { takePositions } from '#test/support/take-positions.ts';

export interface SourceFormat {
  name: string;
  options: readonly string[];
  sampleRateHz?: number;
  /** The frames that the Xing header tells, for each that is there. */
  toldShare?: number;
  /** All pages of Ogg say that they end at 0. */
  isUnplaced?: boolean;
  /** The file with the same sound, where ffmpeg itself is led astray. */
  soundsAs?: string;
}

export const SECONDS = 14;
export const RATE_HZ = 44_100;

/** Each place sounds unlike all others: two tones that rise, and noise that swells. */
const SOUND =
  'aevalsrc=0.3*sin(2*PI*(200*t+90*t*t))+0.15*(random(0)*2-1)*(0.5+0.5*sin(2*PI*0.37*t))|0.3*cos(2*PI*(300*t+71*t*t))' +
  `:s=${RATE_HZ}:d=${SECONDS}`;

/** What people have, and what ffmpeg can make of it. */
export const SOURCES: readonly SourceFormat[] = [
  { name: 'cbr.mp3', options: ['-c:a', 'libmp3lame', '-b:a', '128k'] },
  { name: 'vbr.mp3', options: ['-c:a', 'libmp3lame', '-q:a', '3'] },
  { name: 'bare.mp3', options: ['-c:a', 'libmp3lame', '-q:a', '4', '-write_xing', '0'] },
  { name: 'half-told.mp3', options: ['-c:a', 'libmp3lame', '-q:a', '3'], toldShare: 0.5, soundsAs: 'vbr.mp3' },
  { name: 'twice-told.mp3', options: ['-c:a', 'libmp3lame', '-b:a', '128k'], toldShare: 2, soundsAs: 'cbr.mp3' },
  { name: 'a.flac', options: ['-c:a', 'flac', '-sample_fmt', 's16'] },
  { name: 'deep.flac', options: ['-c:a', 'flac', '-sample_fmt', 's32'] },
  { name: 'a.oga', options: ['-c:a', 'flac', '-sample_fmt', 's16'] },
  { name: 'unplaced.oga', options: ['-c:a', 'flac', '-sample_fmt', 's16'], isUnplaced: true },
  { name: 'a.ogg', options: ['-c:a', 'libvorbis', '-q:a', '5'] },
  { name: 'a.opus', options: ['-c:a', 'libopus', '-b:a', '96k'], sampleRateHz: 48_000 },
  { name: 'a.m4a', options: ['-c:a', 'aac', '-b:a', '128k'] },
  { name: 'begun.mp4', options: ['-c:a', 'aac', '-movflags', 'frag_keyframe', '-frag_duration', '3000000'] },
  { name: 'alac.m4a', options: ['-c:a', 'alac'] },
  { name: 'a.aac', options: ['-c:a', 'aac', '-b:a', '128k'] },
  { name: 'vorbis.mka', options: ['-c:a', 'libvorbis'] },
  { name: 'mp3.mka', options: ['-c:a', 'libmp3lame'] },
  { name: 'opus.webm', options: ['-c:a', 'libopus'], sampleRateHz: 48_000 },
  { name: 'a.wma', options: ['-c:a', 'wmav2', '-b:a', '128k'] },
  { name: 'a.wv', options: ['-c:a', 'wavpack'] },
  { name: 'a.tta', options: ['-c:a', 'tta'] },
  { name: 'a.ac3', options: ['-c:a', 'ac3', '-b:a', '192k'] },
  { name: 'dts.mka', options: ['-c:a', 'dca', '-strict', '-2'] },
  { name: 'a.aiff', options: ['-c:a', 'pcm_s16be'] },
  { name: 'a.wav', options: ['-c:a', 'pcm_s16le'] },
  { name: 'a.caf', options: ['-c:a', 'pcm_s16be'] },
];

const ffmpeg = (args: readonly string[]): Buffer =>
  execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...args], { maxBuffer: 2 ** 30 });

export function makeSource(folder: string, format: SourceFormat): string {
  const { name, options, sampleRateHz = RATE_HZ, toldShare = 1, isUnplaced } = format;
  const path = join(folder, name);
  ffmpeg(['-f', 'lavfi', '-i', SOUND, ...options, '-ar', String(sampleRateHz), path]);
  if (toldShare !== 1) tellFrames(path, toldShare);
  if (isUnplaced) writeFileSync(path, takePositions(readFileSync(path)));
  return path;
}

function tellFrames(path: string, share: number): void {
  const bytes = readFileSync(path);
  const at = Math.max(bytes.indexOf('Xing'), bytes.indexOf('Info')) + 8;
  bytes.writeUInt32BE(Math.round(bytes.readUInt32BE(at) * share), at);
  writeFileSync(path, bytes);
}

/** As ffmpeg decodes all of it: interleaved. */
export function decodeFile(path: string, sampleRateHz?: number): Float32Array {
  const rate = sampleRateHz === undefined ? [] : ['-ar', String(sampleRateHz)];
  const bytes = ffmpeg(['-i', path, '-map', '0:a:0', ...rate, '-f', 'f32le', '-c:a', 'pcm_f32le', 'pipe:1']);
  return new Float32Array(Uint8Array.from(bytes).buffer);
}

/** Segments in a row, as a player that drops the delay hears them. */
export function decodeSegments(
  folder: string,
  segments: readonly EncodedSegment[],
  durationSamples: number,
): Float32Array {
  const [first] = segments;
  if (first === undefined) return new Float32Array();
  const { setup, delaySamples } = first;
  const path = join(folder, 'joined.mp4');
  const parts = segments.map(({ packets }, sequence) => writeMediaSegment(setup, { sequence, packets }));
  writeFileSync(path, Buffer.concat([writeInitSegment(setup, { durationSamples, delaySamples }), ...parts]));
  const sound = decodeFile(path);
  rmSync(path);
  // FFmpeg 5 does not heed the edit lists of fragmented files of every codec.
  const hasDelay = sound.length >= (durationSamples + delaySamples) * setup.channels;
  return hasDelay ? sound.subarray(delaySamples * setup.channels) : sound;
}

/** The frames of a FLAC encoding as a file. */
export function decodeFlacFrames(folder: string, { setup, packets }: EncodedSegment): Float32Array {
  const path = join(folder, 'frames.flac');
  const head = Buffer.concat([Buffer.from('fLaC'), Buffer.of(0x80, 0, 0, setup.config.length), setup.config]);
  writeFileSync(path, Buffer.concat([head, ...packets.map(({ data }) => data)]));
  const sound = decodeFile(path);
  rmSync(path);
  return sound;
}

export const left = (interleaved: Float32Array, channels = 2): Float32Array =>
  Float32Array.from({ length: Math.floor(interleaved.length / channels) }, (_, at) => interleaved[at * channels] ?? 0);

const COMPARED_SAMPLES = 3000;

/** By how many samples `heard` comes later than `wanted`, at most `reach` either way, where both are most alike. */
export function findLag(heard: Float32Array, wanted: Float32Array, reach: number): number {
  let best = { lag: Number.NaN, likeness: -Infinity };
  const length = Math.min(Math.min(heard.length, wanted.length) - reach, reach + COMPARED_SAMPLES);
  for (let lag = -reach; lag <= reach; lag++) {
    let product = 0;
    for (let at = reach; at < length; at += 1) product += (heard[at] ?? 0) * (wanted[at - lag] ?? 0);
    if (product > best.likeness) best = { lag, likeness: product };
  }
  return best.lag;
}

/** Effective value of the difference, in dB below full scale. */
export function differenceDb(a: Float32Array, b: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at++) sum += ((a[at] ?? 0) - (b[at] ?? 0)) ** 2;
  return 10 * Math.log10(sum / (to - from) + 1e-20);
}
