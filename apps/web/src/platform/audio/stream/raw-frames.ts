import type { SegmentGrid } from './segment-grid.ts';

/** Segments of bare MP3 frames, which do not say when they are. */
const RAW_MP3 = 'audio/mpeg';
/** ISO 11172-3 and, for low sample rates, 13818-3. */
const FRAME_SAMPLES = 1_152;
const LOW_RATE_FRAME_SAMPLES = 576;
const LOWEST_FULL_RATE_HZ = 32_000;
/** Of every MP3 decoder; Chromium counts a bare frame's time from where its content comes out, not from where it goes in. */
const DECODER_DELAY_SAMPLES = 529;

/** How far behind the timeline's zero a segment begins, in samples; undefined where the segments tell it themselves. */
export function rawSegmentStart(mimeType: string, index: number, grid: SegmentGrid): number | undefined {
  if (mimeType !== RAW_MP3) return undefined;
  const frame = grid.sampleRateHz < LOWEST_FULL_RATE_HZ ? LOW_RATE_FRAME_SAMPLES : FRAME_SAMPLES;
  return Math.ceil((index * grid.segmentSamples) / frame) * frame + DECODER_DELAY_SAMPLES;
}
