import { createRandom, type Random } from '../random.ts';
import { createBitWriter } from './bit-writer.ts';
import { BLOCK_SIZE, writeFrame } from './frame.ts';
import { md5 } from './md5.ts';
import { writeMetadata, type FlacPicture } from './metadata.ts';

/** Sound and labels of a FLAC file. */
export type FlacInput = {
  /** One or two channels of equal length, samples from -1 to 1; what lies beyond is clipped. */
  readonly channels: readonly Float32Array[];
  readonly sampleRate: number;
  readonly bitsPerSample: 16;
  readonly tags: readonly (readonly [name: string, value: string])[];
  readonly picture?: FlacPicture;
  /** Source of the dither; the same one gives the same file. */
  readonly random?: Random;
};

const DITHER_SEED = 0x464c4143;

/**
 * Encodes a FLAC stream (RFC 9639): 4096-sample frames, fixed predictors, partitioned Rice codes, the cheapest stereo
 * arrangement per frame. Samples are dithered with triangular noise of one step; digital silence stays silent.
 * Throws a RangeError for channels it cannot store.
 */
export function encodeFlac({
  channels,
  sampleRate,
  tags,
  picture,
  random = createRandom(DITHER_SEED),
}: FlacInput): Uint8Array {
  const totalSamples = channels[0]?.length ?? 0;
  if (channels.length < 1 || channels.length > 2) throw new RangeError('FLAC needs one or two channels here');
  if (totalSamples === 0 || channels.some((channel) => channel.length !== totalSamples)) {
    throw new RangeError('Channels must be of equal length and not empty');
  }
  const quantised = channels.map((channel) => quantise(channel, random));
  const writer = createBitWriter(totalSamples * channels.length * 2);
  const frameSizes: number[] = [];
  for (let start = 0; start < totalSamples; start += BLOCK_SIZE) {
    const block = quantised.map((channel) => channel.subarray(start, start + BLOCK_SIZE));
    frameSizes.push(writeFrame(writer, { channels: block, sampleRate, frameNumber: frameSizes.length }));
  }
  const digest = md5(interleave(quantised));
  const head = writeMetadata(
    { sampleRate, channelCount: channels.length, totalSamples, md5: digest, frameSizes },
    tags,
    picture,
  );
  const file = new Uint8Array(head.length + writer.byteLength());
  file.set(head);
  file.set(writer.view(), head.length);
  return file;
}

/** Rounds to 16 bits after adding triangular noise one step wide on either side, so that rounding never distorts. */
export function quantise(samples: Float32Array, random: Random): Int32Array {
  const quantised = new Int32Array(samples.length);
  for (let index = 0; index < samples.length; index += 1) {
    const sample = samples[index] ?? 0;
    if (sample === 0) continue;
    const dithered = Math.round(sample * 32767 + random() - random());
    quantised[index] = dithered > 32767 ? 32767 : dithered < -32768 ? -32768 : dithered;
  }
  return quantised;
}

/** Samples as the checksum wants them: little-endian, channels in turn (RFC 9639, section 8.2). */
export function interleave(channels: readonly Int32Array[]): Uint8Array {
  const bytes = new Uint8Array((channels[0]?.length ?? 0) * channels.length * 2);
  channels.forEach((channel, offset) => {
    for (let index = 0; index < channel.length; index += 1) {
      const at = (index * channels.length + offset) * 2;
      const sample = channel[index] ?? 0;
      bytes[at] = sample & 0xff;
      bytes[at + 1] = (sample >> 8) & 0xff;
    }
  });
  return bytes;
}
