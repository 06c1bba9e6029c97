import { concatBytes } from '../bytes/byte-arrays.ts';
import type { AudioPacket } from '../packet-stream.ts';

/** RFC 6716, section 3.2.5. */
const LONGEST_PACKET_SAMPLES = 5760;
const MOST_FRAMES = 48;
const CODE_WIDTH = 2;
const CODE_BITS = 3;
const CODE_MANY = 3;
const FRAME_COUNT_BITS = 0x3f;
const IS_VARIABLE = 0x80;
const IS_PADDED = 0x40;
const FULL_PADDING_BYTE = 255;
/** Of a length: from here on it has a second byte, which counts in steps of four (RFC 6716, section 3.2.1). */
const SHORTEST_LONG_LENGTH = 252;
const LONG_LENGTH_STEP = 4;

/**
 * Packets that follow each other in as few as a decoder takes: at most 120 ms in one, filled from the end. What is between packets of
 * another mode, bandwidth or number of channels stays apart, and so does what is no packet of Opus. Packets of one stream only: those
 * of more than two channels hold several.
 */
export function mergeOpusPackets(packets: readonly AudioPacket[]): AudioPacket[] {
  const groups: Group[] = [];
  for (const packet of packets.toReversed()) {
    const frames = framesOf(packet.data);
    const [group] = groups;
    if (group && frames && isContinuedBy(group, packet, frames.length)) {
      group.packets.unshift(packet);
      group.frames?.unshift(...frames);
    } else {
      groups.unshift({ packets: [packet], frames });
    }
  }
  return groups.flatMap(({ packets: merged, frames }) =>
    frames && merged.length > 1 ? merge(merged, frames) : merged,
  );
}

/** What becomes one packet. */
interface Group {
  packets: AudioPacket[];
  /** Of all of them. */
  frames: Uint8Array[] | undefined;
}

/** Backwards: the packet comes before the group. */
function isContinuedBy({ packets, frames }: Group, packet: AudioPacket, frameCount: number): boolean {
  const [first] = packets;
  if (!first || !frames || packet.startSample + packet.sampleCount !== first.startSample) return false;
  const isAlike = configOf(packet) === configOf(first);
  const samples = packets.reduce((sum, { sampleCount }) => sum + sampleCount, packet.sampleCount);
  return isAlike && samples <= LONGEST_PACKET_SAMPLES && frames.length + frameCount <= MOST_FRAMES;
}

const configOf = ({ data }: AudioPacket): number => (data[0] ?? 0) >> CODE_WIDTH;

function merge(packets: readonly AudioPacket[], frames: readonly Uint8Array[]): AudioPacket[] {
  const [first] = packets;
  if (!first) return [];
  const toc = (configOf(first) << CODE_WIDTH) | CODE_MANY;
  const lengths = frames.slice(0, -1).map(({ length }) => toLength(length));
  const data = concatBytes([Uint8Array.of(toc, IS_VARIABLE | frames.length), ...lengths, ...frames]);
  const sampleCount = packets.reduce((sum, packet) => sum + packet.sampleCount, 0);
  return [{ data, startSample: first.startSample, sampleCount }];
}

/** The frames of a packet; undefined when it contradicts itself (RFC 6716, section 3.2). */
function framesOf(packet: Uint8Array): Uint8Array[] | undefined {
  const [toc, second = 0] = packet;
  if (toc === undefined) return undefined;
  const code = toc & CODE_BITS;
  if (code === 0) return [packet.subarray(1)];
  if (code === 1) return cutEvenly(packet.subarray(1), 2);
  if (code === 2) return cutByLengths(packet, { at: 1, count: 2, end: packet.length });
  const count = second & FRAME_COUNT_BITS;
  let at = 2;
  let end = packet.length;
  if (second & IS_PADDED) {
    let padding: number;
    do {
      padding = packet[at] ?? 0;
      at += 1;
      end -= padding === FULL_PADDING_BYTE ? FULL_PADDING_BYTE - 1 : padding;
    } while (padding === FULL_PADDING_BYTE);
  }
  if (count === 0 || end < at) return undefined;
  return second & IS_VARIABLE ? cutByLengths(packet, { at, count, end }) : cutEvenly(packet.subarray(at, end), count);
}

function cutEvenly(bytes: Uint8Array, count: number): Uint8Array[] | undefined {
  const length = bytes.length / count;
  if (!Number.isInteger(length)) return undefined;
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * length, (index + 1) * length));
}

/** The lengths of all frames but the last come first. */
function cutByLengths(
  packet: Uint8Array,
  { at, count, end }: { at: number; count: number; end: number },
): Uint8Array[] | undefined {
  const lengths: number[] = [];
  let position = at;
  while (lengths.length < count - 1) {
    const [first = 0, second = 0] = packet.subarray(position);
    const isLong = first >= SHORTEST_LONG_LENGTH;
    lengths.push(isLong ? first + second * LONG_LENGTH_STEP : first);
    position += isLong ? 2 : 1;
  }
  const frames = lengths.map((length) => packet.subarray(position, (position += length)));
  return position <= end ? [...frames, packet.subarray(position, end)] : undefined;
}

function toLength(length: number): Uint8Array {
  if (length < SHORTEST_LONG_LENGTH) return Uint8Array.of(length);
  const first = SHORTEST_LONG_LENGTH + (length & (LONG_LENGTH_STEP - 1));
  return Uint8Array.of(first, (length - first) / LONG_LENGTH_STEP);
}
