import { createTempoMap } from '../music/tempo-map.ts';

/** The waltz and the closer are one performance on one page, so that the second grows out of the first. */
export const suiteForm = {
  theme: 12,
  middle: 60,
  reprise: 108,
  /** The waltz stops counting and its last chord stays in the air. */
  drift: 153,
  closer: 171,
  end: 258,
} as const;

/** One tempo map for both: the waltz slows into the closer without stopping. */
export const suiteTempo = createTempoMap(
  [
    [0, 118],
    [10, 130],
    [12, 140],
    [58, 140],
    [60, 132],
    [105, 132],
    [108, 142],
    [148, 142],
    [156, 112],
    [171, 78],
    [180, 72],
    [246, 66],
  ],
  0.15,
);

/** Where the waltz ends and the closer starts, in whole hundredths: a whole number of samples at 44.1 and 48 kHz. */
export const JOIN_MS = Math.round(suiteTempo(162) * 100) * 10;
