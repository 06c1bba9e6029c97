import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toCodecSetup } from '@jetstream/media-containers';
import type { Transcoder } from '#gateways/transcoder.ts';
import { PACKET_SAMPLES, segmentSamplesOf, type EncodingTarget } from '#models/encoding-target.ts';
import { encodeSegment, type SegmentWish } from './encode-segment.ts';
import { GrowingBytes } from './growing-bytes.ts';

const MP3: EncodingTarget = { codec: 'mp3', bitrateKbps: 128, sampleRateHz: 48_000, channels: 2, bitDepth: null };
const FRAME_BYTES = 384;
const setup = toCodecSetup({ codec: 'mp3', sampleRateHz: 48_000, channels: 2, extradata: new Uint8Array() });
const segmentSamples = segmentSamplesOf('mp3', 48_000);
const wish = {
  sound: { location: '/music/a.wav', file: { revision: '1' } },
  rendition: {
    ...MP3,
    setup,
    target: MP3,
    segmentSamples,
    segmentCount: 3,
    delaySamples: 1105,
    durationSamples: 500_000,
  },
  index: 1,
  form: 'mp3',
} as unknown as SegmentWish;

const refuse = (): never => {
  throw new Error('not planned');
};

/** An encoder whose last frame is of another size, or followed by one more. */
function openEncoder({ lastBytes = FRAME_BYTES, moreFrames = 0 }): Transcoder {
  return {
    probe: refuse,
    describe: refuse,
    analyse: refuse,
    close: refuse,
    encodeSegment: async ({ startSample, endSample, onPackets }) => {
      const description = { setup, delaySamples: 1105, packetSamples: PACKET_SAMPLES.mp3, encoder: 'of a test' };
      const count = (endSample - startSample) / PACKET_SAMPLES.mp3 + moreFrames;
      const packets = Array.from({ length: count }, (_, index) => ({
        data: new Uint8Array(index === count - 1 ? lastBytes : FRAME_BYTES),
        startSample: startSample + index * PACKET_SAMPLES.mp3,
        sampleCount: PACKET_SAMPLES.mp3,
      }));
      onPackets?.(packets, description);
      return { ...description, packets };
    },
  };
}

test('frames of MP3 fill their place in a whole file, or are refused', async () => {
  const encode = async (encoder: Parameters<typeof openEncoder>[0]) => {
    const bytes = new GrowingBytes();
    await encodeSegment(wish, bytes, { transcoder: openEncoder(encoder), signal: new AbortController().signal });
    return bytes.sizeBytes;
  };
  assert.equal(await encode({}), (segmentSamples / PACKET_SAMPLES.mp3) * FRAME_BYTES);
  await assert.rejects(encode({ moreFrames: 1 }), /room for/);
  await assert.rejects(encode({ lastBytes: FRAME_BYTES + 1 }), /room for/);
  await assert.rejects(encode({ lastBytes: FRAME_BYTES - 1 }), /room for/);
});
