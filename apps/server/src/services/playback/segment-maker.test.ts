import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { toCodecSetup, type AudioPacket } from '@jetstream/media-containers';
import type { SegmentStore } from '#gateways/segment-store.ts';
import type { EncodedSegment, SegmentOrder, Transcoder } from '#gateways/transcoder.ts';
import { segmentSamplesOf, type EncodingTarget } from '#models/encoding-target.ts';
import type { OpenRendition } from './rendition-reader.ts';
import { SegmentMaker } from './segment-maker.ts';
import type { TrackSound } from './track-sound-reader.ts';
import { TranscodeQueue } from './transcode-queue.ts';
import { layOutWhole } from './whole-file.ts';

const AAC: EncodingTarget = { codec: 'aac', bitrateKbps: 128, sampleRateHz: 44_100, channels: 2, bitDepth: null };
const PACKET = 1024;
const setup = toCodecSetup({ codec: 'aac', sampleRateHz: 44_100, channels: 2, extradata: new Uint8Array() });
const segmentSamples = segmentSamplesOf('aac', 44_100);
const rendition: OpenRendition = {
  name: 'aac-128-44100-2-xabcdef',
  container: 'mp4',
  codec: 'aac',
  mimeType: setup.mimeType,
  bitrateKbps: 128,
  sampleRateHz: 44_100,
  channels: 2,
  bitDepth: null,
  segmentSamples,
  segmentCount: 3,
  delaySamples: 1024,
  durationSamples: 3 * segmentSamples - 1024,
  setup,
  target: AAC,
};
const sound = {
  track: { id: 'track' },
  revision: 'revision',
  location: '/music/a.wav',
  file: { revision: '1' },
} as unknown as TrackSound;

const refuse = (): never => {
  throw new Error('not planned');
};

/** A decoder that makes what the test tells it to, and a cache in memory. */
function open(pauseAhead: () => Promise<unknown> = async () => {}) {
  const orders: { order: SegmentOrder; end: PromiseWithResolvers<EncodedSegment>; told: AudioPacket[] }[] = [];
  const kept = new Map<string, Uint8Array>();
  let saving = Promise.resolve();
  const slowDown = () => (saving = new Promise(() => {}));
  const transcoder: Transcoder = {
    probe: refuse,
    describe: refuse,
    analyse: refuse,
    close: refuse,
    encodeSegment: (order) => {
      const end = Promise.withResolvers<EncodedSegment>();
      orders.push({ order, end, told: [] });
      order.signal?.addEventListener('abort', () => end.reject(order.signal?.reason));
      return end.promise;
    },
  };
  const store: SegmentStore = {
    findSegment: async (path) => kept.get(path),
    async saveSegment(path, bytes) {
      await saving;
      kept.set(path, bytes);
    },
    listKept: refuse,
    deleteKept: refuse,
  };
  const queue = new TranscodeQueue({ limit: 1, limitPerOwner: 1, longest: 10, longestPerOwner: 10 });
  const maker = new SegmentMaker({ transcoder, queue, store, pauseAhead });
  const ask = (index: number, signal = new AbortController().signal) =>
    maker.getSegment({ sound, rendition, index }, { identify: async () => 'ada', signal });
  /** The next packets of an order, as many as there are up to `count`. */
  const tell = (ordinal: number, count: number) => {
    const work = orders[ordinal];
    assert.ok(work);
    const { order, told } = work;
    const description = { setup, delaySamples: 1024, packetSamples: PACKET, encoder: 'of a test' };
    const packets = Array.from({ length: count }, (_, index): AudioPacket => {
      const startSample = order.startSample + (told.length + index) * PACKET;
      return { data: Buffer.from(`packet at ${startSample}`), startSample, sampleCount: PACKET };
    }).filter(({ startSample }) => startSample < order.endSample);
    told.push(...packets);
    order.onPackets?.(packets, description);
    if (order.startSample + told.length * PACKET >= order.endSample)
      work.end.resolve({ ...description, packets: told });
  };
  return { orders, maker, kept, ask, tell, slowDown };
}

const WHOLE = segmentSamples / PACKET;

test('the first fragment is there when it is encoded, and the whole is the same in whatever steps it was made', async () => {
  const [one, other] = [open(), open()];
  const bytes = await one.ask(1);
  const reading = bytes.read();
  const first = reading.next();
  one.tell(0, 12);
  const fragment = Buffer.from((await first).value ?? []);
  assert.ok(fragment.includes('packet at ') && fragment.length < 1000);
  assert.equal(bytes.sizeBytes, null);
  for (let told = 0; told < WHOLE; told += 5) one.tell(0, 5);
  const whole = await bytes.readAll();
  const again = await other.ask(1);
  other.tell(0, WHOLE);
  assert.deepEqual(await again.readAll(), whole);
  await setImmediate();
  assert.deepEqual([...one.kept.values()], [whole]);
});

