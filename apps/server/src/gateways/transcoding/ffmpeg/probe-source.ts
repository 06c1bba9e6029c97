import type { ReachableInput, Work } from '../backend.ts';
import { INPUT_OPTIONS } from '../input-options.ts';
import { findTiming, type SourceTiming } from '../source-timing.ts';
import { UnreadableMediaError } from '../transcoding-errors.ts';
import { readProgram } from './run-program.ts';

/** What ffprobe tells of the stream of sound that is played. */
export interface SourceHeader {
  /** In the file, among all streams. */
  streamIndex: number;
  format: string;
  codec: string;
  sampleRateHz: number;
  channels: number;
  bitDepth: number | null;
  statedSamples: number;
  timing: SourceTiming;
}

interface ProbedStream {
  index: number;
  codec_type: string;
  codec_name?: string;
  sample_rate?: string;
  channels?: number;
  bits_per_raw_sample?: string;
  bits_per_sample?: number;
  sample_fmt?: string;
  time_base?: string;
  duration?: string;
  disposition?: { default?: number };
}

interface Probed {
  streams?: ProbedStream[];
  format?: { format_name?: string; duration?: string };
}

export const inputArguments = ({ url }: ReachableInput): string[] => [
  ...Object.entries(INPUT_OPTIONS).flatMap(([name, value]) => [`-${name}`, value]),
  '-i',
  url,
];

/** @throws UnreadableMediaError */
export async function probeSource(ffprobePath: string, input: ReachableInput, work: Work): Promise<SourceHeader> {
  const args = ['-v', 'error', '-of', 'json', '-show_streams', '-show_format', ...inputArguments(input)];
  const { streams = [], format = {} } = JSON.parse(String(await readProgram(ffprobePath, args, work))) as Probed;
  const sounds = streams.filter((stream) => stream.codec_type === 'audio');
  const stream = sounds.find(({ disposition }) => disposition?.default === 1) ?? sounds[0];
  if (stream === undefined) throw new UnreadableMediaError('There is no sound in it.');
  return toHeader(stream, format);
}

function toHeader(stream: ProbedStream, format: NonNullable<Probed['format']>): SourceHeader {
  const { sample_rate: rate = '0', channels = 0, time_base: timeBase = '', codec_name: codec = 'unknown' } = stream;
  const sampleRateHz = Number(rate);
  if (sampleRateHz < 1 || channels < 1) throw new UnreadableMediaError('Its sound has no sample rate or no channels.');
  const [num = 0, den = 1] = timeBase.split('/').map(Number);
  const names = { format: format.format_name ?? 'unknown', codec };
  return {
    ...names,
    streamIndex: stream.index,
    sampleRateHz,
    channels,
    bitDepth: findBitDepth(stream),
    statedSamples: Math.round(Number(stream.duration ?? format.duration ?? 0) * sampleRateHz) || 0,
    timing: toProgramTiming(findTiming({ ...names, sampleRateHz, timeBase: { num, den } }), names),
  };
}

/** The program goes by the labels as they are: only where all of them are right can it begin in the middle. Of Ogg those of Opus are. */
function toProgramTiming(timing: SourceTiming, { format, codec }: { format: string; codec: string }): SourceTiming {
  const isExact = timing.kind === 'labelled' && !(format === 'ogg' && codec !== 'opus');
  return isExact ? timing : { ...timing, kind: 'counted' };
}

const BITS_OF_FORMATS: Readonly<Record<string, number>> = { u8: 8, s16: 16, s32: 32, flt: 32, dbl: 64 };

function findBitDepth({ bits_per_raw_sample: raw, bits_per_sample: coded, sample_fmt: format = '' }: ProbedStream) {
  return Number(raw ?? 0) || coded || (BITS_OF_FORMATS[format.replace(/p$/, '')] ?? null);
}
