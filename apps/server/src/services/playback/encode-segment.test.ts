import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toCodecSetup, writeMediaSegment } from '@jetstream/media-containers';
import type { Transcoder } from '#gateways/transcoder.ts';
import { PACKET_SAMPLES, type EncodingTarget } from '#models/encoding-target.ts';
import { FRAGMENTS_IN_SLOT, fragmentPlacesOf, inPlaces, layOutMp4 } from '#models/whole-layout.ts';
import { encodeSegment, type SegmentWish } from './encode-segment.ts';
import { GrowingBytes } from './growing-bytes.ts';
import type { OpenRendition } from './rendition-reader.ts';

const MP3: EncodingTarget = { codec: 'mp3', bitrateKbps: 128, sampleRateHz: 48_000, channels: 2, bitDepth: null };
const FRAME_BYTES = 384;
const setup = toCodecSetup({ codec: 'mp3', sampleRateHz: 48_000, channels: 2, extradata: new Uint8Array() });
const encoded = {
  ...MP3,
  setup,
  target: MP3,
  delaySamples: 1105,
  durationSamples: 500_000,
} as unknown as OpenRendition;
const wish = {
  sound: { location: '/music/a.wav', file: { revision: '1' } },
  rendition: inPlaces(encoded),
  index: 1,
  form: 'slot.mp3',
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
  assert.equal(await encode({}), (wish.rendition.segmentSamples / PACKET_SAMPLES.mp3) * FRAME_BYTES);
  await assert.rejects(encode({ moreFrames: 1 }), /room for/);
  await assert.rejects(encode({ lastBytes: FRAME_BYTES + 1 }), /room for/);
  await assert.rejects(encode({ lastBytes: FRAME_BYTES - 1 }), /room for/);
});

const AAC: EncodingTarget = { codec: 'aac', bitrateKbps: 128, sampleRateHz: 48_000, channels: 2, bitDepth: null };
const aacSetup = toCodecSetup({ codec: 'aac', sampleRateHz: 48_000, channels: 2, extradata: new Uint8Array() });
const slot: SegmentWish = {
  ...wish,
  rendition: inPlaces({ ...encoded, ...AAC, bitrateKbps: 128, target: AAC, setup: aacSetup }),
  index: 0,
  form: 'slot',
};

/** Tells a fifth of a second first, and the rest when the test says so; packets are as large as it says of their rate and place. */
function openSlowEncoder(sizeOf: (bitrateKbps: number, startSample: number) => number) {
  const orders: string[] = [];
  const rest = Promise.withResolvers<void>();
  const encode: Transcoder['encodeSegment'] = async ({ target, startSample, endSample, onPackets }) => {
    orders.push(`${target.bitrateKbps} ${startSample} ${endSample}`);
    const packets = Array.from({ length: (endSample - startSample) / PACKET_SAMPLES.aac }, (_, index) => {
      const start = startSample + index * PACKET_SAMPLES.aac;
      const data = new Uint8Array(sizeOf(target.bitrateKbps ?? 0, start)).fill(target.bitrateKbps ?? 0);
      return { data, startSample: start, sampleCount: PACKET_SAMPLES.aac };
    });
    const description = { setup, delaySamples: 1024, packetSamples: PACKET_SAMPLES.aac, encoder: 'of a test' };
    onPackets?.(packets.slice(0, 10), description);
    await rest.promise;
    onPackets?.(packets.slice(10), description);
    return { ...description, packets };
  };
  const transcoder = { probe: refuse, describe: refuse, analyse: refuse, close: refuse, encodeSegment: encode };
  return { orders, rest, transcoder };
}

const bytesAt = (bitrateKbps: number) => Math.floor((bitrateKbps * 125 * PACKET_SAMPLES.aac) / 48_000);

test('the beginning of a whole file goes out before the rest of it is encoded', async () => {
  const encoder = openSlowEncoder(bytesAt);
  const bytes = new GrowingBytes();
  const places = fragmentPlacesOf(slot.rendition, slot.index);
  const signal = new AbortController().signal;
  const encoding = encodeSegment(slot, bytes, { transcoder: encoder.transcoder, signal });
  const { value: first } = await bytes.read().next();
  assert.equal(first?.length, places[0]?.sizeBytes);
  assert.equal(bytes.sizeBytes, null);
  encoder.rest.resolve();
  await encoding;
  assert.equal(bytes.sizeBytes, layOutMp4(slot.rendition, 0).lengthOf(slot.index));
  assert.equal(encoder.orders.length, 1);
});

