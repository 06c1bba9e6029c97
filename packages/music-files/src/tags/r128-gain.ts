const R128_TO_REPLAY_GAIN_DB = 5;
const STEPS_PER_DB = 256;

/** The gain of `R128_TRACK_GAIN` and `R128_ALBUM_GAIN` as ReplayGain 2 has it: Q7.8 relative to -23 LUFS (RFC 7845, 5.2.1), which aims at -18. */
export function parseR128GainDb(text: string | undefined): number | null {
  const match = /^\s*([+-]?\d{1,6})\s*$/.exec(text ?? '');
  if (match === null) return null;
  const value = Number(match[1]);
  return Math.abs(value) <= 32_768 ? value / STEPS_PER_DB + R128_TO_REPLAY_GAIN_DB : null;
}
