import type { SoundId } from '#models/ids.ts';
import type { StoredWaveform, TrackAnalysis } from '#models/track-analysis.ts';

export const buildAnalysis = (overrides: Partial<TrackAnalysis> & { id: SoundId }): TrackAnalysis => ({
  version: 1,
  analysedAtMs: 1000,
  sound: {
    durationMs: 200_000,
    loudness: {
      integratedLufs: -14.2,
      rangeLu: 6.5,
      truePeakDbtp: -0.3,
      samplePeakDbfs: -0.5,
      momentaryMaxLufs: -9,
      shortTermMaxLufs: -11,
      // 1000 blocks at -14 LUFS, all in one bin of the histogram.
      blocks: Buffer.from([0xdf, 0x08, 0xe8, 0x07]).toString('base64'),
      shortTermBlocks: Buffer.from([0xdf, 0x08, 0xe8, 0x07]).toString('base64'),
    },
    headSilenceMs: 120,
    tailSilenceMs: 2500,
  },
  fault: null,
  ...overrides,
});

export const buildWaveform = (values: Uint8Array = Uint8Array.of(0, 100, 255)): StoredWaveform => ({
  peaks: Buffer.from(values).toString('base64'),
  rms: Buffer.from(values.map((value) => value >> 1)).toString('base64'),
});
