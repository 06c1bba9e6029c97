import type { ForwardReader } from './forward-reader.ts';
import { byteCountAt, MatroskaElements, readLength } from './matroska-elements.ts';
import type { FirstPackets, PacketList, PacketMark } from './packet-mark.ts';

const TIMESTAMP = 0xe7;
const BLOCK = 0xa1;
const SIMPLE_BLOCK = 0xa3;
/** The number of the track, time and flags. */
const BLOCK_HEADER_BYTES = 12;
/** Those that are laced are small. */
const MOST_LACED_BYTES = 2 ** 16;
const LACING = { xiph: 0x02, fixed: 0x04, ebml: 0x06 } as const;
const LACING_BITS = 0x06;
/** As much of a frame as tells its length. */
const DATA_BYTES = 8;

/** Frames of the track whose first packet is known. Those of one block lie in one place, and only the first of them has a label. */
export function* listMatroskaFrames(file: ForwardReader, [first]: FirstPackets): PacketList {
  const elements = new MatroskaElements(file);
  const mark = new FrameMark(file.piece);
  let clusterTime = 0;
  let track = -1;
  while (elements.next()) {
    const { id, body, size } = elements;
    if (id === TIMESTAMP) clusterTime = elements.readNumber();
    if (id !== BLOCK && id !== SIMPLE_BLOCK) continue;
    const at = file.reach(body, BLOCK_HEADER_BYTES);
    const number = readLength(file.piece, at);
    if (body === first.position) track = number;
    if (number !== track) continue;
    const flagsAt = at + byteCountAt(file.piece, at) + 2;
    mark.label = clusterTime + file.piece.readInt16BE(flagsAt - 2);
    mark.position = body;
    const lacing = (file.piece[flagsAt] ?? 0) & LACING_BITS;
    if (lacing === 0) yield mark.take(flagsAt + 1, size - (flagsAt + 1 - at));
    // A lace of one frame is none, which demuxers take as they like.
    else if (size > MOST_LACED_BYTES || file.piece[flagsAt + 1] === 0) return false;
    else {
      const shift = file.reach(body, size) - at;
      yield* unlace(mark, { lacing, at: flagsAt + 1 + shift, end: at + shift + size });
    }
  }
  return !elements.isBroken;
}

class FrameMark implements PacketMark {
  label = 0;
  position = 0;
  size = 0;
  readonly #bytes: Uint8Array;
  #dataAt = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get data(): Uint8Array {
    return this.#bytes.subarray(this.#dataAt, this.#dataAt + Math.min(this.size, DATA_BYTES));
  }

  get bytes(): Uint8Array {
    return this.#bytes;
  }

  take(dataAt: number, size: number): this {
    this.#dataAt = dataAt;
    this.size = size;
    return this;
  }
}

interface Lace {
  lacing: number;
  at: number;
  end: number;
}

function* unlace(mark: FrameMark, lace: Lace): Generator<PacketMark, void> {
  const { sizes, dataAt } = readLace(mark.bytes, lace);
  let at = dataAt;
  for (const size of sizes) {
    yield mark.take(at, size);
    mark.label = Number.NaN;
    at += size;
  }
}

/** RFC 9559, section 10.3: how many frames, and the length of each but the last. */
function readLace(bytes: Uint8Array, { lacing, at, end }: Lace): { sizes: number[]; dataAt: number } {
  const count = (bytes[at] ?? 0) + 1;
  let next = at + 1;
  if (lacing === LACING.fixed)
    return { sizes: Array.from({ length: count }, () => (end - next) / count), dataAt: next };
  const sizes: number[] = [];
  while (sizes.length < count - 1) {
    const { value, byteCount } = lacing === LACING.xiph ? readXiph(bytes, next) : readEbml(bytes, next, sizes.at(-1));
    sizes.push(value);
    next += byteCount;
  }
  const told = sizes.reduce((sum, size) => sum + size, 0);
  return { sizes: [...sizes, end - next - told], dataAt: next };
}

function readXiph(bytes: Uint8Array, at: number): { value: number; byteCount: number } {
  let byteCount = 1;
  while (bytes[at + byteCount - 1] === 0xff) byteCount++;
  return { value: (byteCount - 1) * 0xff + (bytes[at + byteCount - 1] ?? 0), byteCount };
}

/** The first as it is, those behind it by how much they differ from the one before. */
function readEbml(bytes: Uint8Array, at: number, before: number | undefined): { value: number; byteCount: number } {
  const byteCount = byteCountAt(bytes, at);
  const value = readLength(bytes, at);
  if (before === undefined) return { value, byteCount };
  return { value: before + value - (2 ** (7 * byteCount - 1) - 1), byteCount };
}
