import {
  AV_SAMPLE_FMT_FLT,
  AV_SAMPLE_FMT_FLTP,
  AV_SAMPLE_FMT_S16,
  AV_SAMPLE_FMT_S32,
  type AVSampleFormat,
  FF_ENCODER_AAC,
  FF_ENCODER_FLAC,
  FF_ENCODER_LIBFDK_AAC,
  FF_ENCODER_LIBMP3LAME,
  FF_ENCODER_LIBOPUS,
  type FFEncoderCodec,
} from 'node-av/constants';
import { Codec } from 'node-av/lib';
import type { EncodingTarget } from '#gateways/transcoder.ts';
import { gainForLame } from '../lame-gain.ts';
import { UnsupportedTargetError } from '../transcoding-errors.ts';
import { quantize } from './quantize.ts';

export interface EncoderChoice {
  codec: Codec;
  sampleFormat: AVSampleFormat;
  options: Record<string, string>;
  toBytes(samples: Float32Array, target: EncodingTarget): Buffer;
}

interface EncoderRow extends Omit<EncoderChoice, 'codec'> {
  name: FFEncoderCodec;
  canMake?(target: EncodingTarget): boolean;
}

/** The first that is there is taken. Constant bit rates, so that a packet owes nothing to those before it. */
const ENCODERS: Readonly<Record<EncodingTarget['codec'], readonly EncoderRow[]>> = {
  aac: [
    { name: FF_ENCODER_LIBFDK_AAC, sampleFormat: AV_SAMPLE_FMT_S16, options: {}, toBytes: toShorts },
    { name: FF_ENCODER_AAC, sampleFormat: AV_SAMPLE_FMT_FLTP, options: { aac_coder: 'fast' }, toBytes: toPlanes },
  ],
  mp3: [
    {
      name: FF_ENCODER_LIBMP3LAME,
      sampleFormat: AV_SAMPLE_FMT_FLTP,
      options: { reservoir: '0' },
      toBytes: (samples, target) => toPlanes(samples, target, gainForLame(target)),
    },
  ],
  opus: [
    {
      name: FF_ENCODER_LIBOPUS,
      sampleFormat: AV_SAMPLE_FMT_FLT,
      options: { vbr: 'off', application: 'audio', frame_duration: '20' },
      toBytes: (samples) => Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength),
    },
  ],
  flac: [
    {
      name: FF_ENCODER_FLAC,
      sampleFormat: AV_SAMPLE_FMT_S16,
      options: {},
      toBytes: toShorts,
      canMake: ({ bitDepth }) => bitDepth !== 24,
    },
    { name: FF_ENCODER_FLAC, sampleFormat: AV_SAMPLE_FMT_S32, options: {}, toBytes: toHighBits },
  ],
};

/** @throws UnsupportedTargetError */
export function chooseEncoder(target: EncodingTarget): EncoderChoice {
  for (const { name, canMake, ...row } of ENCODERS[target.codec]) {
    const codec = canMake?.(target) === false ? null : Codec.findEncoderByName(name);
    if (codec !== null) return { codec, ...row };
  }
  throw new UnsupportedTargetError(`There is no encoder for ${target.codec}.`);
}

const LOW_BYTE = 256;

function toShorts(samples: Float32Array): Buffer {
  return Buffer.from(quantize(samples, 16).buffer);
}

/** 24 bits in the upper part of 32. */
function toHighBits(samples: Float32Array): Buffer {
  return Buffer.from(quantize(samples, 24).map((sample) => sample * LOW_BYTE).buffer);
}

function toPlanes(samples: Float32Array, { channels }: EncodingTarget, gain = 1): Buffer {
  const count = samples.length / channels;
  const target = new Float32Array(samples.length);
  for (let channel = 0; channel < channels; channel++) {
    for (let at = 0; at < count; at++) target[channel * count + at] = gain * (samples[at * channels + channel] ?? 0);
  }
  return Buffer.from(target.buffer);
}
