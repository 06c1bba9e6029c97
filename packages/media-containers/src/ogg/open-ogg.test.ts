import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { oggCrc } from '../bytes/crc.ts';
import { MemorySource } from '../test-support/byte-sources.ts';
import { encode, lacksFfmpeg } from '../test-support/ffmpeg.ts';
import { assertSamePackets, openBytes } from '../test-support/packet-checks.ts';
import { openPacketStream } from '../open-packet-stream.ts';

const RATE_HZ = 48_000;
const encodeOpus = (seconds: number) => encode('a.opus', ['-c:a', 'libopus'], { seconds, rateHz: RATE_HZ });
const encodeVorbis = (seconds: number) => encode('a.ogg', ['-c:a', 'libvorbis'], { seconds, rateHz: RATE_HZ });

suite('Ogg', { skip: lacksFfmpeg }, () => {
  test('streams that follow each other are refused', async () => {
    const second = encode('b.opus', ['-c:a', 'libopus', '-serial_offset', '7'], { seconds: 20, rateHz: RATE_HZ });
    const chained = new MemorySource(Buffer.concat([encodeOpus(3), second]));
    await assert.rejects(openPacketStream(chained), { name: 'MediaContainerError', code: 'unsupported' });
  });

  test('a last page that ends before others is damage', async () => {
    const pages = splitPages(encodeOpus(6));
    const last = pages.pop();
    assert.ok(last);
    const moved = new MemorySource(Buffer.concat([...pages, moveGranule(last, -3 * RATE_HZ)]));
    await assert.rejects(openPacketStream(moved), { name: 'MediaContainerError', code: 'damaged' });
  });

  test('pages that all tell to end at 0 are damage', async () => {
    const pages = splitPages(encode('a.oga', ['-c:a', 'flac'], { seconds: 3 }));
    const silent = new MemorySource(Buffer.concat(pages.map((page) => moveGranule(page, -granuleOf(page)))));
    await assert.rejects(openPacketStream(silent), { name: 'MediaContainerError', code: 'damaged' });
  });

  test('a stream that is short of its first pages keeps the places of what is left', async () => {
    for (const file of [encodeOpus(6), encodeVorbis(6)]) {
      const pages = splitPages(file);
      const sound = pages.findIndex((page) => granuleOf(page) > 0);
      const cut = Buffer.concat([...pages.slice(0, sound), ...pages.slice(sound + 2)]);
      const [whole, left] = [await (await openBytes(file)).readPackets(0, 1e9), await openBytes(cut)];
      const packets = await left.readPackets(0, 1e9);
      const [first] = packets;
      assert.ok(first && first.startSample === 0);
      const bytes = Buffer.from(first.data).toString('base64');
      const same = whole.find(({ data }) => Buffer.from(data).toString('base64') === bytes);
      assert.ok(same);
      const shift = same.startSample;
      // The first packet of Vorbis gives nothing, where it has no predecessor.
      assert.deepEqual(
        packets.slice(2).map(({ startSample }) => startSample + shift),
        whole
          .slice(whole.indexOf(same) + 2)
          .map(({ startSample }) => startSample - (same.sampleCount - first.sampleCount)),
      );
    }
  });

  test('a page whose checksum is wrong is a hole, and what follows keeps its place', async () => {
    const file = encodeOpus(8);
    const pages = splitPages(file);
    const damaged = Buffer.concat(pages.map((page, index) => (index === 5 ? flipLastByte(page) : page)));
    const whole = await (await openBytes(file)).readPackets(0, 1e9);
    const left = await (await openBytes(damaged)).readPackets(0, 1e9);
    assert.ok(left.length < whole.length);
    const known = new Set(
      whole.map(({ startSample, data }) => `${startSample} ${Buffer.from(data).toString('base64')}`),
    );
    for (const { startSample, data } of left)
      assert.ok(known.has(`${startSample} ${Buffer.from(data).toString('base64')}`));
  });

  test('a first granule of Vorbis that is too small is a delay', async () => {
    const file = encodeVorbis(3);
    const earlier = Buffer.concat(
      splitPages(file).map((page) => (granuleOf(page) > 0 ? moveGranule(page, -500) : page)),
    );
    const [stream, moved] = [await openBytes(file), await openBytes(earlier)];
    assert.deepEqual([stream.delaySamples, moved.delaySamples], [0, 500]);
    assert.equal(moved.durationSamples, stream.durationSamples - 500);
    assertSamePackets(await moved.readPackets(0, 1e9), await stream.readPackets(0, 1e9));
  });

  test('a range in the middle is found without reading what lies before', async () => {
    const source = new MemorySource(
      encode('a.opus', ['-c:a', 'libopus', '-b:a', '256k'], { seconds: 50, rateHz: RATE_HZ }),
    );
    const stream = await openPacketStream(source);
    assert.ok(stream);
    const before = source.bytesRead;
    const packets = await stream.readPackets(30 * RATE_HZ, 34 * RATE_HZ);
    assert.equal(packets.length, 200);
    assert.ok(source.bytesRead - before < 700_000, `the range read ${source.bytesRead - before} bytes`);
  });

  test('comments with pictures are left out of what a decoder is told', async () => {
    const stream = await openBytes(
      encode('a.ogg', ['-c:a', 'libvorbis', '-metadata', `comment=${'x'.repeat(60_000)}`], { seconds: 1 }),
    );
    assert.ok(stream.setup.config.length < 8000);
  });
});

function splitPages(file: Uint8Array): Buffer[] {
  const pages: Buffer[] = [];
  for (let position = 0; position < file.length;) {
    const segments = file[position + 26] ?? 0;
    const lacing = file.subarray(position + 27, position + 27 + segments);
    const length = 27 + segments + lacing.reduce((sum, size) => sum + size, 0);
    pages.push(Buffer.from(file.subarray(position, position + length)));
    position += length;
  }
  return pages;
}

const granuleOf = (page: Buffer): number => Number(page.readBigInt64LE(6));

function moveGranule(page: Buffer, samples: number): Buffer {
  const moved = Buffer.from(page);
  moved.writeBigInt64LE(BigInt(granuleOf(page) + samples), 6);
  moved.writeUInt32LE(oggCrc(moved), 22);
  return moved;
}

function flipLastByte(page: Buffer): Buffer {
  const flipped = Buffer.from(page);
  flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 0xff;
  return flipped;
}
