import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { withFraming } from './codecs/framing.ts';
import { toCodecSetup } from './codecs/to-codec-setup.ts';
import { MediaContainerError } from './media-container-error.ts';
import type { AudioPacket, CodecSetup } from './packet-stream.ts';
import { findItunesGapless } from './tags/itunes-gapless.ts';
import { findBox, listBoxTypes } from './test-support/mp4-boxes.ts';
import { MediaSegmentWriter, writeInitSegment, writeMediaSegment } from './write-segments.ts';

const aac = toCodecSetup({ codec: 'aac', sampleRateHz: 48_000, channels: 2, extradata: new Uint8Array() });
const mp3 = toCodecSetup({ codec: 'mp3', sampleRateHz: 44_100, channels: 2, extradata: new Uint8Array() });
const opusHead = Uint8Array.from(Buffer.from('4f707573486561640102380180bb0000000000', 'hex'));
const opus = toCodecSetup({ codec: 'opus', sampleRateHz: 48_000, channels: 2, extradata: opusHead });

const vorbis: CodecSetup = {
  codec: 'vorbis',
  sampleRateHz: 44_100,
  channels: 2,
  bitDepth: null,
  config: new Uint8Array(),
  framing: 'webm',
  mimeType: 'audio/webm; codecs="vorbis"',
};
const uint16 = (value: number): number[] => [value >> 8, value & 0xff];

const buildPackets = (count: number, { start = 0, sampleCount = 1024 } = {}): AudioPacket[] =>
  Array.from({ length: count }, (_, index) => ({
    data: Uint8Array.from({ length: 10 + index }, () => index),
    startSample: start + index * sampleCount,
    sampleCount,
  }));

suite('init segments', () => {
  test('the edit list begins behind the delay and has the length that is heard, past 32 bits too', () => {
    const init = writeInitSegment(aac, { durationSamples: 2 ** 33 + 5, delaySamples: 1024 });
    const edits = findBox(init, 'moov', 'trak', 'edts', 'elst');
    assert.deepEqual([edits.getBigUint64(8), edits.getBigInt64(16)], [2n ** 33n + 5n, 1024n]);
    assert.equal(findBox(init, 'moov', 'mvex', 'mehd').getBigUint64(4), 2n ** 33n + 5n);
  });

  test('a whole file of AAC tells delay, padding and length as iTunes does too', () => {
    const sound = { durationSamples: 90_001, delaySamples: 1024, paddingSamples: 111 };
    assert.deepEqual(findItunesGapless(writeInitSegment(aac, sound)), sound);
    const segments = { ...sound, paddingSamples: undefined };
    assert.equal(findItunesGapless(writeInitSegment(aac, segments)), undefined);
    assert.equal(findItunesGapless(writeInitSegment(opus, sound)), undefined);
  });

  test('every timescale is the sample rate', () => {
    const init = writeInitSegment(aac, { durationSamples: 1, delaySamples: 0 });
    assert.equal(findBox(init, 'moov', 'mvhd').getUint32(12), 48_000);
    assert.equal(findBox(init, 'moov', 'trak', 'mdia', 'mdhd').getUint32(12), 48_000);
  });

  test('the pre-skip of Opus is left to the edit list', () => {
    const init = writeInitSegment(opus, { durationSamples: 48_000, delaySamples: 312 });
    const at = Buffer.from(init).indexOf('dOps');
    assert.deepEqual([...init.subarray(at + 4, at + 8)], [0, 2, 0, 0]);
    assert.equal(findBox(init, 'moov', 'trak', 'edts', 'elst').getBigInt64(16), 312n);
  });

  test('the rate of Opus is what packets decode at, whatever was encoded', () => {
    const extradata = opusHead.slice();
    new DataView(extradata.buffer).setUint32(12, 16_000, true);
    const spoken = toCodecSetup({ codec: 'opus', sampleRateHz: 16_000, channels: 2, extradata });
    const init = writeInitSegment(spoken, { durationSamples: 48_000, delaySamples: 312 });
    const at = Buffer.from(init).indexOf('dOps');
    assert.equal(Buffer.from(init).readUInt32BE(at + 8), 48_000);
  });
});

