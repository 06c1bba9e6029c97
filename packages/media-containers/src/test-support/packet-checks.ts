import assert from 'node:assert/strict';
import type { AudioPacket, PacketStream } from '../packet-stream.ts';
import { openPacketStream } from '../open-packet-stream.ts';
import { concatBytes } from '../bytes/byte-arrays.ts';
import { writeInitSegment, writeMediaSegment } from '../write-segments.ts';
import { MemorySource } from './byte-sources.ts';

/** The same chances each time. */
export function createChance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export async function openBytes(file: Uint8Array): Promise<PacketStream> {
  const stream = await openPacketStream(new MemorySource(file));
  assert.ok(stream, 'the file is opened');
  return stream;
}

export function decodedSamples({ delaySamples, durationSamples, paddingSamples }: PacketStream): number {
  return delaySamples + durationSamples + paddingSamples;
}

/** The whole of a stream as init segment and media segments, asked for one by one. */
export async function writeWhole(stream: PacketStream, segmentSamples: number): Promise<Uint8Array> {
  const parts = [writeInitSegment(stream.setup, stream)];
  for (let sequence = 0; sequence * segmentSamples < decodedSamples(stream); sequence += 1) {
    const packets = await stream.readPackets(sequence * segmentSamples, (sequence + 1) * segmentSamples);
    const fragmentSamples = sequence === 0 ? stream.setup.sampleRateHz / 4 : undefined;
    if (packets.length > 0) parts.push(writeMediaSegment(stream.setup, { sequence, packets, fragmentSamples }));
  }
  return concatBytes(parts);
}

/** Cuts the stream at random, reads the ranges in random order with streams old and new, and compares with one reading. */
export async function checkRandomRanges(file: Uint8Array, seed: number): Promise<void> {
  const chance = createChance(seed);
  const stream = await openBytes(file);
  const end = decodedSamples(stream);
  const whole = await (await openBytes(file)).readPackets(0, end + 1);
  const cuts = Array.from({ length: 6 }, () => chance(end)).sort((a, b) => a - b);
  const bounds = [0, ...cuts, end + 1];
  const ranges = bounds.slice(1).map((to, index) => ({ index, from: bounds[index] ?? 0, to, order: chance(1000) }));
  const read: AudioPacket[][] = [];
  for (const { index, from, to } of ranges.toSorted((a, b) => a.order - b.order)) {
    const reader = chance(2) === 0 ? stream : await openBytes(file);
    read[index] = await reader.readPackets(from, to);
    for (const { startSample } of read[index]) assert.ok(startSample >= from && startSample < to);
  }
  assertSamePackets(read.flat(), whole);
}

export function assertSamePackets(actual: readonly AudioPacket[], expected: readonly AudioPacket[]): void {
  const describe = ({ startSample, sampleCount, data }: AudioPacket) =>
    `${startSample}+${sampleCount} ${Buffer.from(data).toString('base64')}`;
  assert.equal(actual.length, expected.length);
  actual.forEach((packet, index) => {
    const other = expected[index];
    assert.ok(other && describe(packet) === describe(other), `packet ${index} differs`);
  });
}
