import type { AudioPacket } from '../packet-stream.ts';
import type { OggCodec } from './ogg-codec.ts';

export interface PageOfPackets {
  packets: readonly Uint8Array[];
  /** Where the last of them ends. */
  granule: number;
  /** Where the packets before end; undefined at the start of the stream, before that is known. */
  previousGranule: number | undefined;
  previousBlock: number | undefined;
  /** The last page of a stream may end before its last packet does: what is beyond is to be dropped. */
  isLast: boolean;
}

export interface PlacedPackets {
  /** With positions of granules, not yet of the decoder's timeline. */
  packets: AudioPacket[];
  lastBlock: number | undefined;
}

/**
 * Gives packets their places by the granule of their own page, backwards; so that they do not depend on where reading began. Only on
 * the last page they are placed forwards. A page never reaches back before the end of the one before it.
 */
export function placePackets(codec: OggCodec, page: PageOfPackets): PlacedPackets {
  const { previousGranule, granule, isLast } = page;
  let lastBlock = page.previousBlock;
  const measured = page.packets.flatMap((data) => {
    const block = codec.measure(data);
    if (block === undefined) return [];
    const sampleCount = codec.decodedSamples(lastBlock, block);
    lastBlock = block;
    return [{ data, sampleCount }];
  });
  const sum = measured.reduce((samples, { sampleCount }) => samples + sampleCount, 0);
  const floor = previousGranule ?? Number.NEGATIVE_INFINITY;
  // A stream of one page begins at 0, however early it is to be cut off.
  let start = isLast ? (previousGranule ?? Math.max(0, granule - sum)) : granule - sum;
  const packets = measured.map(({ data, sampleCount }) => {
    const [from, to] = [Math.max(floor, start), Math.max(floor, start + sampleCount)];
    start += sampleCount;
    return { data, startSample: from, sampleCount: to - from };
  });
  return { packets, lastBlock };
}