suite('media segments', () => {
  test('the first packet tells where a segment is, and offsets lead to its bytes', () => {
    const packets = buildPackets(3, { start: 96_256 });
    const segment = writeMediaSegment(aac, { sequence: 4, packets });
    assert.deepEqual(listBoxTypes(segment), ['styp', 'moof', 'mdat']);
    assert.equal(findBox(segment, 'moof', 'traf', 'tfdt').getBigUint64(4), 96_256n);
    const run = findBox(segment, 'moof', 'traf', 'trun');
    const moof = Buffer.from(segment).indexOf('moof') - 4;
    const data = segment.subarray(moof + run.getUint32(8));
    assert.deepEqual(Buffer.from(data), Buffer.concat(packets.map((packet) => packet.data)));
    assert.deepEqual([run.getUint32(12), run.getUint32(16), run.getUint32(20)], [10, 11, 12]);
  });

  test('fragments are no longer than asked, and none is left out', () => {
    const segment = writeMediaSegment(aac, { sequence: 0, packets: buildPackets(10), fragmentSamples: 3000 });
    assert.deepEqual(listBoxTypes(segment), ['styp', ...Array.from({ length: 5 }, () => ['moof', 'mdat']).flat()]);
  });

  test('a segment is the same bytes in whatever pieces its packets come, and fragments are given as soon as they are full', () => {
    const packets = [...buildPackets(7), ...buildPackets(5, { start: 9000, sampleCount: 960 })];
    const shape = { sequence: 3, fragmentSamples: 3000, firstFragmentSamples: 2048 };
    const setups = [aac, withFraming(opus, 'webm'), withFraming(mp3, 'mpeg')];
    for (const setup of setups) {
      const whole = writeMediaSegment(setup, { ...shape, packets });
      for (const step of [1, 2, 5]) {
        const writer = new MediaSegmentWriter(setup, shape);
        const pieces = packets.map((_, index) =>
          index % step === 0 ? writer.add(packets.slice(index, index + step)) : new Uint8Array(),
        );
        assert.deepEqual(
          Buffer.concat([...pieces, writer.finish()]),
          Buffer.from(whole),
          `${setup.framing} by ${step}`,
        );
      }
    }
    const writer = new MediaSegmentWriter(aac, shape);
    const types = packets.map((packet) => listBoxTypes(writer.add([packet])).join(' '));
    assert.deepEqual(types.slice(0, 5), ['', 'styp moof mdat', '', 'moof mdat', '']);
  });

  test('a hole begins a fragment, so that what follows keeps its place', () => {
    const packets = [...buildPackets(2), ...buildPackets(2, { start: 9000 })];
    const segment = writeMediaSegment(aac, { sequence: 0, packets });
    assert.deepEqual(listBoxTypes(segment), ['styp', 'moof', 'mdat', 'moof', 'mdat']);
  });

  test('the last block of a cluster of WebM tells how long it is', () => {
    const [packet] = buildPackets(1, { start: 44_100, sampleCount: 576 });
    assert.ok(packet);
    const segment = Buffer.from(
      writeMediaSegment(vorbis, { sequence: 0, packets: [{ ...packet, startSample: 43_076 }, packet] }),
    );
    // Simple block, then a group of block and duration: 576 samples in units of 10 microseconds.
    const group = segment.indexOf(Buffer.of(0xa0));
    assert.ok(segment.indexOf(Buffer.of(0xa3)) < group);
    assert.deepEqual([...segment.subarray(-4)], [0x9b, 0x82, ...uint16(Math.round((576 / 44_100) * 1e5))]);
    assert.equal(segment.lastIndexOf(Buffer.of(0xa3)), segment.indexOf(Buffer.of(0xa3)));
  });

  test('a segment without packets is a mistake of the caller', () => {
    assert.throws(() => writeMediaSegment(aac, { sequence: 0, packets: [] }), RangeError);
  });
});

suite('framing', () => {
  test('MP3 can be frames alone: then there is nothing to initialise', () => {
    const setup = withFraming(mp3, 'mpeg');
    const packets = buildPackets(3);
    assert.equal(setup.mimeType, 'audio/mpeg');
    assert.equal(writeInitSegment(setup, { durationSamples: 1, delaySamples: 1105 }).length, 0);
    assert.deepEqual(
      Buffer.from(writeMediaSegment(setup, { sequence: 0, packets })),
      Buffer.concat(packets.map(({ data }) => data)),
    );
  });

  test('Opus can be WebM', () => {
    const setup = withFraming(opus, 'webm');
    assert.equal(setup.mimeType, 'audio/webm; codecs="opus"');
    assert.ok(Buffer.from(writeInitSegment(setup, { durationSamples: 1, delaySamples: 312 })).includes('A_OPUS'));
    assert.deepEqual(withFraming(setup, 'mp4'), opus);
  });

  test('a framing that the codec does not have is refused', () => {
    assert.throws(
      () => withFraming(aac, 'webm'),
      (error) => error instanceof MediaContainerError && error.code === 'unsupported',
    );
  });
});
