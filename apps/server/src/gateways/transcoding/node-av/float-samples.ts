import {
  AV_SAMPLE_FMT_DBL,
  AV_SAMPLE_FMT_DBLP,
  AV_SAMPLE_FMT_FLT,
  AV_SAMPLE_FMT_FLTP,
  AV_SAMPLE_FMT_S16,
  AV_SAMPLE_FMT_S16P,
  AV_SAMPLE_FMT_S32,
  AV_SAMPLE_FMT_S32P,
  AV_SAMPLE_FMT_S64,
  AV_SAMPLE_FMT_S64P,
  AV_SAMPLE_FMT_U8,
  AV_SAMPLE_FMT_U8P,
} from 'node-av/constants';
import type { Frame } from 'node-av/lib';
import { UnreadableMediaError } from '../transcoding-errors.ts';

type Samples = Float32Array | Float64Array | Int16Array | Int32Array | Uint8Array;

interface SampleFormat {
  view(bytes: Uint8Array, length: number): Samples;
  isPlanar: boolean;
  /** Full scale, and the value of silence. */
  scale: number;
  zero: number;
}

const floats = ({ buffer, byteOffset }: Uint8Array, length: number) => new Float32Array(buffer, byteOffset, length);
const doubles = ({ buffer, byteOffset }: Uint8Array, length: number) => new Float64Array(buffer, byteOffset, length);
const shorts = ({ buffer, byteOffset }: Uint8Array, length: number) => new Int16Array(buffer, byteOffset, length);
const integers = ({ buffer, byteOffset }: Uint8Array, length: number) => new Int32Array(buffer, byteOffset, length);
const longs = ({ buffer, byteOffset }: Uint8Array, length: number) =>
  Float64Array.from(new BigInt64Array(buffer, byteOffset, length), Number);
const bytes = ({ buffer, byteOffset }: Uint8Array, length: number) => new Uint8Array(buffer, byteOffset, length);

const FORMATS = new Map<number, SampleFormat>([
  [AV_SAMPLE_FMT_FLT, { view: floats, isPlanar: false, scale: 1, zero: 0 }],
  [AV_SAMPLE_FMT_FLTP, { view: floats, isPlanar: true, scale: 1, zero: 0 }],
  [AV_SAMPLE_FMT_DBL, { view: doubles, isPlanar: false, scale: 1, zero: 0 }],
  [AV_SAMPLE_FMT_DBLP, { view: doubles, isPlanar: true, scale: 1, zero: 0 }],
  [AV_SAMPLE_FMT_S16, { view: shorts, isPlanar: false, scale: 2 ** -15, zero: 0 }],
  [AV_SAMPLE_FMT_S16P, { view: shorts, isPlanar: true, scale: 2 ** -15, zero: 0 }],
  [AV_SAMPLE_FMT_S32, { view: integers, isPlanar: false, scale: 2 ** -31, zero: 0 }],
  [AV_SAMPLE_FMT_S32P, { view: integers, isPlanar: true, scale: 2 ** -31, zero: 0 }],
  [AV_SAMPLE_FMT_S64, { view: longs, isPlanar: false, scale: 2 ** -63, zero: 0 }],
  [AV_SAMPLE_FMT_S64P, { view: longs, isPlanar: true, scale: 2 ** -63, zero: 0 }],
  [AV_SAMPLE_FMT_U8, { view: bytes, isPlanar: false, scale: 2 ** -7, zero: 128 }],
  [AV_SAMPLE_FMT_U8P, { view: bytes, isPlanar: true, scale: 2 ** -7, zero: 128 }],
]);

/** The samples of a frame, interleaved, full scale 1. Integers of up to 24 bits are kept exactly. */
export function toFloatSamples(frame: Frame): Float32Array {
  const format = FORMATS.get(frame.format);
  if (format === undefined) throw new UnreadableMediaError('Its samples are of an unknown kind.');
  const { nbSamples, channels } = frame;
  const copy = frame.toBuffer();
  const aligned = copy.byteOffset % Float64Array.BYTES_PER_ELEMENT === 0 ? copy : Uint8Array.from(copy);
  const source = format.view(aligned, nbSamples * channels);
  if (format.isPlanar && channels > 1) return interleave(source, { nbSamples, channels, ...format });
  if (source instanceof Float32Array) return source;
  const target = new Float32Array(source.length);
  for (let at = 0; at < target.length; at++) target[at] = ((source[at] ?? 0) - format.zero) * format.scale;
  return target;
}

interface PlaneShape {
  nbSamples: number;
  channels: number;
  scale: number;
  zero: number;
}

function interleave(source: Samples, { nbSamples, channels, scale, zero }: PlaneShape): Float32Array {
  const target = new Float32Array(nbSamples * channels);
  for (let channel = 0; channel < channels; channel++) {
    const plane = channel * nbSamples;
    for (let at = 0, to = channel; at < nbSamples; at++, to += channels) {
      target[to] = ((source[plane + at] ?? 0) - zero) * scale;
    }
  }
  return target;
}