test('what has no room in its place is encoded again at the first rate that has, and what went out stays', async () => {
  const places = fragmentPlacesOf(slot.rendition, slot.index);
  const [first, second] = places;
  assert.ok(first && second);
  for (const [large, lower] of [
    [first, ['96']],
    [second, ['96', '64']],
  ] as const) {
    const factor = large === first ? 1.7 : 2;
    const encoder = openSlowEncoder((kbps, start) =>
      start >= large.startSample && start < large.endSample ? Math.floor(bytesAt(kbps) * factor) : bytesAt(kbps),
    );
    encoder.rest.resolve();
    const bytes = new GrowingBytes();
    const signal = new AbortController().signal;
    await encodeSegment(slot, bytes, { transcoder: encoder.transcoder, signal });
    assert.equal(bytes.sizeBytes, first.sizeBytes + second.sizeBytes);
    assert.deepEqual(
      encoder.orders.slice(1),
      lower.map((kbps) => `${kbps} ${large.startSample} ${large.endSample}`),
    );
    const whole = await bytes.readAll();
    const kept: Uint8Array = large === first ? whole.subarray(first.sizeBytes) : whole.subarray(0, first.sizeBytes);
    const ofItsRate = kept.filter((byte) => byte === 128).length;
    assert.ok(ofItsRate > kept.length / 2, 'the other fragment keeps its rate');
  }
});

const OPUS: EncodingTarget = { ...AAC, codec: 'opus' };
const OPUS_BYTES = 320;
const OPUS_HEAD = Buffer.from('4f707573486561640102380180bb0000000000', 'hex');
const opusSetup = toCodecSetup({ codec: 'opus', sampleRateHz: 48_000, channels: 2, extradata: OPUS_HEAD });
const opusSlot: SegmentWish = {
  ...slot,
  rendition: inPlaces({ ...encoded, ...OPUS, bitrateKbps: 128, target: OPUS, setup: opusSetup }),
  index: 1,
};

/** Tells packets of these sizes, one by one or all at once, and ends when the test says so. */
function openOpusEncoder(sizes: readonly number[], isStepwise: boolean) {
  const end = Promise.withResolvers<void>();
  const encode: Transcoder['encodeSegment'] = async ({ startSample, onPackets }) => {
    const packets = sizes.map((sizeBytes, index) => ({
      data: new Uint8Array(sizeBytes).fill(index),
      startSample: startSample + index * PACKET_SAMPLES.opus,
      sampleCount: PACKET_SAMPLES.opus,
    }));
    const description = { setup: opusSetup, delaySamples: 312, packetSamples: 960, encoder: 'of a test' };
    for (const told of isStepwise ? packets.map((packet) => [packet]) : [packets]) onPackets?.(told, description);
    await end.promise;
    return { ...description, packets };
  };
  return {
    end,
    transcoder: { probe: refuse, describe: refuse, analyse: refuse, close: refuse, encodeSegment: encode },
  };
}

test('a place of Opus goes out while it is encoded, and is a fragment of known size in whatever steps it was made', async () => {
  const sizes = Array.from({ length: 50 }, () => OPUS_BYTES);
  const signal = new AbortController().signal;
  const wholes: Uint8Array[] = [];
  for (const isStepwise of [true, false]) {
    const { end, transcoder } = openOpusEncoder(sizes, isStepwise);
    const bytes = new GrowingBytes();
    const encoding = encodeSegment(opusSlot, bytes, { transcoder, signal });
    const { value: first } = await bytes.read().next();
    assert.ok(Buffer.from(first ?? []).includes('moof'));
    assert.equal(bytes.sizeBytes, null);
    end.resolve();
    await encoding;
    wholes.push(await bytes.readAll());
  }
  const [stepwise, atOnce] = wholes;
  assert.deepEqual(stepwise, atOnce);
  assert.equal(stepwise?.length, layOutMp4(opusSlot.rendition, 0).lengthOf(1));
  const packets = sizes.map((sizeBytes, index) => ({
    data: new Uint8Array(sizeBytes).fill(index),
    startSample: opusSlot.rendition.segmentSamples + index * 960,
    sampleCount: 960,
  }));
  const fragment = writeMediaSegment(opusSetup, { sequence: FRAGMENTS_IN_SLOT, packets });
  assert.deepEqual(stepwise?.subarray(0, fragment.length), fragment);
  assert.equal(Buffer.from(stepwise ?? []).toString('latin1', fragment.length + 4, fragment.length + 8), 'free');
});

test('packets of Opus of another size, too many or too few of them break a place off', async () => {
  const usual = Array.from({ length: 50 }, () => OPUS_BYTES);
  for (const sizes of [usual.with(20, OPUS_BYTES + 1), usual.slice(1), [...usual, OPUS_BYTES]]) {
    const { end, transcoder } = openOpusEncoder(sizes, true);
    end.resolve();
    const bytes = new GrowingBytes();
    const encoding = encodeSegment(opusSlot, bytes, { transcoder, signal: new AbortController().signal });
    await assert.rejects(encoding, /room for/);
    assert.equal(bytes.sizeBytes, null);
  }
});
