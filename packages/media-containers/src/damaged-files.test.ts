import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { crc8 } from './bytes/crc.ts';
import { writeStreamInfo } from './codecs/stream-info.ts';
import { MediaContainerError } from './media-container-error.ts';
import { openPacketStream } from './open-packet-stream.ts';
import { MemorySource } from './test-support/byte-sources.ts';
import { encode, lacksFfmpeg } from './test-support/ffmpeg.ts';
import { createChance } from './test-support/packet-checks.ts';

const FILES = 250;
const kinds: readonly (readonly [name: string, ...args: string[]])[] = [
  ['a.flac', '-c:a', 'flac', '-frame_size', '1024'],
  ['a.oga', '-c:a', 'flac', '-frame_size', '1024'],
  ['a.opus', '-c:a', 'libopus', '-page_duration', '100000'],
  ['a.ogg', '-c:a', 'libvorbis', '-page_duration', '100000'],
  ['a.mp3', '-c:a', 'libmp3lame'],
  ['a.aac', '-c:a', 'aac'],
  ['a.m4a', '-c:a', 'aac'],
  ['b.m4a', '-c:a', 'aac', '-movflags', '+faststart'],
  ['a.mp4', '-c:a', 'libopus'],
  ['b.mp4', '-c:a', 'flac', '-strict', '-2'],
];

suite('damaged files', { skip: lacksFfmpeg }, () => {
  for (const [name, ...args] of kinds) {
    test(`${name}: whatever is changed in it, reading ends, with packets or a MediaContainerError`, async () => {
      const file = encode(name, ['-b:a', '64k', ...args], { seconds: 0.6, rateHz: 48_000 });
      for (let seed = 0; seed < FILES; seed += 1) {
        const chance = createChance(seed);
        await readAll(damage(file, chance), chance, `${name}, seed ${seed}`);
      }
    });
  }

  test('no bytes, and bytes of nothing, are no stream', async () => {
    for (const bytes of [new Uint8Array(), new Uint8Array(100_000), new Uint8Array(3000).fill(0xff)])
      assert.equal(await openPacketStream(new MemorySource(bytes)), undefined);
  });
});

suite('files made to keep a reader busy', () => {
  test('headers of FLAC that no frame follows are given up', async () => {
    const shape = { minBlockSamples: 16, maxBlockSamples: 65_535, sampleRateHz: 44_100, channels: 8, bitDepth: 32 };
    const info = writeStreamInfo({ ...shape, minFrameBytes: 0, maxFrameBytes: 0, totalSamples: 0 });
    const header = Uint8Array.of(0xff, 0xf8, 0xc9, 0x7e, 5);
    const lookalike = Buffer.from([...header, crc8(header, 0, header.length), 0, 0]);
    const head = Buffer.from([...Buffer.from('fLaC'), 0x80, 0, 0, info.length, ...info]);
    const source = new MemorySource(Buffer.concat([head, Buffer.alloc(2 ** 21, lookalike)]));
    await assert.rejects(openPacketStream(source), { code: 'damaged' });
  });

  test('pages of Ogg whose sums are wrong are given up', async () => {
    const page = Buffer.alloc(28, 0xff).fill('OggS\0', 0, 5).fill(255, 26, 27);
    const source = new MemorySource(Buffer.alloc(2 ** 23, page));
    await assert.rejects(openPacketStream(source), { code: 'damaged' });
  });

  test('junk behind every other frame of MP3 costs no look around each time', async () => {
    const frame = Buffer.alloc(104).fill(Uint8Array.of(0xff, 0xfb, 0x10, 0xc0), 0, 4);
    const junk = Buffer.concat([frame, frame, Buffer.alloc(1)]);
    const source = new MemorySource(
      Buffer.concat([Buffer.alloc(8 * frame.length, frame), Buffer.alloc(2 ** 20, junk)]),
    );
    assert.ok(((await openPacketStream(source))?.durationSamples ?? 0) > 10_000 * 1152);
    assert.ok(source.reads < 200, `${source.reads} reads`);
  });
});

async function readAll(file: Uint8Array, chance: (below: number) => number, title: string): Promise<void> {
  const source = new MemorySource(file);
  try {
    const stream = await openPacketStream(source);
    if (stream) {
      const packets = await stream.readPackets(0, Number.POSITIVE_INFINITY);
      const from = chance(40_000);
      await stream.readPackets(from, from + chance(40_000));
      assert.ok(packets.length <= file.length, title);
      for (const value of [stream.delaySamples, stream.paddingSamples, stream.durationSamples])
        assert.ok(value >= 0 && Number.isInteger(value), `${title}: ${value} samples`);
      const starts = packets.map(({ startSample }) => startSample);
      assert.ok(
        starts.every((start, index) => start >= (starts[index - 1] ?? 0)),
        title,
      );
    }
  } catch (error) {
    if (!(error instanceof MediaContainerError)) throw new Error(title, { cause: error });
  }
  assert.ok(source.reads <= 60 + file.length / 16, `${title}: ${source.reads} reads of ${file.length} bytes`);
}

/** Cut off, bits turned, parts zeroed, doubled or taken out; mostly in the head, where lengths are. */
function damage(file: Uint8Array, chance: (below: number) => number): Uint8Array {
  const place = () => (chance(2) === 0 ? chance(Math.min(600, file.length)) : chance(file.length));
  const kind = chance(6);
  if (kind === 0) return file.slice(0, place());
  if (kind === 1) return file.slice(place());
  const [at, length] = [place(), 1 + chance(200)];
  if (kind === 2) return Buffer.concat([file.subarray(0, at), file.subarray(at + length)]);
  if (kind === 3) return Buffer.concat([file.subarray(0, at + length), file.subarray(at)]);
  const changed = file.slice();
  if (kind === 4) return changed.fill(chance(2) * 255, at, at + length);
  for (let count = 1 + chance(30); count > 0; count -= 1) changed[place()] = chance(256);
  return changed;
}
