import type { EncodingOrder } from '../backend.ts';
import { gainForLame } from '../lame-gain.ts';
import { alignResampling, type SegmentPlan } from '../segment-plan.ts';
import type { SourceHeader } from './probe-source.ts';

/** Decoded before the place wanted: see the run-up of the other backend. The seek of the program is exact behind it. */
const RUN_UP_SECONDS = 1;
/** Given to the encoder beyond the last packet: it looks ahead. */
const LOOK_AHEAD_PACKETS = 4;
const SECOND_DECIMALS = 9;

export interface SoundFilter {
  seekSample: number;
  filter: string;
}

/** Cuts the sound to samples exactly: seek, cut to where resampling begins, resample, cut to where encoding begins and ends. */
export function filterOf(
  { target, durationSamples }: EncodingOrder,
  { header, plan, packetSamples }: { header: SourceHeader; plan: SegmentPlan; packetSamples: number },
): SoundFilter {
  const startSample = plan.startPacket * packetSamples;
  const wanted = (plan.endPacket - plan.startPacket + LOOK_AHEAD_PACKETS) * packetSamples;
  const samples = Math.max(1, Math.min(durationSamples - startSample, wanted));
  const resampling = alignResampling(startSample, header.sampleRateHz, target.sampleRateHz);
  const early = resampling.sourceSample - RUN_UP_SECONDS * header.sampleRateHz;
  const seekSample = header.timing.kind === 'labelled' ? Math.max(0, early) : 0;
  const skipped = startSample - resampling.targetSample;
  const filters = [
    // What is missing at the place that was sought is silence, not a shift of all that follows.
    seekSample > 0 ? 'aresample=async=1:first_pts=0' : undefined,
    `atrim=start_sample=${resampling.sourceSample - seekSample}`,
    'asetpts=N/SR/TB',
    mixOf(header.channels, target.channels),
    `aresample=${target.sampleRateHz}`,
    `atrim=start_sample=${skipped}:end_sample=${skipped + samples}`,
    'asetpts=N/SR/TB',
    `apad=whole_len=${samples}`,
    target.codec === 'mp3' ? `volume=${gainForLame(target)}` : undefined,
  ];
  return { seekSample, filter: filters.filter((filter) => filter !== undefined).join(',') };
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
