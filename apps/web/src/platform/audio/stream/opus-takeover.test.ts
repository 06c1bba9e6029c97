import { concatBytes } from '@jetstream/media-containers/mp3-frames';
import { readMp4Fragment, writeMp4FragmentHead } from '@jetstream/media-containers/run-up';
import { describe, expect, it } from 'vitest';
import { OpusTakeover } from './opus-takeover.ts';

const PACKET_SAMPLES = 960;

/** Packets of different sizes, whose bytes say which they are. */
function fragment(from: number, to: number): Uint8Array {
  const ordinals = Array.from({ length: to - from }, (_, index) => from + index);
  const packets = ordinals.map((ordinal) => ({
    startSample: ordinal * PACKET_SAMPLES,
    sampleCount: PACKET_SAMPLES,
    sizeBytes: 20 + ordinal,
  }));
  const bytes = packets.map(({ sizeBytes }, index) => new Uint8Array(sizeBytes).fill(from + index));
  return concatBytes([writeMp4FragmentHead(packets, 1), ...bytes]);
}

function read(bytes: Uint8Array): { startSample: number; mark: number | undefined }[] {
  const plan = readMp4Fragment(bytes);
  if (!plan || plan === 'later') throw new Error('no fragment');
  return plan.packets.map(({ startSample, position }) => ({ startSample, mark: bytes[position] }));
}

describe('what a decoder of Opus hears before its sound takes over', () => {
  it('is 360 ms in packets of their own, and then from the packet on that reaches over', () => {
    const takeover = new OpusTakeover(32 * PACKET_SAMPLES + 100).push(concatBytes([fragment(0, 30), fragment(30, 40)]));
    const unheard = takeover?.unheard.map(read) ?? [];
    expect(unheard).toEqual(Array.from({ length: 17 }, (_, index) => [{ startSample: 0, mark: 15 + index }]));
    expect(read(takeover?.heard ?? new Uint8Array()).map(({ mark }) => mark)).toEqual([32, 33, 34, 35, 36, 37, 38, 39]);
    expect(read(takeover?.heard ?? new Uint8Array())[0]?.startSample).toBe(32 * PACKET_SAMPLES);
  });

  it('is waited for while the bytes come in pieces, and other boxes are left out', () => {
    const box = Uint8Array.of(0, 0, 0, 12, 0x73, 0x74, 0x79, 0x70, 1, 2, 3, 4);
    const bytes = concatBytes([box, fragment(0, 4), fragment(4, 8)]);
    const search = new OpusTakeover(6 * PACKET_SAMPLES);
    let at = 0;
    let takeover = search.push(bytes.subarray(0, 1));
    for (at = 1; !takeover && at < bytes.length; at += 1) takeover = search.push(bytes.subarray(at, at + 1));
    expect(takeover?.unheard.map((one) => read(one)[0]?.mark)).toEqual([0, 1, 2, 3, 4, 5]);
    // None of the packet's own bytes have come yet.
    expect(read(concatBytes([takeover?.heard ?? new Uint8Array(), bytes.subarray(at)]))[0]?.mark).toBe(6);
  });
});
