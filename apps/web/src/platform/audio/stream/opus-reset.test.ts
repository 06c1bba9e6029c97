import { describe, expect, it } from 'vitest';
import { concatBytes } from '@jetstream/media-containers/mp3-frames';
import { readMp4Fragment, writeMp4FragmentHead } from '@jetstream/media-containers/run-up';
import { OpusReset } from './opus-reset.ts';

/** A box before them, and a fragment of two packets. */
function buildSegment(firstByte: number): Uint8Array {
  const box = Uint8Array.of(0, 0, 0, 9, 0x73, 0x74, 0x79, 0x70, 1);
  const packets = [0, 960].map((startSample) => ({ startSample, sampleCount: 960, sizeBytes: 2 }));
  return concatBytes([box, writeMp4FragmentHead(packets, 0), Uint8Array.of(firstByte, 1, firstByte, 2)]);
}

const packetOf = (fragment: Uint8Array | undefined): number[] => {
  const plan = fragment && readMp4Fragment(fragment);
  if (!fragment || !plan || plan === 'later') return [];
  return [...fragment.subarray(plan.packets[0]?.position)];
};

describe('the first packet of an Opus track', () => {
  it('comes behind one of the other layer, and nothing of the segment is lost', () => {
    for (const [firstByte, codedBy] of [
      [0xfc, 0x08],
      [0x80, 0x08],
      [0x78, 0xf8],
      [0x08, 0xf8],
    ] as const) {
      const segment = buildSegment(firstByte);
      const reset = new OpusReset().push(segment);
      expect(reset?.unheard).toHaveLength(1);
      expect(packetOf(reset?.unheard[0])[0]).toBe(codedBy);
      expect(reset?.heard).toEqual(segment);
    }
  });

  it('is waited for, however the bytes are cut', () => {
    const segment = buildSegment(0xfc);
    const search = new OpusReset();
    const found = Array.from(segment, (byte) => search.push(Uint8Array.of(byte)));
    const first = found.findIndex((reset) => reset !== undefined);
    expect(segment.length - first).toBe(4);
    expect(found[first]?.heard).toEqual(segment.subarray(0, first + 1));
  });
});
