import type { AudioRendition } from '@jetstream/app-core/services';
import { writeMp4Init, writeStreamInfo } from '@jetstream/media-containers/init-segments';
import { toPlainInit } from './init-segment.ts';

export const WIDE_MIME_TYPE = 'audio/mp4; codecs="flac"';
/** All that people hear. */
const LOWEST_RATE_HZ = 44_100;
const CHANNELS = 2;
const BLOCK_SAMPLES = 4_096;

/**
 * Chromium takes channels and sample rate of a media element that is wired into a graph from the first init segment, and keeps them:
 * everything behind a first track in one channel would be heard in one, and behind one of 22.05 kHz without its treble. This
 * init segment, of two channels and a rate that is whole times the track's, comes before its own and has no sound. Undefined where
 * the track is wide enough by itself.
 */
export function writeWideInit({ sampleRateHz, quality }: AudioRendition): Uint8Array | undefined {
  if ((quality.channels ?? 1) >= CHANNELS && sampleRateHz >= LOWEST_RATE_HZ) return undefined;
  const wideRateHz = sampleRateHz * Math.max(1, Math.ceil(LOWEST_RATE_HZ / sampleRateHz));
  const format = { sampleRateHz: wideRateHz, channels: CHANNELS, bitDepth: 16 };
  const config = writeStreamInfo({
    ...format,
    minBlockSamples: BLOCK_SAMPLES,
    maxBlockSamples: BLOCK_SAMPLES,
    minFrameBytes: 0,
    maxFrameBytes: 0,
    totalSamples: 0,
  });
  const setup = { ...format, codec: 'flac', config, framing: 'mp4', mimeType: WIDE_MIME_TYPE } as const;
  // Without a length it would be taken for a live broadcast.
  return toPlainInit(writeMp4Init(setup, { durationSamples: wideRateHz, delaySamples: 0 }));
}
