/** ITU-R BS.1770-5, table 4: loudspeakers 60 to 120 degrees to the side count 1.41 (+1.5 dB), all others 1, the low-frequency one nothing. */
const SIDE = 1.41;
const LFE = 0;

/** By the number of channels, in the order of WAVE, which decoders keep to: L R C LFE, back or side pair, … */
const layouts: readonly (readonly number[])[] = [
  [],
  [1],
  [1, 1],
  [1, 1, 1],
  [1, 1, SIDE, SIDE],
  [1, 1, 1, SIDE, SIDE],
  [1, 1, 1, LFE, SIDE, SIDE],
  [1, 1, 1, LFE, 1, SIDE, SIDE],
  [1, 1, 1, LFE, 1, 1, SIDE, SIDE],
];

/** What each channel counts. Of more than eight channels nobody knows the places; all count 1. */
export const toChannelWeights = (channels: number): readonly number[] =>
  layouts[channels] ?? Array.from({ length: channels }, () => 1);
