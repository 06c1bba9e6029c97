import type { EncodingTarget } from '../transcoder.ts';

/** What LAME multiplies the sound with, up to each constant rate (`abr_switch_map` of its presets.c); nothing above. */
const PRESETS: readonly (readonly [mostKbps: number, factor: number])[] = [
  [160, 0.95],
  [192, 0.97],
  [224, 0.98],
];

/** By how much sound is turned up before LAME gets it, so that MP3 is as loud as what it was made of. */
export function gainForLame({ bitrateKbps }: Pick<EncodingTarget, 'bitrateKbps'>): number {
  const preset = PRESETS.find(([mostKbps]) => (bitrateKbps ?? Infinity) <= mostKbps);
  return preset ? 1 / preset[1] : 1;
}
