import type { SoundQuality } from '@jetstream/app-core';
import type { Track } from '@jetstream/api-contract';
import type { TextKey } from '#locale/dictionary.ts';
import type { TextFunction } from '#locale/locale.tsx';
import { codecName, qualityText, type QualityFormat } from './quality-text.ts';

/** `Opus 128 kbps`, `FLAC 16/44.1`: within a sentence. */
export function soundText(format: QualityFormat, text: TextFunction): string {
  if (format.isLossless || format.bitrateKbps === null) return qualityText(format);
  return text('sound.lossy', { codec: codecName(format.codec), value: Math.round(format.bitrateKbps) });
}

/** Why it sounds as it does, in a sentence. */
export function soundReason(quality: SoundQuality, original: Track['format'], text: TextFunction): string {
  if (quality.decision === 'direct') return text('sound.asIs');
  if (quality.decision === 'remux') return text('sound.remuxed');
  return text(reasonKeys[quality.reason], {
    heard: soundText(quality, text),
    codec: codecName(original.codec),
    value: (original.sampleRateHz ?? 0) / 1000,
    count: original.channels ?? 0,
  });
}

/** So near to the rate of the file that a higher one would not be chosen. */
const NEAR = 0.85;

/** Why another quality would change nothing; undefined where it would, or where the file has all there is anyway. */
export function qualityNote(
  { decision, chosen, bitrateKbps }: SoundQuality,
  original: Track['format'],
  text: TextFunction,
): string | undefined {
  if (decision !== 'transcode') return chosen === null || chosen === 'original' ? undefined : text('sound.qualityMet');
  const most = original.isLossless ? null : original.bitrateKbps;
  if (most === null || bitrateKbps === null || bitrateKbps < most * NEAR) return undefined;
  return text('sound.noMoreInFile', { value: Math.round(most) });
}

const reasonKeys = {
  'as-is': 'sound.becauseContainer',
  'container-unsupported': 'sound.becauseContainer',
  'codec-unsupported': 'sound.becauseCodec',
  'bitrate-above-limit': 'sound.becauseBitrate',
  'sample-rate-unsupported': 'sound.becauseSampleRate',
  'channels-unsupported': 'sound.becauseChannels',
  'quality-chosen': 'sound.becauseQuality',
  'network-limited': 'sound.becauseNetwork',
  damaged: 'sound.becauseDamaged',
} as const satisfies Record<SoundQuality['reason'], TextKey>;
