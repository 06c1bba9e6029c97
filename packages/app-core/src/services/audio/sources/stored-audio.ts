import type { PacketStream } from '@jetstream/media-containers';
import { SourceError, type AudioRendition, type OpenedAudio, type SoundQuality } from '../audio-media.ts';

/** A track's file on this device. */
export interface StoredAudio {
  readonly sizeBytes: number;
  readonly mimeType: string;
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

const SEGMENT_SECONDS = 4;

/** Packets are put into segments here as the server does it; what has none that can be is played as a file. */
export async function openStoredAudio(store: AudioStore, trackId: string): Promise<OpenedAudio> {
  const stored = await store.open(trackId);
  if (!stored) throw new SourceError('missing');
  const { openPacketStream } = await import('@jetstream/media-containers');
  const stream = await openPacketStream(stored).catch(() => undefined);
  if (stream) return { form: 'segments', renditions: [await toRendition(stream, stored)], loudness: null };
  const quality = { ...unknownQuality, codec: stored.mimeType.replace(/^audio\//, '') };
  return { form: 'file', url: stored.toUrl(), mimeType: stored.mimeType, quality, loudness: null };
}

const unknownQuality: SoundQuality = {
  codec: '',
  bitrateKbps: null,
  sampleRateHz: null,
  bitDepth: null,
  channels: null,
  isLossless: false,
  decision: 'direct',
  reason: 'as-is',
};

async function toRendition(stream: PacketStream, stored: StoredAudio): Promise<AudioRendition> {
  const { writeInitSegment, writeMediaSegment } = await import('@jetstream/media-containers');
  const { setup, delaySamples, durationSamples } = stream;
  const { codec, sampleRateHz, bitDepth, channels, mimeType } = setup;
  const segmentSamples = SEGMENT_SECONDS * sampleRateHz;
  const bitrateKbps = Math.round((stored.sizeBytes * 8 * sampleRateHz) / Math.max(1, durationSamples) / 1000);
  return {
    id: 'original',
    mimeType,
    bitrateKbps,
    sampleRateHz,
    segmentSamples,
    segmentCount: Math.max(1, Math.ceil((delaySamples + durationSamples) / segmentSamples)),
    delaySamples,
    durationSamples,
    quality: {
      ...unknownQuality,
      codec,
      bitrateKbps,
      sampleRateHz,
      bitDepth,
      channels,
      isLossless: codec === 'flac',
    },
    readInit: async () => writeInitSegment(setup, { durationSamples, delaySamples }),
    readSegment: async function* (index) {
      const packets = await readPackets(stream, index, segmentSamples);
      if (packets.length > 0) yield writeMediaSegment(setup, { sequence: index, packets });
    },
  };
}

async function readPackets(stream: PacketStream, index: number, segmentSamples: number) {
  try {
    return await stream.readPackets(index * segmentSamples, (index + 1) * segmentSamples);
  } catch (error) {
    throw new SourceError('damaged', { cause: error });
  }
}
