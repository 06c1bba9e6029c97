import { LoudnessHistogram } from './loudness-histogram.ts';
import type { Loudness, LoudnessMeasurement, MixedLoudness, PlayedLoudness } from './loudness-measurement.ts';

type Part = Pick<LoudnessMeasurement, 'blocks' | 'shortTermBlocks' | 'truePeakDbtp' | 'samplePeakDbfs'>;

const highest = (values: readonly (number | null)[]): number | null =>
  values.reduce(
    (highestYet, value) => (highestYet === null || (value ?? -Infinity) > highestYet ? value : highestYet),
    null,
  );

/**
 * The loudness of tracks as one programme, such as an album, without hearing them again: within 0.05 LU of measuring them joined,
 * but for the blocks that would lie across a joint. @throws RangeError when a histogram is damaged
 */
export function combineLoudness(parts: readonly Part[]): Loudness {
  const blocks = new LoudnessHistogram();
  const shortTermBlocks = new LoudnessHistogram();
  for (const part of parts) {
    blocks.addEncoded(part.blocks);
    shortTermBlocks.addEncoded(part.shortTermBlocks);
  }
  return {
    integratedLufs: blocks.toIntegrated(),
    rangeLu: shortTermBlocks.toRange(),
    truePeakDbtp: highest(parts.map(({ truePeakDbtp }) => truePeakDbtp)),
    samplePeakDbfs: highest(parts.map(({ samplePeakDbfs }) => samplePeakDbfs)),
  };
}

/** As `combineLoudness`, of what two loudspeakers play. @throws RangeError when a histogram is damaged */
export function combineMixedLoudness(parts: readonly MixedLoudness[]): PlayedLoudness {
  const blocks = new LoudnessHistogram();
  for (const part of parts) blocks.addEncoded(part.blocks);
  return {
    integratedLufs: blocks.toIntegrated(),
    truePeakDbtp: highest(parts.map(({ truePeakDbtp }) => truePeakDbtp)),
  };
}
