/** Centres of the octaves that ISO 266 prefers. */
export const equalizerBandsHz = [31.5, 63, 125, 250, 500, 1_000, 2_000, 4_000, 8_000, 16_000] as const;

export const EQUALIZER_LIMIT_DB = 12;

export type EqualizerPreset =
  | 'flat'
  | 'bass'
  | 'treble'
  | 'loudness'
  | 'vocal'
  | 'acoustic'
  | 'classical'
  | 'electronic'
  | 'rock'
  | 'spoken'
  | 'small-speakers';

/** Gains in dB of the bands, in their order. */
export const equalizerPresets: Readonly<Record<EqualizerPreset, readonly number[]>> = {
  flat: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  bass: [6, 5, 4, 2, 0, 0, 0, 0, 0, 0],
  treble: [0, 0, 0, 0, 0, 0, 2, 4, 5, 6],
  // What equal-loudness contours (ISO 226) miss at low volume.
  loudness: [7, 5, 2, 0, -1, 0, 0, 1, 3, 5],
  vocal: [-3, -2, -1, 1, 3, 4, 3, 2, 0, -1],
  acoustic: [3, 3, 2, 0, 1, 1, 2, 3, 2, 1],
  classical: [3, 2, 1, 0, 0, 0, -1, 0, 2, 3],
  electronic: [5, 4, 1, 0, -2, 1, 0, 1, 4, 5],
  rock: [5, 3, 1, -1, -1, 0, 2, 3, 4, 4],
  spoken: [-6, -4, -1, 1, 3, 4, 4, 2, 0, -2],
  'small-speakers': [-6, 2, 5, 4, 2, 0, 0, 1, 2, 2],
};
