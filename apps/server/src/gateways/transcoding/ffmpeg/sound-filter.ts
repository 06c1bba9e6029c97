import type { EncodingOrder } from '../backend.ts';
import { gainForLame } from '../lame-gain.ts';
import { alignResampling, type SegmentPlan } from '../segment-plan.ts';
import type { SourceHeader } from './probe-source.ts';

/** Decoded before the place wanted: see the run-up of the other backend. The seek of the program is exact behind it. */
const RUN_UP_SECONDS = 1;
/** Given to the encoder beyond the last packet: it looks ahead. */
const LOOK_AHEAD_PACKETS = 4;
/** Of the source, beyond what is encoded: the resampler looks ahead. */
const RUN_OUT_SECONDS = 0.5;
const SECOND_DECIMALS = 9;

interface Encoding {
  header: SourceHeader;
  plan: SegmentPlan;
  packetSamples: number;
}

/** What of a sound is encoded. */
export interface SoundCut {
  /** Of the source, where resampling begins. */
  sourceSample: number;
  /** Of the source, behind all that is needed. */
  sourceEnd: number;
  /** Of the target: dropped behind the resampler, and given to the encoder then. */
  skippedSamples: number;
  samples: number;
}

export function cutOf({ target, durationSamples }: EncodingOrder, { header, plan, packetSamples }: Encoding): SoundCut {
  const startSample = plan.startPacket * packetSamples;
  const wanted = (plan.endPacket - plan.startPacket + LOOK_AHEAD_PACKETS) * packetSamples;
  const samples = Math.max(1, Math.min(durationSamples - startSample, wanted));
  const { sourceSample, targetSample } = alignResampling(startSample, header.sampleRateHz, target.sampleRateHz);
  const sourceEnd = ((startSample + samples) / target.sampleRateHz + RUN_OUT_SECONDS) * header.sampleRateHz;
  return { sourceSample, sourceEnd: Math.ceil(sourceEnd), skippedSamples: startSample - targetSample, samples };
}

/** Where the program is to be sent; 0 for the start. */
export const seekSampleOf = ({ sourceSample }: SoundCut, { timing, sampleRateHz }: SourceHeader): number =>
  timing.kind === 'labelled' ? Math.max(0, sourceSample - RUN_UP_SECONDS * sampleRateHz) : 0;

/**
 * Cuts the sound to samples exactly: from the first that is decoded, cut to where resampling begins, resample, cut to where encoding begins
 * and ends.
 */
export function filterOf(
  { target }: EncodingOrder,
  { sourceSample, skippedSamples, samples }: SoundCut,
  { header, firstSample, isSought }: { header: SourceHeader; firstSample: number; isSought: boolean },
): string {
  const filters = [
    // What is missing at the place that was sought is silence, not a shift of all that follows.
    isSought ? 'aresample=async=1:first_pts=0' : undefined,
    `atrim=start_sample=${sourceSample - firstSample}`,
    'asetpts=N/SR/TB',
    mixOf(header.channels, target.channels),
    `aresample=${target.sampleRateHz}`,
    `atrim=start_sample=${skippedSamples}:end_sample=${skippedSamples + samples}`,
    'asetpts=N/SR/TB',
    `apad=whole_len=${samples}`,
    target.codec === 'mp3' ? `volume=${gainForLame(target)}` : undefined,
  ];
  return filters.filter((filter) => filter !== undefined).join(',');
}

export const seekTo = (sample: number, { sampleRateHz }: SourceHeader): string[] =>
  sample > 0 ? ['-ss', (sample / sampleRateHz).toFixed(SECOND_DECIMALS)] : [];

/** FFmpeg would give a single channel to two speakers 3 dB quieter. */
function mixOf(from: number, to: number): string | undefined {
  if (from === to) return undefined;
  return from === 1 && to === 2 ? 'pan=stereo|c0=c0|c1=c0' : mixTo(layoutOf(to));
}

/** Channels that are mixed down may not exceed full scale together, whatever the format of the samples. */
const mixTo = (layout: string): string => `aresample=ochl=${layout}:rematrix_maxval=1`;

/** All channels, and behind them the two that they are mixed to; undefined for what two loudspeakers play as it is, or nobody can mix. */
export const mixBeside = (channels: number): string | undefined =>
  channels > 2 && channels <= layouts.length
    ? `asplit[all][mixed];[mixed]${mixTo('stereo')}[two];[all][two]amerge`
    : undefined;

const layouts = ['mono', 'stereo', '2.1', 'quad', '5.0', '5.1', '6.1', '7.1'];

const layoutOf = (channels: number): string => layouts[channels - 1] ?? `${channels}c`;
