import { SourceError, type OpenedAudio, type TrackLoudness } from '../audio-media.ts';
import type { PlaybackAbilities } from '../playback-decisions.ts';

/** A track's file on this device. */
export interface StoredAudio {
  readonly sizeBytes: number;
  readonly mimeType: string;
  /** From its tags or measured, as far as it is known by now. */
  readonly loudness: TrackLoudness | null;
  /** Bytes from `position`; fewer than `length` only at the end. */
  read(position: number, length: number): Promise<Uint8Array>;
  /** An address under which the platform plays the whole. */
  toUrl(): string;
}

/** Tracks whose files this device holds. */
export interface AudioStore {
  has(trackId: string): boolean;
  /** Undefined when it is gone by now. */
  open(trackId: string): Promise<StoredAudio | undefined>;
}

/** In segments where the codec allows it; else as a file that the platform plays by itself. */
export async function openStoredAudio(
  store: AudioStore,
  trackId: string,
  segments: PlaybackAbilities['segments'],
): Promise<OpenedAudio> {
  const stored = await store.open(trackId);
  if (!stored) throw new SourceError('missing');
  // Most visits play from the server: the readers of containers come when they are needed.
  const { openPacketAudio } = await import('./packet-audio.ts');
  const packets = await openPacketAudio(stored, segments);
  if (packets) return packets;
  const { mimeType, loudness } = stored;
  const quality = {
    codec: mimeType.replace(/^audio\//, ''),
    bitrateKbps: null,
    sampleRateHz: null,
    bitDepth: null,
    channels: null,
    isLossless: false,
    decision: 'direct',
    reason: 'as-is',
    chosen: null,
  } as const;
  return { form: 'file', url: stored.toUrl(), mimeType, quality, loudness };
}
