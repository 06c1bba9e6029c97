import type { Levelling, TrackLoudness } from '@jetstream/app-core/services';

/**
 * Half of the slider is half as loud: loudness doubles with every 10 dB (the sone scale, ISO 532), so the amplitude goes
 * with this power of what is perceived.
 */
const PERCEIVED_POWER = 10 / (20 * Math.log10(2));

/** 0 to 1 as a person perceives it, to an amplitude of 0 to 1. */
export function toAmplitude(volume: number): number {
  return Math.max(0, Math.min(1, volume)) ** PERCEIVED_POWER;
}

export const toLinear = (gainDb: number): number => 10 ** (gainDb / 20);

/** Highest true peak that leaves the limiter (EBU R128, maximum permitted true peak level). */
export const CEILING_DB = -1;

/** A track, as far as its level goes. */
export interface LevelledSound {
  loudness: TrackLoudness | null;
  isWithinAlbum: boolean;
}

/** What is added to a track; nothing but the preamp where its loudness is not known. */
export function levellingGainDb({ mode, preampDb }: Levelling, { loudness, isWithinAlbum }: LevelledSound): number {
  if (mode === 'off') return 0;
  const { trackGainDb = null, albumGainDb = null } = loudness ?? {};
  const isByAlbum = mode === 'album' || (mode === 'auto' && isWithinAlbum);
  const gainDb = isByAlbum ? (albumGainDb ?? trackGainDb) : (trackGainDb ?? albumGainDb);
  return (gainDb ?? 0) + preampDb;
}

/** Whether a track that is raised so could pass the ceiling. A peak that nobody measured counts as full scale. */
export function couldOvershoot(gainDb: number, loudness: TrackLoudness | null): boolean {
  const peak = loudness?.trackPeak ?? loudness?.albumPeak ?? 1;
  return gainDb > 0 && peak * toLinear(gainDb) > toLinear(CEILING_DB);
}
