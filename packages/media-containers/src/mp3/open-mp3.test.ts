import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { openPacketStream } from '../open-packet-stream.ts';
import { MemorySource } from '../test-support/byte-sources.ts';
import { encode, lacksFfmpeg } from '../test-support/ffmpeg.ts';
import { assertSamePackets, openBytes } from '../test-support/packet-checks.ts';

const ARGS = ['-c:a', 'libmp3lame', '-q:a', '2', '-id3v2_version', '0'];
const encodeMp3 = (seconds: number, ...args: string[]) => encode('a.mp3', [...ARGS, ...args], { seconds });

suite('MP3', { skip: lacksFfmpeg }, () => {
  test('junk between frames is stepped over, and does not move what follows', async () => {
    const file = encodeMp3(4);
    const whole = await (await openBytes(file)).readPackets(0, 1e9);
    const at = Buffer.from(file).indexOf(whole[40]?.data ?? '');
    const junk = Buffer.from(
      Array.from({ length: 3000 }, (_, index) => (index % 9 === 0 ? 0xff : (index * 31) & 0xff)),
    );
    const littered = await openBytes(Buffer.concat([file.subarray(0, at), junk, file.subarray(at)]));
    assertSamePackets(await littered.readPackets(0, 1e9), whole);
  });

  test('frames of another rate behind the others are refused, and behind a tag, and between', async () => {
    const [file, tail] = [encodeMp3(3), encodeMp3(2, '-ar', '48000')];
    const pasted = [
      [file, tail],
      [file, id3(Buffer.alloc(500)), tail],
      [file, tail, file],
    ];
    for (const parts of pasted) {
      const opening = openPacketStream(new MemorySource(Buffer.concat(parts)));
      await assert.rejects(opening, { name: 'MediaContainerError', code: 'unsupported' });
    }
  });

  test('ID3v2, ID3v1 and APE tags are no part of the sound', async () => {
    const file = encodeMp3(3);
    const ape = Buffer.alloc(32 + 100);
    ape.write('APETAGEX', 100, 'latin1');
    ape.writeUInt32LE(2000, 108);
    ape.writeUInt32LE(132, 112);
    const tagged = await openBytes(Buffer.concat([id3(Buffer.alloc(500, 0xff)), file, ape, Buffer.alloc(128, 'TAG')]));
    const bare = await openBytes(file);
    assert.deepEqual([tagged.delaySamples, tagged.durationSamples], [bare.delaySamples, 3 * 44_100]);
    assertSamePackets(await tagged.readPackets(0, 1e9), await bare.readPackets(0, 1e9));
  });

  test('without an Info frame the delays of iTunSMPB count', async () => {
    const file = encodeMp3(3, '-write_xing', '0');
    const comment = ' 00000000 00000240 000003D8 0000000000020574 00000000 00000000';
    for (const text of [latin1(`iTunSMPB\0${comment}`), utf16(`iTunSMPB\0${comment}`)]) {
      const tagged = await openBytes(Buffer.concat([id3(text), file]));
      const plain = await openBytes(file);
      assert.deepEqual([plain.delaySamples, plain.paddingSamples], [0, 0]);
      assert.deepEqual([tagged.delaySamples, tagged.paddingSamples], [0x240 + 529, 0x3d8 - 529]);
    }
  });

  test('an Info frame that tells the length spares the reading of the file', async () => {
    const source = new MemorySource(encodeMp3(40));
    const stream = await openPacketStream(source);
    assert.equal(stream?.durationSamples, 40 * 44_100);
    assert.ok(source.bytesRead < source.sizeBytes / 2, `${source.bytesRead} of ${source.sizeBytes} bytes`);
  });

  test('an Info frame that tells a count that cannot be is not believed', async () => {
    for (const rate of [
      ['-q:a', '2'],
      ['-b:a', '128k'],
    ]) {
      const file = encodeMp3(20, ...rate);
      const at = Math.max(Buffer.from(file).indexOf('Xing'), Buffer.from(file).indexOf('Info')) + 8;
      for (const share of [0.5, 2]) {
        const told = Buffer.from(file);
        told.writeUInt32BE(Math.round(told.readUInt32BE(at) * share), at);
        assert.ok(
          Math.abs((await openBytes(told)).durationSamples - 20 * 44_100) < 2 * 1152,
          `${rate.join(' ')}, ${share}`,
        );
      }
    }
  });

  test('an Info frame is not believed of a file that was cut off', async () => {
    const file = encodeMp3(20);
    const cut = await openBytes(file.subarray(0, file.length / 2));
    const packets = await cut.readPackets(0, 1e9);
    const decoded = packets.length * 1152;
    assert.deepEqual([cut.paddingSamples, cut.delaySamples + cut.durationSamples], [0, decoded]);
  });
});

function id3(content: Buffer): Buffer {
  const size = content.length;
  const head = [0x49, 0x44, 0x33, 4, 0, 0, 0, size >> 14, (size >> 7) & 0x7f, size & 0x7f];
  return Buffer.concat([Buffer.from(head), content]);
}

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const utf16 = (text: string) => Buffer.from(text, 'utf16le');
