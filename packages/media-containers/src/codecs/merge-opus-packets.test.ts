import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { openPacketStream } from '../open-packet-stream.ts';
import type { AudioPacket } from '../packet-stream.ts';
import { MemorySource } from '../test-support/byte-sources.ts';
import { decode, encode, lacksFfmpeg } from '../test-support/ffmpeg.ts';
import { concatBytes } from '../bytes/byte-arrays.ts';
import { writeInitSegment, writeMediaSegment } from '../write-segments.ts';
import { mergeOpusPackets } from './merge-opus-packets.ts';

const kinds: readonly (readonly [title: string, args: readonly string[]])[] = [
  ['20 ms', ['-b:a', '128k']],
  ['20 ms of constant rate', ['-b:a', '64k', '-vbr', 'off']],
  ['2.5 ms', ['-frame_duration', '2.5']],
  ['60 ms, of several frames each', ['-frame_duration', '60', '-b:a', '96k']],
  ['speech at a low rate', ['-application', 'voip', '-b:a', '20k', '-ac', '1']],
];

suite('merged packets of Opus', { skip: lacksFfmpeg }, () => {
  for (const [title, args] of kinds)
    test(`decode to the same samples, in few packets: ${title}`, async () => {
      const file = encode('a.opus', ['-c:a', 'libopus', ...args], { seconds: 2, rateHz: 48_000 });
      const stream = await openPacketStream(new MemorySource(file));
      assert.ok(stream);
      const packets = await stream.readPackets(0, Number.POSITIVE_INFINITY);
      const merged = mergeOpusPackets(packets);
      const write = (written: readonly AudioPacket[]): Uint8Array =>
        concatBytes([
          writeInitSegment(stream.setup, stream),
          writeMediaSegment(stream.setup, { sequence: 0, packets: written }),
        ]);
      const ends = (written: readonly AudioPacket[]): number =>
        written.reduce((end, { startSample, sampleCount }) => {
          assert.equal(startSample, end);
          return end + sampleCount;
        }, 0);
      assert.equal(ends(merged), ends(packets));
      assert.ok(merged.every(({ sampleCount }) => sampleCount <= 5_760));
      assert.ok(merged.length <= 30, `${merged.length} packets`);
      assert.deepEqual(decode(write(merged), { keepsDelay: true }), decode(write(packets), { keepsDelay: true }));
    });

  test('keep apart what is not alike, does not follow, or is no packet', () => {
    const packet = (data: number[], startSample: number): AudioPacket => ({
      data: Uint8Array.from(data),
      startSample,
      sampleCount: 960,
    });
    const [celt, other] = [0xf8, 0x78];
    const apart = [
      packet([celt, 1], 0),
      packet([other, 2], 960),
      packet([other, 3], 2_000),
      packet([other | 3], 2_960),
    ];
    assert.deepEqual(mergeOpusPackets(apart), apart);
    const [both] = mergeOpusPackets([packet([celt, 1, 2], 0), packet([celt, 3], 960)]);
    assert.deepEqual(both, { data: Uint8Array.of(0xfb, 0x82, 2, 1, 2, 3), startSample: 0, sampleCount: 1_920 });
  });
});
