import type { EncodingTarget } from '#gateways/transcoder.ts';
import { FLAC_BLOCK_SAMPLES } from '../encoding-grid.ts';

interface ProgramEncoder {
  name: string;
  /** What the packets come in. */
  container: string;
  packetSamples: number;
  /** Where the container does not tell it. */
  delaySamples: number;
  options(target: EncodingTarget): string[];
}

const bitrate = ({ bitrateKbps }: EncodingTarget) => (bitrateKbps === null ? [] : ['-b:a', `${bitrateKbps}k`]);

export const PROGRAM_ENCODERS: Readonly<Record<EncodingTarget['codec'], ProgramEncoder>> = {
  aac: {
    name: 'aac',
    container: 'adts',
    packetSamples: 1024,
    delaySamples: 1024,
    options: (target) => ['-aac_coder', 'fast', ...bitrate(target)],
  },
  mp3: {
    name: 'libmp3lame',
    container: 'mp3',
    packetSamples: 1152,
    // LAME's own 576 and 529 of every decoder.
    delaySamples: 1105,
    options: (target) => ['-reservoir', '0', '-write_xing', '0', '-id3v2_version', '0', ...bitrate(target)],
  },
  opus: {
    name: 'libopus',
    container: 'ogg',
    packetSamples: 960,
    delaySamples: 312,
    options: (target) => ['-vbr', 'off', '-application', 'audio', '-frame_duration', '20', ...bitrate(target)],
  },
  flac: {
    name: 'flac',
    container: 'flac',
    packetSamples: FLAC_BLOCK_SAMPLES,
    delaySamples: 0,
    options: ({ bitDepth }) => [
      '-frame_size',
      String(FLAC_BLOCK_SAMPLES),
      ...(bitDepth === 24 ? ['-sample_fmt', 's32', '-bits_per_raw_sample', '24'] : ['-sample_fmt', 's16']),
    ],
  },
};

/** MPEG-2 frames of Layer III are half as long. */
export const packetSamplesOf = ({ codec, sampleRateHz }: EncodingTarget): number => {
  const { packetSamples } = PROGRAM_ENCODERS[codec];
  return codec === 'mp3' && sampleRateHz < 32_000 ? packetSamples / 2 : packetSamples;
};

/** Nothing of the source but its sound, and the same bytes each time. */
const BARE = ['-threads', '1', '-flags', '+bitexact', '-fflags', '+bitexact', '-map_metadata', '-1'];

/** Each packet is a fragment of its own and goes out at once. Old programs call FLAC and Opus in MP4 an experiment. */
const FRAGMENTED =
  '-f mp4 -movflags +empty_moov+default_base_moof+frag_every_frame -flush_packets 1 -strict experimental'.split(' ');

const shapeOf = ({ sampleRateHz, channels }: EncodingTarget) => ['-ar', String(sampleRateHz), '-ac', String(channels)];

/** In the codec's own container, which tells what a decoder needs, or as packets to be read while they are made. */
export function encoderArguments(target: EncodingTarget, form: 'described' | 'streamed'): string[] {
  const { name, container, options } = PROGRAM_ENCODERS[target.codec];
  const output = form === 'streamed' ? FRAGMENTED : ['-f', container];
  return ['-c:a', name, ...options(target), ...shapeOf(target), ...BARE, ...output, 'pipe:1'];
}

/** Samples without any coding; those of 24 bits as numbers of 32. */
export function rawArguments(target: EncodingTarget): string[] {
  const format = target.bitDepth === 24 ? 's32' : 's16';
  return ['-sample_fmt', format, '-c:a', `pcm_${format}le`, ...shapeOf(target), ...BARE, '-f', `${format}le`, 'pipe:1'];
}
