/** How the sound of a track is cut into segments, on the decoder's timeline: see `AudioRendition`. */
export interface SegmentGrid {
  sampleRateHz: number;
  segmentSamples: number;
  segmentCount: number;
  delaySamples: number;
  durationSamples: number;
}

/** Browsers keep microseconds: a place this close before a segment's start means that segment. */
const ROUNDING_SECONDS = 0.002;
const UNCUT_SECONDS = 0.000_001;

/** What is heard of the track. */
export function secondsOf({ durationSamples, sampleRateHz }: SegmentGrid): number {
  return durationSamples / sampleRateHz;
}

/**
 * Added to the segments' own times, it puts the first sample that is heard at `startSeconds`; `ownSamples` is what segments without times
 * have before them. A microsecond further from zero than exact: Firefox keeps an offset in microseconds and cuts it down to a whole
 * sample, which would be the one before every other time. No browser cuts at another sample for so little.
 */
export function timestampOffsetOf(
  startSeconds: number,
  { delaySamples, sampleRateHz }: SegmentGrid,
  ownSamples = 0,
): number {
  const seconds = startSeconds + (ownSamples - delaySamples) / sampleRateHz;
  return seconds + Math.sign(seconds) * UNCUT_SECONDS;
}

/** The segment that holds this place of the track. */
export function segmentAt(positionSeconds: number, grid: SegmentGrid): number {
  const sample = (positionSeconds + ROUNDING_SECONDS) * grid.sampleRateHz + grid.delaySamples;
  return Math.max(0, Math.min(grid.segmentCount - 1, Math.floor(sample / grid.segmentSamples)));
}

/** Where in the track a segment begins; before zero where the delay is. */
export function segmentStart(index: number, grid: SegmentGrid): number {
  return (index * grid.segmentSamples - grid.delaySamples) / grid.sampleRateHz;
}