test('what breaks off is told to all who read it, is not kept, and is made again for the next', async () => {
  const { orders, kept, ask, tell } = open();
  const asked = [await ask(0), await ask(0)].map((bytes) => assert.rejects(bytes.readAll(), /crashed/));
  tell(0, 20);
  orders[0]?.end.reject(new Error('crashed'));
  await Promise.all(asked);
  await setImmediate();
  assert.equal(kept.size, 0);
  const again = await ask(0);
  tell(1, WHOLE);
  assert.ok((await again.readAll()).length > 0);
});

test('a listener who leaves in the middle leaves the others their segment', async () => {
  const { kept, ask, tell } = open();
  const leaving = new AbortController();
  const left = assert.rejects((await ask(0, leaving.signal)).readAll(leaving.signal), /left/);
  const staying = await ask(0);
  tell(0, 20);
  leaving.abort(new Error('left'));
  await left;
  tell(0, WHOLE);
  const whole = await staying.readAll();
  await setImmediate();
  assert.deepEqual([...kept.values()], [whole]);
});

test('the segment behind one that was heard is made ahead', async () => {
  const { orders, ask, tell } = open();
  const bytes = await ask(0);
  tell(0, WHOLE);
  await bytes.readAll();
  for (let turn = 0; orders.length < 2 && turn < 100; turn += 1) await setImmediate();
  assert.equal(orders[1]?.order.startSample, segmentSamples);
});

test('a cache that is slow keeps nobody from encoding', async () => {
  const { orders, ask, tell, slowDown } = open();
  slowDown();
  const first = await ask(0);
  tell(0, WHOLE);
  await first.readAll();
  await ask(2);
  for (let turn = 0; orders.length < 2 && turn < 100; turn += 1) await setImmediate();
  assert.equal(orders[1]?.order.startSample, 2 * segmentSamples);
});

test('nothing is made ahead for who asks for another place within a moment', async () => {
  const pause = Promise.withResolvers<void>();
  const { orders, ask, tell } = open(() => pause.promise);
  const bytes = await ask(0);
  tell(0, WHOLE);
  await bytes.readAll();
  await ask(2);
  for (let turn = 0; orders.length < 2 && turn < 100; turn += 1) await setImmediate();
  pause.resolve();
  for (let turn = 0; turn < 20; turn += 1) await setImmediate();
  assert.deepEqual(
    orders.map(({ order }) => order.startSample),
    [0, 2 * segmentSamples],
  );
});

test('of a whole file the place behind one that was heard is made ahead, in its own size', async () => {
  const { orders, maker } = open();
  const { rendition: placed, layout } = layOutWhole(rendition);
  const read = (index: number) =>
    maker.getWholePart(
      { sound, rendition: placed, index, length: layout.lengthOf(index) },
      { identify: async () => 'ada', signal: new AbortController().signal },
    );
  assert.notEqual(layout.lengthOf(0), layout.lengthOf(1));
  for (const index of [0, 1]) {
    const bytes = await read(index);
    for (let turn = 0; orders.length < index + 1 && turn < 100; turn += 1) await setImmediate();
    endWithSound(orders[index]);
    assert.equal((await bytes.readAll()).length, layout.lengthOf(index));
    for (let turn = 0; orders.length < index + 2 && turn < 100; turn += 1) await setImmediate();
    assert.equal(orders[index + 1]?.order.startSample, (index + 1) * placed.segmentSamples);
  }
  assert.equal(orders.length, 3, 'what was made ahead was not made again');
});

/** All that was ordered, in packets of little. */
function endWithSound(work: { order: SegmentOrder; end: PromiseWithResolvers<EncodedSegment> } | undefined): void {
  assert.ok(work);
  const { startSample, endSample, onPackets } = work.order;
  const packets = Array.from({ length: (endSample - startSample) / PACKET }, (_, at) => ({
    data: new Uint8Array(8),
    startSample: startSample + at * PACKET,
    sampleCount: PACKET,
  }));
  const description = { setup, delaySamples: 1024, packetSamples: PACKET, encoder: 'of a test' };
  onPackets?.(packets, description);
  work.end.resolve({ ...description, packets });
}
