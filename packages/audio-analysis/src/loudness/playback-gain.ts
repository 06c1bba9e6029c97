import type { PlayedLoudness } from './loudness-measurement.ts';

export type GainSource = 'tags' | 'measured';

/** As tags say it, relative to `REFERENCE_LUFS`; peaks are linear, 1 is full scale. */
export interface ReplayGain {
  trackGainDb: number | null;
  trackPeak: number | null;
  albumGainDb: number | null;
  albumPeak: number | null;
}

/** What levelling needs, relative to `REFERENCE_LUFS`; a null of one album or track means nobody knows. */
export interface PlaybackGain extends ReplayGain {
  /** Where the gain of the track is from, or that of the album where the track has none. */
  source: GainSource;
}

/** ReplayGain 2.0. Tags after EBU R 128 (-23 LUFS) were brought to it when they were read. */
export const REFERENCE_LUFS = -18;

const GAIN_STEPS = 100;
const PEAK_STEPS = 1_000_000;
const round = (value: number, steps: number): number => Math.round(value * steps) / steps;

/** What levelling levels: how loud it comes out of two loudspeakers. */
export const toPlayedLoudness = <Part extends PlayedLoudness>(loudness: Part & { mixed?: Part }): Part =>
  loudness.mixed ?? loudness;

/** One channel is measured as one loudspeaker (ITU-R BS.1770), but comes out of two. */
const MONO_GAIN_DB = -10 * Math.log10(2);

function toMeasuredGain(loudness: PlayedLoudness | null, channels: number | null): Gain {
  const { integratedLufs, truePeakDbtp } = loudness ?? { integratedLufs: null, truePeakDbtp: null };
  const spreadDb = channels === 1 ? MONO_GAIN_DB : 0;
  return {
    gainDb: integratedLufs === null ? null : round(REFERENCE_LUFS - integratedLufs + spreadDb, GAIN_STEPS),
    peak: truePeakDbtp === null ? null : round(10 ** (truePeakDbtp / 20), PEAK_STEPS),
  };
}

export interface GainSources {
  tags: ReplayGain | null;
  track: PlayedLoudness | null;
  album: PlayedLoudness | null;
  preferred: GainSource;
  /** Of the track; null where that is not known. */
  channels: number | null;
}

/** Of a track or an album. */
interface Gain {
  gainDb: number | null;
  peak: number | null;
}

interface ChosenGain extends Gain {
  source: GainSource;
}

function choose(tagged: Gain, measured: Gain, preferred: GainSource): ChosenGain {
  const isTagged = preferred === 'tags' ? tagged.gainDb !== null : measured.gainDb === null;
  const [first, second] = isTagged ? [tagged, measured] : [measured, tagged];
  return { gainDb: first.gainDb, peak: first.peak ?? second.peak, source: isTagged ? 'tags' : 'measured' };
}

/**
 * By how much a track is turned up or down. The preferred source decides, and what it does not say is filled in from the other: both
 * have one reference. Null when neither knows a gain.
 */
export function toPlaybackGain({ tags, track, album, preferred, channels }: GainSources): PlaybackGain | null {
  const ofTrack = choose(
    { gainDb: tags?.trackGainDb ?? null, peak: tags?.trackPeak ?? null },
    toMeasuredGain(track, channels),
    preferred,
  );
  const ofAlbum = choose(
    { gainDb: tags?.albumGainDb ?? null, peak: tags?.albumPeak ?? null },
    toMeasuredGain(album, channels),
    preferred,
  );
  if (ofTrack.gainDb === null && ofAlbum.gainDb === null) return null;
  return {
    trackGainDb: ofTrack.gainDb,
    trackPeak: ofTrack.peak,
    albumGainDb: ofAlbum.gainDb,
    albumPeak: ofAlbum.peak,
    source: (ofTrack.gainDb === null ? ofAlbum : ofTrack).source,
  };
}
