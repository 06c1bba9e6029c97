import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { openPacketStream } from '../open-packet-stream.ts';
import { MemorySource } from '../test-support/byte-sources.ts';
import { decode, encode, lacksFfmpeg, packetHashes } from '../test-support/ffmpeg.ts';
import { assertSamePackets, checkRandomRanges, openBytes, writeWhole } from '../test-support/packet-checks.ts';

suite('FLAC', { skip: lacksFfmpeg }, () => {
  test('segments decode to every sample of the file', async () => {
    for (const [seconds, rateHz, args] of [
      [7.3, 44_100, []],
      [3, 96_000, ['-sample_fmt', 's32']],
      [2, 22_050, ['-ac', '1', '-frame_size', '1024']],
    ] as const) {
      const file = encode('a.flac', ['-c:a', 'flac', ...args], { seconds, rateHz });
      const segments = await writeWhole(await openBytes(file), rateHz * 2);
      assert.deepEqual(packetHashes(segments), packetHashes(file));
      assert.deepEqual(decode(segments), decode(file));
    }
  });

  test('any cuts in any order give the packets of the whole', async () => {
    const file = encode('a.flac', ['-c:a', 'flac'], { seconds: 12 });
    for (let seed = 0; seed < 12; seed += 1) await checkRandomRanges(file, seed);
  });

  test('a range in the middle is found without reading what lies before', async () => {
    const source = new MemorySource(encode('a.flac', ['-c:a', 'flac'], { seconds: 40 }));
    const stream = await openPacketStream(source);
    assert.ok(stream && source.bytesRead < 300_000, `opening read ${source.bytesRead} bytes`);
    const [before, from] = [source.bytesRead, 44_100 * 25];
    const packets = await stream.readPackets(from, from + 44_100 * 4);
    assert.equal(packets.length, Math.ceil((from + 44_100 * 4) / 4608) - Math.ceil(from / 4608));
    assert.ok(source.bytesRead - before < 2_000_000, `the range read ${source.bytesRead - before} bytes`);
  });

  test('a length that the encoder did not know is found at the end', async () => {
    const file = encode('a.flac', ['-c:a', 'flac'], { seconds: 20 });
    const unknown = file.slice();
    unknown.fill(0, 22, 26);
    unknown[21] = (unknown[21] ?? 0) & 0xf0;
    const stream = await openBytes(unknown);
    assert.equal(stream.durationSamples, 20 * 44_100);
    assertSamePackets(
      await stream.readPackets(500_000, 600_000),
      await (await openBytes(file)).readPackets(500_000, 600_000),
    );
  });

  test('a file that is cut off is as long as its whole frames', async () => {
    const file = encode('a.flac', ['-c:a', 'flac'], { seconds: 10 });
    const whole = await (await openBytes(file)).readPackets(0, 1e9);
    for (const size of [file.length * 0.6, file.length - 300, 60_000].map(Math.floor)) {
      const stream = await openBytes(file.subarray(0, size));
      const packets = await stream.readPackets(0, 1e9);
      assertSamePackets(packets, whole.slice(0, packets.length));
      const [last, lost] = [packets.at(-1), whole[packets.length]];
      assert.equal(stream.durationSamples, lost?.startSample);
      assert.equal((last?.startSample ?? 0) + (last?.sampleCount ?? 0), stream.durationSamples);
    }
  });

  test('zeros that a download left behind the sound are none', async () => {
    const file = encode('a.flac', ['-c:a', 'flac'], { seconds: 10 });
    const half = Buffer.from(file);
    half.fill(0, Math.floor(file.length / 2));
    const cut = await openBytes(file.subarray(0, Math.floor(file.length / 2)));
    assert.equal((await openBytes(half)).durationSamples, cut.durationSamples);
    const padded = await openBytes(Buffer.concat([file, Buffer.alloc(1_000)]));
    assert.equal(padded.durationSamples, 10 * 44_100);
  });

  test('tags before and behind the sound are no part of it', async () => {
    const file = encode('a.flac', ['-c:a', 'flac'], { seconds: 2 });
    const id3v2 = Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\x02\0', 'latin1'), Buffer.alloc(256)]);
    const id3v1 = Buffer.alloc(128, 'TAG');
    const tagged = await openBytes(Buffer.concat([id3v2, file, id3v1]));
    assertSamePackets(await tagged.readPackets(0, 1e9), await (await openBytes(file)).readPackets(0, 1e9));
  });

  test('junk behind the sound takes nothing of the last frame', async () => {
    const file = encode('a.flac', ['-c:a', 'flac'], { seconds: 2 });
    const clean = await openBytes(file);
    const whole = await clean.readPackets(0, 1e9);
    for (const sizeBytes of [1, 700, 100_000]) {
      const junk = Buffer.from(Array.from({ length: sizeBytes }, (_, index) => (index * 37 + (index >> 8)) % 251 || 7));
      const stream = await openBytes(Buffer.concat([file, junk]));
      assert.equal(stream.durationSamples, clean.durationSamples);
      assertSamePackets(await stream.readPackets(0, 1e9), whole);
      assertSamePackets(await stream.readPackets(whole.at(-1)?.startSample ?? 0, 1e9), whole.slice(-1));
    }
  });

  test('a seek table that lies is not believed', async () => {
    const file = encode('a.flac', ['-c:a', 'flac'], { seconds: 20 });
    const point = Buffer.alloc(18);
    point.writeBigUInt64BE(400_000n, 0);
    point.writeBigUInt64BE(777n, 8);
    const streamInfoEnd = 42;
    const lying = Buffer.concat([
      file.subarray(0, streamInfoEnd),
      Buffer.from([3, 0, 0, 18]),
      point,
      file.subarray(42),
    ]);
    assertSamePackets(
      await (await openBytes(lying)).readPackets(450_000, 500_000),
      await (await openBytes(file)).readPackets(450_000, 500_000),
    );
  });

  test('behind damage the frames that are left are found at their places', async () => {
    const file = encode('a.flac', ['-c:a', 'flac'], { seconds: 10 });
    const whole = await (await openBytes(file)).readPackets(0, 1e9);
    const damaged = file.slice();
    damaged.fill(0xff, 500_000, 560_000);
    const left = await (await openBytes(damaged)).readPackets(0, 1e9);
    const starts = new Set(whole.map(({ startSample }) => startSample));
    assert.ok(left.every(({ startSample }) => starts.has(startSample)));
    assert.ok(left.length > whole.length * 0.9 && left.length < whole.length);
    assert.equal(left.at(-1)?.startSample, whole.at(-1)?.startSample);
  });
});
