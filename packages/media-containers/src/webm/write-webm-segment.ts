import type { AudioPacket, CodecSetup } from '../packet-stream.ts';
import { element, uintElement } from './element.ts';
import { TIMESTAMP_SCALE_NS } from './write-webm-init.ts';

/** A block counts from its cluster with 16 bits and a sign: 327 ms at this scale. */
const LONGEST_CLUSTER_MS = 300;
const KEYFRAME = 0x80;

/** In samples. */
export const longestClusterOf = ({ sampleRateHz }: CodecSetup): number =>
  Math.floor((LONGEST_CLUSTER_MS * sampleRateHz) / 1000);

/**
 * A cluster of simple blocks (RFC 9559, section 10.2), at most as long as `longestClusterOf`. The last block tells how long it is, which no
 * block behind it does: Chromium takes it for as long as the longest so far, and drops a shorter one whole where its end is to be cut off.
 */
export function writeWebmCluster(packets: readonly AudioPacket[], sampleRateHz: number): Uint8Array {
  const toTimestamp = (samples: number) => Math.round((samples / sampleRateHz) * (1e9 / TIMESTAMP_SCALE_NS));
  const start = toTimestamp(packets[0]?.startSample ?? 0);
  return element(
    0x1f43b675,
    uintElement(0xe7, start),
    ...packets.map(({ data, startSample, sampleCount }, index) => {
      const relative = toTimestamp(startSample) - start;
      const head = [0x81, relative >> 8, relative & 0xff];
      if (index < packets.length - 1) return element(0xa3, Uint8Array.of(...head, KEYFRAME), data);
      const duration = toTimestamp(startSample + sampleCount) - start - relative;
      return element(0xa0, element(0xa1, Uint8Array.of(...head, 0), data), uintElement(0x9b, duration));
    }),
  );
}
