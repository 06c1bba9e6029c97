import { asciiBytes, concatBytes } from '../bytes/byte-arrays.ts';
import type { AudioPacket } from '../packet-stream.ts';
import { box, fullBox, u32, u64 } from './box.ts';
import { SYNC_SAMPLE } from './write-mp4-init.ts';

const TRACK = 1;
const BOX_HEAD_BYTES = 8;
const DEFAULT_BASE_IS_MOOF = 0x20000;
const HAS_DEFAULT_DURATION = 0x8;
const HAS_DEFAULT_FLAGS = 0x20;
const HAS_DATA_OFFSET = 0x1;
const HAS_DURATIONS = 0x100;
const HAS_SIZES = 0x200;
/** Fragments of segment n are numbered from n times this on; a number counts up, and may leave some out. */
const SEQUENCE_STEP = 1024;

/** Before the fragments of a segment. */
export const SEGMENT_TYPE = box('styp', asciiBytes('msdh'), u32(0), asciiBytes('msdhmsix'));

/** `moof` and `mdat` of packets without a hole between them. */
export function writeMp4Fragment(
  packets: readonly AudioPacket[],
  { sequence, index }: { sequence: number; index: number },
): Uint8Array {
  const number = (sequence * SEQUENCE_STEP + index + 1) % 2 ** 32;
  const sizes = packets.map(({ data, startSample, sampleCount }) => ({
    sizeBytes: data.length,
    startSample,
    sampleCount,
  }));
  return concatBytes([writeMp4FragmentHead(sizes, number), ...packets.map(({ data }) => data)]);
}

type PacketSize = Pick<AudioPacket, 'startSample' | 'sampleCount'> & { readonly sizeBytes: number };

/** What comes before the bytes of packets that follow each other without a hole. */
export function writeMp4FragmentHead(packets: readonly PacketSize[], sequence: number): Uint8Array {
  const draft = movieFragment(packets, sequence, 0);
  const head = movieFragment(packets, sequence, draft.length + BOX_HEAD_BYTES);
  const size = packets.reduce((sum, { sizeBytes }) => sum + sizeBytes, BOX_HEAD_BYTES);
  return concatBytes([head, u32(size), asciiBytes('mdat')]);
}

function movieFragment(packets: readonly PacketSize[], sequence: number, dataOffset: number): Uint8Array {
  const [first] = packets;
  const duration = first?.sampleCount ?? 0;
  const isEven = packets.every(({ sampleCount }) => sampleCount === duration);
  return box(
    'moof',
    fullBox('mfhd', [0, 0], u32(sequence)),
    box(
      'traf',
      fullBox(
        'tfhd',
        [0, DEFAULT_BASE_IS_MOOF | HAS_DEFAULT_FLAGS | (isEven ? HAS_DEFAULT_DURATION : 0)],
        u32(TRACK, ...(isEven ? [duration] : []), SYNC_SAMPLE),
      ),
      fullBox('tfdt', [1, 0], u64(first?.startSample ?? 0)),
      fullBox(
        'trun',
        [0, HAS_DATA_OFFSET | HAS_SIZES | (isEven ? 0 : HAS_DURATIONS)],
        u32(packets.length, dataOffset),
        ...packets.map(({ sizeBytes, sampleCount }) => (isEven ? u32(sizeBytes) : u32(sampleCount, sizeBytes))),
      ),
    ),
  );
}
