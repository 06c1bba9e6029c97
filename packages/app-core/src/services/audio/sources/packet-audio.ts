import {
  framingsOf,
  openPacketStream,
  runUpSamplesOf,
  withFraming,
  writeInitSegment,
  writeMediaSegment,
  type AudioPacket,
  type CodecSetup,
  type PacketStream,
} from '@jetstream/media-containers';
import type { PlaybackAbilities } from '../playback-decisions.ts';
import { SourceError, toSegmentQuality, type AudioRendition, type SegmentedAudio } from '../audio-media.ts';
import type { StoredAudio } from './stored-audio.ts';

const SEGMENT_SECONDS = 4;

/** A file's packets in segments, made here as the server makes them; undefined when the platform does not take its codec so. */
export async function openPacketAudio(
  stored: StoredAudio,
  segments: PlaybackAbilities['segments'],
): Promise<SegmentedAudio | undefined> {
  const stream = await openPacketStream(stored).catch(() => undefined);
  if (!stream) return undefined;
  const { codec } = stream.setup;
  const framing = framingsOf[codec].find((container) =>
    segments.some((taken) => taken.container === container && taken.codec === codec),
  );
  if (!framing) return undefined;
  const rendition = toRendition(stream, withFraming(stream.setup, framing), stored);
  return { form: 'segments', renditions: [rendition], loudness: stored.loudness };
}

function toRendition(stream: PacketStream, setup: CodecSetup, stored: StoredAudio): AudioRendition {
  const { delaySamples, durationSamples } = stream;
  const { sampleRateHz, mimeType } = setup;
  const segmentSamples = SEGMENT_SECONDS * sampleRateHz;
  const bitrateKbps = Math.round((stored.sizeBytes * 8 * sampleRateHz) / Math.max(1, durationSamples) / 1000);
  const readSegment = async function* (from: number, to: number): AsyncIterable<Uint8Array> {
    const packets = await readPackets(stream, from, to);
    if (packets.length > 0) yield writeMediaSegment(setup, { sequence: Math.floor(from / segmentSamples), packets });
  };
  return {
    id: 'original',
    mimeType,
    bitrateKbps,
    sampleRateHz,
    segmentSamples,
    segmentCount: Math.max(1, Math.ceil((delaySamples + durationSamples) / segmentSamples)),
    delaySamples,
    durationSamples,
    quality: toSegmentQuality({ ...setup, bitrateKbps }, { decision: 'direct', reason: 'as-is', chosen: null }),
    readInit: async () => writeInitSegment(setup, { durationSamples, delaySamples }),
    readSegment: (index) => readSegment(index * segmentSamples, (index + 1) * segmentSamples),
    readRunUp: (index) => readSegment(index * segmentSamples - runUpSamplesOf(setup), index * segmentSamples),
  };
}

async function readPackets(stream: PacketStream, from: number, to: number): Promise<AudioPacket[]> {
  try {
    return await stream.readPackets(from, to);
  } catch (error) {
    throw new SourceError('damaged', { cause: error });
  }
}
