/** How loud a track or an album is, after ITU-R BS.1770-5 and EBU R 128. Null where there is nothing to measure: silence, or less than a block. */
export interface Loudness {
  /** LUFS, gated. */
  integratedLufs: number | null;
  /** LU, after EBU Tech 3342. */
  rangeLu: number | null;
  /** dBTP: the highest point of the wave, between the samples too. Null for digital silence. */
  truePeakDbtp: number | null;
  /** dBFS. Null for digital silence. */
  samplePeakDbfs: number | null;
}

/** What levelling needs to know of a track or an album: how it comes out of two loudspeakers. */
export type PlayedLoudness = Pick<Loudness, 'integratedLufs' | 'truePeakDbtp'>;

/** How many channels others are mixed to. */
export const MIXED_CHANNELS = 2;

/** How loud two loudspeakers play what has more channels, mixed as players mix it. */
export interface MixedLoudness extends PlayedLoudness {
  /** As `LoudnessMeasurement.blocks`. */
  blocks: Uint8Array;
}

/** The loudness of one track, with what it takes to combine it with others. */
export interface LoudnessMeasurement extends Loudness {
  /** The loudest 400 ms and the loudest 3 s, in LUFS. */
  momentaryMaxLufs: number | null;
  shortTermMaxLufs: number | null;
  /** Counts of blocks by loudness, as `LoudnessHistogram` encodes them: of 400 ms for the integrated loudness, of 3 s for the range. */
  blocks: Uint8Array;
  shortTermBlocks: Uint8Array;
  /** Where two loudspeakers hear something else than what the channels hold: of more than two. */
  mixed?: MixedLoudness;
}
