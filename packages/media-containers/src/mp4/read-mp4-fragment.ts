import { ByteCursor } from '../bytes/byte-cursor.ts';
import { boxesIn } from './read-boxes.ts';

/** A packet in a fragment, whose bytes may not have come yet. */
export interface FragmentPacket {
  readonly startSample: number;
  readonly sampleCount: number;
  /** From the start of the fragment. */
  readonly position: number;
  readonly sizeBytes: number;
}

export interface FragmentPlan {
  readonly packets: readonly FragmentPacket[];
  /** Head and packets. */
  readonly sizeBytes: number;
}

const BOX_HEAD_BYTES = 8;
const TRACK_ID_BYTES = 4;
const VERSION_AND_FLAGS_BYTES = 4;
const DEFAULT_DURATION = 0x8;
const DURATIONS = 0x100;

/**
 * What a fragment that `writeMediaSegment` wrote will hold, from the first bytes of it; `later` while its head has not come as a whole,
 * undefined where another box begins.
 */
export function readMp4Fragment(bytes: Uint8Array): FragmentPlan | 'later' | undefined {
  if (bytes.length < BOX_HEAD_BYTES) return 'later';
  const cursor = new ByteCursor(bytes);
  const headBytes = cursor.u32();
  if (cursor.ascii(4) !== 'moof') return undefined;
  if (bytes.length < headBytes) return 'later';
  const track = findBox(bytes.subarray(BOX_HEAD_BYTES, headBytes), 'traf');
  const [head, time, run] = ['tfhd', 'tfdt', 'trun'].map((type) => track && findBox(track, type));
  if (!head || !time || !run) return undefined;
  return planOf(headBytes, { head, time, run });
}

/** The boxes as `writeMp4Segment` has them: 64-bit time, sizes of all packets, durations where they differ. */
function planOf(headBytes: number, { head, time, run }: Record<'head' | 'time' | 'run', Uint8Array>): FragmentPlan {
  const heads = new ByteCursor(head);
  const hasDefault = (heads.u32() & DEFAULT_DURATION) !== 0;
  heads.skip(TRACK_ID_BYTES);
  const duration = hasDefault ? heads.u32() : 0;
  let startSample = new ByteCursor(time, VERSION_AND_FLAGS_BYTES).u64();
  const runs = new ByteCursor(run);
  const hasDurations = (runs.u32() & DURATIONS) !== 0;
  const count = runs.u32();
  let position = runs.u32();
  const packets: FragmentPacket[] = [];
  for (let index = 0; index < count; index += 1) {
    const sampleCount = hasDurations ? runs.u32() : duration;
    const sizeBytes = runs.u32();
    packets.push({ startSample, sampleCount, position, sizeBytes });
    startSample += sampleCount;
    position += sizeBytes;
  }
  return { packets, sizeBytes: Math.max(position, headBytes + BOX_HEAD_BYTES) };
}

function findBox(bytes: Uint8Array, type: string): Uint8Array | undefined {
  for (const box of boxesIn(new ByteCursor(bytes))) if (box.type === type) return box.content;
  return undefined;
}
